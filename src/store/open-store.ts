import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";

import type { Database } from "better-sqlite3";
import Sqlite from "better-sqlite3";

import type { AccountMovements } from "./account-movements.ts";
import { accountMovements } from "./account-movements.ts";
import type { Audit } from "./audit.ts";
import { audit } from "./audit.ts";
import type { Catalogue } from "./catalogue.ts";
import { catalogue } from "./catalogue.ts";
import type { Counters } from "./counters.ts";
import { counters } from "./counters.ts";
import type { DayCloses } from "./day-closes.ts";
import { dayCloses } from "./day-closes.ts";
import type { DoorState } from "./door-state.ts";
import { doorState } from "./door-state.ts";
import type { FundingTable } from "./funding.ts";
import { funding } from "./funding.ts";
import type { InstitutionTable } from "./institution.ts";
import { institution } from "./institution.ts";
import type { Lines } from "./lines.ts";
import { lines } from "./lines.ts";
import type { Messages } from "./messages.ts";
import { messages } from "./messages.ts";
import type { Migration } from "./migrations.ts";
import { migrations } from "./migrations.ts";
import type { Operators } from "./operators.ts";
import { operators } from "./operators.ts";
import type { Packs } from "./packs.ts";
import { packs } from "./packs.ts";
import type { Persons } from "./persons.ts";
import { persons } from "./persons.ts";
import type { Postings } from "./postings.ts";
import { postings } from "./postings.ts";
import { putInPlace } from "./put-in-place.ts";
import type { Settlements } from "./settlements.ts";
import { settlements } from "./settlements.ts";
import { StoreError } from "./store-error.ts";
import type { Tenders } from "./tenders.ts";
import { tenders } from "./tenders.ts";
import type { TraceCodes } from "./trace-codes.ts";
import { traceCodes } from "./trace-codes.ts";

/** "OneS": tells our files from any other database. */
const applicationId = 0x4f6e6553;
/** Pages of log before a commit has to tidy up: long enough that idle time comes first. */
const checkpointPages = 10_000;

export interface Store {
  readonly institution: InstitutionTable;
  readonly operators: Operators;
  readonly persons: Persons;
  readonly catalogue: Catalogue;
  readonly packs: Packs;
  readonly settlements: Settlements;
  readonly lines: Lines;
  readonly funding: FundingTable;
  readonly postings: Postings;
  readonly accountMovements: AccountMovements;
  readonly tenders: Tenders;
  readonly traceCodes: TraceCodes;
  readonly messages: Messages;
  readonly audit: Audit;
  readonly counters: Counters;
  readonly doorState: DoorState;
  readonly dayCloses: DayCloses;
  /** One workflow: all of it is written, durably, or nothing. */
  readonly write: <T>(work: () => T) => T;
  /** What the file itself says about its pages and indexes; empty when it is whole. */
  readonly damage: () => readonly string[];
  readonly copyTo: (file: string) => void;
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
 * @throws StoreError when the file is damaged, newer than the program or not ours
 */
export function openStore(dir: string, steps: readonly Migration[] = migrations): Store {
  const file = booksOf(dir);
  // Made first, so that the database, and with it log and index of the log, is for its owner only.
  if (!existsSync(file)) closeSync(openSync(file, "wx", 0o600));
  return sortFaults(() => {
    const db = new Sqlite(file, { timeout: 5000 });
    try {
      prepareFile(db, file, steps);
      return tablesOf(db);
    } catch (error) {
      db.close();
      throw error;
    }
  });
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

function prepareFile(db: Database, file: string, steps: readonly Migration[]): void {
  const version = Number(db.pragma("user_version", { simple: true }));
  const owner = Number(db.pragma("application_id", { simple: true }));
  if (owner !== applicationId && (owner !== 0 || version !== 0))
    throw new StoreError("NOT_OURS", "文件不是本程序的账本");
  const newest = steps.at(-1)?.version ?? 0;
  if (version > newest) {
    const words = `账本版本 ${version} 比本程序支持的 ${newest} 新，请升级程序，不要用旧版本打开`;
    throw new StoreError("NEWER_FILE", words);
  }
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.pragma("foreign_keys = ON");
  db.pragma(`wal_autocheckpoint = ${checkpointPages}`);
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

function tablesOf(db: Database): Store {
  return {
    institution: institution(db),
    operators: operators(db),
    persons: persons(db),
    catalogue: catalogue(db),
    packs: packs(db),
    settlements: settlements(db),
    lines: lines(db),
    funding: funding(db),
    postings: postings(db),
    accountMovements: accountMovements(db),
    tenders: tenders(db),
    traceCodes: traceCodes(db),
    messages: messages(db),
    audit: audit(db),
    counters: counters(db),
    doorState: doorState(db),
    dayCloses: dayCloses(db),
    write: (work) => db.transaction(work).immediate(),
    damage: () => damageOf(db),
    copyTo: (file) => copyInto(db, file),
    checkpoint: () => {
      db.pragma("wal_checkpoint(PASSIVE)");
    },
    close: () => {
      db.close();
    },
  };
}

function damageOf(db: Database): string[] {
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

/** The copy has its name once it is whole and on the disk. */
function copyInto(db: Database, file: string): void {
  putInPlace(file, (part) => {
    db.prepare<[string]>("VACUUM INTO ?").run(part);
  });
}

/** Turns what SQLite says about a file into words for whoever runs the terminal. */
function sortFaults<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error;
    if (!/^SQLITE_(?:CORRUPT|NOTADB)/.test(error.code)) throw error;
    throw new StoreError("DAMAGED", `账本文件已损坏（${error.code}），请用最近的备份恢复`);
  }
}
