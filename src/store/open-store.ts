import { closeSync, existsSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";

import type { Database } from "better-sqlite3";
import Sqlite from "better-sqlite3";

import type { AccountMovements } from "./account-movements.ts";
import { accountMovements } from "./account-movements.ts";
import type { Adjustments } from "./adjustments.ts";
import { adjustments } from "./adjustments.ts";
import type { Anchor, Tail } from "./anchor.ts";
import { dropAnchor, openAnchor, readAnchor } from "./anchor.ts";
import type { Audit, AuditRow } from "./audit.ts";
import { audit } from "./audit.ts";
import type { Catalogue } from "./catalogue.ts";
import { catalogue } from "./catalogue.ts";
import type { CatalogueChanges } from "./catalogue-changes.ts";
import { catalogueChanges } from "./catalogue-changes.ts";
import type { Clearings } from "./clearings.ts";
import { clearings } from "./clearings.ts";
import type { Closings } from "./closings.ts";
import { closings } from "./closings.ts";
import type { Counters } from "./counters.ts";
import type { CopyProgress } from "./copy-gradually.ts";
import { copyGradually } from "./copy-gradually.ts";
import { copyInto } from "./copy-into.ts";
import { counters } from "./counters.ts";
import type { DayCloses } from "./day-closes.ts";
import { dayCloses } from "./day-closes.ts";
import type { DeskDevices } from "./desk-devices.ts";
import { deskDevices } from "./desk-devices.ts";
import type { DoorState } from "./door-state.ts";
import { doorState } from "./door-state.ts";
import type { Durable } from "./durable.ts";
import { openDurable } from "./durable.ts";
import type { ExportPages } from "./export-pages.ts";
import { exportPages } from "./export-pages.ts";
import type { FundingTable } from "./funding.ts";
import { funding } from "./funding.ts";
import type { InstitutionTable } from "./institution.ts";
import { institution } from "./institution.ts";
import type { Lines } from "./lines.ts";
import { lines } from "./lines.ts";
import type { Messages } from "./messages.ts";
import { messages } from "./messages.ts";
import type { Migration } from "./migrations.ts";
import { migrations, newestShape } from "./migrations.ts";
import { definePartsOfName } from "./name-parts.ts";
import type { OpenBills } from "./open-bills.ts";
import { openBills } from "./open-bills.ts";
import type { Operators } from "./operators.ts";
import { operators } from "./operators.ts";
import type { Packs } from "./packs.ts";
import { packs } from "./packs.ts";
import type { Persons } from "./persons.ts";
import { persons } from "./persons.ts";
import type { Postings } from "./postings.ts";
import { postings } from "./postings.ts";
import { checkSchema, shapeAfter } from "./schema-check.ts";
import type { SealedValues } from "./sealed-values.ts";
import { sealedValues } from "./sealed-values.ts";
import type { Settlements } from "./settlements.ts";
import { settlements } from "./settlements.ts";
import type { SlipCopies } from "./slip-copies.ts";
import { slipCopies } from "./slip-copies.ts";
import type { Shifts } from "./shifts.ts";
import { shifts } from "./shifts.ts";
import type { Statements } from "./statements.ts";
import { statements } from "./statements.ts";
import type { ReportSums } from "./reports.ts";
import { reportSums } from "./reports.ts";
import { inWords, sortFaults } from "./sort-faults.ts";
import { StoreError } from "./store-error.ts";
import type { Tenders } from "./tenders.ts";
import { tenders } from "./tenders.ts";
import type { Totals } from "./totals.ts";
import { totals } from "./totals.ts";
import type { TraceCodes } from "./trace-codes.ts";
import { traceCodes } from "./trace-codes.ts";
import type { Vouchers } from "./vouchers.ts";
import { vouchers } from "./vouchers.ts";

/** "OneS": tells our files from any other database. */
const applicationId = 0x4f6e6553;
/** Pages of log before a commit has to tidy up: long enough that idle time comes first. */
const checkpointPages = 10_000;
/** Kibibytes of pages held in memory: what a day's sales touch again and again. */
const cacheKib = 32_768;

/** How every connection that stays open is set. */
export const readPragmas = [`cache_size = -${cacheKib}`] as const;

/** How every connection that writes the books is set. */
export const enginePragmas = [
  "journal_mode = WAL",
  "synchronous = FULL",
  "foreign_keys = ON",
  // What is replaced is gone: an answered payload, a value sealed by the key before.
  "secure_delete = ON",
  `wal_autocheckpoint = ${checkpointPages}`,
  ...readPragmas,
] as const;

/** The tables of the books, each with its statements. */
export interface Tables {
  readonly institution: InstitutionTable;
  readonly operators: Operators;
  readonly persons: Persons;
  readonly catalogue: Catalogue;
  readonly catalogueChanges: CatalogueChanges;
  readonly packs: Packs;
  readonly settlements: Settlements;
  readonly lines: Lines;
  readonly funding: FundingTable;
  readonly postings: Postings;
  readonly accountMovements: AccountMovements;
  readonly adjustments: Adjustments;
  readonly tenders: Tenders;
  readonly traceCodes: TraceCodes;
  readonly messages: Messages;
  readonly audit: Audit;
  readonly counters: Counters;
  readonly doorState: DoorState;
  readonly dayCloses: DayCloses;
  readonly statements: Statements;
  readonly clearings: Clearings;
  readonly closings: Closings;
  readonly sealedValues: SealedValues;
  readonly openBills: OpenBills;
  readonly shifts: Shifts;
  readonly totals: Totals;
  readonly reports: ReportSums;
  readonly slipCopies: SlipCopies;
  readonly vouchers: Vouchers;
  readonly deskDevices: DeskDevices;
  readonly exportPages: ExportPages;
}

export interface Store extends Tables {
  /**
   * One workflow: all of it is written, durably, or nothing.
   *
   * @throws StoreError DISK_FULL, READ_ONLY, DISK_FAULT: nothing is written; OUTCOME_UNKNOWN: asked again it is told
   */
  readonly write: <T>(work: () => T) => T;
  /** Several workflows as one: their writes join its transaction. */
  readonly together: <T>(work: () => T) => T;
  /** Several workflows, each for itself, that wait for the disk once, see `Durable`. */
  readonly each: Durable["each"];
  /** Runs anything else that reads or writes here; faults of the disk come as StoreErrors. */
  readonly run: <T>(work: () => T) => T;
  /** What the file itself says about its pages and indexes; empty when it is whole. */
  readonly damage: () => readonly string[];
  readonly copyTo: (file: string) => void;
  /** The same without holding up whoever writes meanwhile. @throws StoreError */
  readonly copyGradually: (file: string, progress: CopyProgress) => Promise<void>;
  /** Moves the log into the file; for idle time. */
  readonly checkpoint: () => void;
  readonly close: () => void;
}

/** Where the books of a data directory lie. */
export function booksOf(dir: string): string {
  return join(dir, "onestop.db");
}

/** Whether books are in a directory, or the log of some: a log alone would be read into whatever file comes beside it. */
export function hasBooks(dir: string): boolean {
  return [booksOf(dir), `${booksOf(dir)}-wal`].some((file) => existsSync(file));
}

/**
 * Opens the books, or makes new ones, and brings an older file to this program's version.
 *
 * @param steps  the migrations of this program
 * @throws StoreError when the file is damaged, newer than the program, not ours, or has lost its newest entries
 */
export function openStore(dir: string, steps: readonly Migration[] = migrations): Store {
  const file = booksOf(dir);
  const shape = steps === migrations ? newestShape : shapeAfter(steps);
  return sortFaults(() => {
    holdToAnchor(file, readAnchor(dir));
    // Made first, so that the database, and with it log and index of the log, is for its owner only.
    if (!existsSync(file)) closeSync(openSync(file, "wx", 0o600));
    const anchor = openAnchor(dir);
    try {
      const store = storeOf(() => openFile(file, steps, shape), anchor);
      const tail = store.audit.last();
      if (tail !== undefined) anchor.note(tail);
      return store;
    } catch (error) {
      anchor.close();
      throw error;
    }
  });
}

function openFile(file: string, steps: readonly Migration[], shape: string): Database {
  const db = new Sqlite(file, { timeout: 5000 });
  try {
    definePartsOfName(db);
    prepareFile(db, file, steps);
    checkSchema(db, shape);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Lost log and lost file alike: books that end before the anchor have forgotten what was acknowledged. */
function holdToAnchor(file: string, anchor: Tail | null): void {
  if (anchor === null) return;
  const { last, hash } = existsSync(file) ? tailOf(file, anchor.number) : { last: 0, hash: null };
  if (last < anchor.number) {
    const count = anchor.number - last;
    const words = `账本缺少最近 ${count} 条审计记录（第 ${last + 1} 至 ${anchor.number} 条），可能是日志损坏或换回了旧账本；`;
    throw new StoreError("INCOMPLETE", `${words}请由主管用 onestop salvage 转入新目录并核对，或恢复备份`);
  }
  if (hash?.equals(anchor.hash) !== true)
    throw new StoreError("DAMAGED", "账本与审计锚点不符，请由主管用 onestop salvage 检查");
}

/** Looked at without write access, so that a log that has to be looked at again stays as it is. */
function tailOf(file: string, number: number): { readonly last: number; readonly hash: Buffer | null } {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    const hasTable = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'audit'").get() !== undefined;
    if (!hasTable) return { last: 0, hash: null };
    const table = audit(db);
    return { last: table.last()?.number ?? 0, hash: table.byNumber(number)?.hash ?? null };
  } finally {
    db.close();
  }
}

/** Takes away what was begun and did not become books, and what is left of books that were here: log and anchor. */
export function removeBooks(dir: string): void {
  dropAnchor(dir);
  for (const part of ["", "-wal", "-shm"]) rmSync(`${booksOf(dir)}${part}`, { force: true });
}

/** A copy of the books as of now, whoever else has them open. */
export function copyBooks(dir: string, toFile: string): void {
  sortFaults(() => {
    if (!existsSync(booksOf(dir)))
      throw new StoreError("MISSING", "数据目录中没有账本，请先执行 onestop init");
    const db = new Sqlite(booksOf(dir), { readonly: true });
    try {
      copyInto(db, toFile);
    } finally {
      db.close();
    }
  });
}

/** Whether a file is a whole database of ours. @throws StoreError when it is not */
export function checkBooks(file: string): void {
  sortFaults(() => {
    const db = new Sqlite(file, { readonly: true, fileMustExist: true });
    try {
      if (db.pragma("application_id", { simple: true }) !== applicationId)
        throw new StoreError("NOT_OURS", "文件不是本程序的账本");
      const [first] = damageOf(db);
      if (first !== undefined) throw new StoreError("DAMAGED", `账本文件已损坏：${first}`);
    } finally {
      db.close();
    }
  });
}

/** Whether a file is ours and no newer than this program. @returns its version */
export function checkFile(db: Database, steps: readonly Migration[]): number {
  const version = Number(db.pragma("user_version", { simple: true }));
  const owner = Number(db.pragma("application_id", { simple: true }));
  if (owner !== applicationId && (owner !== 0 || version !== 0))
    throw new StoreError("NOT_OURS", "文件不是本程序的账本");
  const newest = steps.at(-1)?.version ?? 0;
  if (version > newest) {
    const words = `账本版本 ${version} 比本程序支持的 ${newest} 新，请升级程序，不要用旧版本打开`;
    throw new StoreError("NEWER_FILE", words);
  }
  return version;
}

function prepareFile(db: Database, file: string, steps: readonly Migration[]): void {
  const version = checkFile(db, steps);
  const newest = steps.at(-1)?.version ?? 0;
  for (const pragma of enginePragmas) db.pragma(pragma);
  const missing = steps.filter((step) => step.version > version);
  if (missing.length === 0) return;
  // A copy from an attempt that was cut short gives way: the books may have gone on since.
  if (version > 0) copyInto(db, `${file}.before-${newest}`);
  db.transaction(() => {
    for (const step of missing) db.exec(step.sql);
    db.pragma(`application_id = ${applicationId}`);
    db.pragma(`user_version = ${newest}`);
  }).immediate();
}

export function tablesOf(db: Database): Tables {
  return {
    institution: institution(db),
    operators: operators(db),
    persons: persons(db),
    catalogue: catalogue(db),
    catalogueChanges: catalogueChanges(db),
    packs: packs(db),
    settlements: settlements(db),
    lines: lines(db),
    funding: funding(db),
    postings: postings(db),
    accountMovements: accountMovements(db),
    adjustments: adjustments(db),
    tenders: tenders(db),
    traceCodes: traceCodes(db),
    messages: messages(db),
    audit: audit(db),
    counters: counters(db),
    doorState: doorState(db),
    dayCloses: dayCloses(db),
    statements: statements(db),
    clearings: clearings(db),
    closings: closings(db),
    sealedValues: sealedValues(db),
    openBills: openBills(db),
    shifts: shifts(db),
    totals: totals(db),
    reports: reportSums(db),
    slipCopies: slipCopies(db),
    vouchers: vouchers(db),
    deskDevices: deskDevices(db),
    exportPages: exportPages(db),
  };
}

/** The store over a connection that may be replaced by another: its tables then speak to the new one. */
function storeOf(open: () => Database, anchor: Anchor): Store {
  const durable: Durable = openDurable({
    open,
    use: (db) => Object.assign(store, watchedTables(db, durable)),
    isWritten: (tail) => store.audit.byNumber(tail.number)?.hash.equals(tail.hash) === true,
    committed: anchor.note,
  });
  const store: Store = {
    ...watchedTables(durable.db(), durable),
    write: durable.write,
    together: durable.together,
    each: durable.each,
    run: durable.run,
    damage: () => durable.run(() => damageOf(durable.db())),
    copyTo: (file) => durable.run(() => copyInto(durable.db(), file)),
    copyGradually: async (file, progress) => {
      try {
        await copyGradually(durable.db(), file, progress);
      } catch (error) {
        throw inWords(error);
      }
    },
    checkpoint: () => durable.run(() => void durable.db().pragma("wal_checkpoint(PASSIVE)")),
    close: () => {
      durable.close();
      anchor.close();
    },
  };
  return store;
}

/** The durable part learns of each audit entry: by it a COMMIT of unknown outcome is looked for. */
function watchedTables(db: Database, durable: Durable): Tables {
  const tables = tablesOf(db);
  const add = (row: AuditRow): number => {
    durable.entered(row);
    return tables.audit.add(row);
  };
  const tail = (): Tail | undefined => durable.tail() ?? tables.audit.last();
  return { ...tables, audit: { ...tables.audit, add, tail } };
}

export function damageOf(db: Database): string[] {
  try {
    const rows = db.prepare<[], { integrity_check: string }>("PRAGMA integrity_check(20)").all();
    const broken = db.prepare<[], { table: string }>("PRAGMA foreign_key_check").all();
    return [
      ...rows.map((row) => row.integrity_check).filter((text) => text !== "ok"),
      ...broken.slice(0, 20).map((row) => `${row.table}: a row points nowhere`),
    ];
  } catch (error) {
    if (error instanceof Sqlite.SqliteError) return [error.message];
    throw error;
  }
}
