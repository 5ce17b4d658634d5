import { existsSync } from "node:fs";

import type { Database } from "better-sqlite3";
import Sqlite from "better-sqlite3";

import type { CatalogueRow } from "./catalogue.ts";
import { catalogueQueries } from "./catalogue.ts";
import { newestShape } from "./migrations.ts";
import { checkSchema } from "./schema-check.ts";
import type { PackRow } from "./packs.ts";
import type { FactsRow } from "./persons.ts";
import type { PostingRow } from "./postings.ts";
import type { Tables } from "./open-store.ts";
import { booksOf, tablesOf } from "./open-store.ts";
import { sortFaults } from "./sort-faults.ts";
import { StoreError } from "./store-error.ts";

/** A row as it was read, by its columns. */
export type RawRow = Readonly<Record<string, unknown>>;

/** An item with the editions of the catalogue that have it. */
export type WreckedItem = CatalogueRow & {
  readonly since_edition: number;
  readonly until_edition: number | null;
};

/** Damaged books, read without changing them. A page that cannot be read costs the rows on it. */
export interface Wreck {
  /** The statements of the books; each may meet a bad page and throw. */
  readonly tables: Tables;
  /** Rowids of a table, or keys of one without, that can be read, in order. */
  readonly keys: (table: string) => readonly unknown[];
  readonly pack: (id: unknown) => PackRow | undefined;
  /** The hashes of the packs, as the index has them. */
  readonly packHashes: () => readonly string[];
  readonly item: (id: unknown) => WreckedItem | undefined;
  /** The edition of the catalogue in use. */
  readonly edition: () => number | undefined;
  readonly facts: (id: unknown) => FactsRow | undefined;
  /** Which rows of facts a person has, as far as the index still says. */
  readonly factsOf: () => readonly { readonly person_key: Buffer; readonly id: number }[];
  /** Which postings the index has for a settlement; the rows themselves may say otherwise. */
  readonly postingIds: (number: number) => readonly number[];
  readonly posting: (id: unknown) => PostingRow | undefined;
  /** Whether the index of the accumulators says the same of a posting as the table. */
  readonly isIndexed: (id: unknown) => boolean;
  readonly close: () => void;
}

/** Tables that the salvage judges row by row; all others are copied as they are. */
const judged = [
  "institution",
  "persons",
  "credentials",
  "person_facts",
  "catalogue",
  "catalogue_edition",
  "packs",
  "settlements",
  "lines",
  "funding",
  "postings",
  "account_movements",
  "tenders",
  "trace_codes",
  "messages",
  "audit",
  "counters",
  "day_closes",
] as const;

/** Bad pages in a row after which nothing more is expected of a table. */
const missesMax = 20_000;

/** @throws StoreError when the file cannot even be opened: its first page or its schema is gone */
export function openWreck(dir: string): Wreck {
  return sortFaults(() => {
    if (!existsSync(booksOf(dir))) throw new StoreError("MISSING", "数据目录中没有账本");
    const db = openDamaged(dir);
    checkSchema(db, newestShape);
    return {
      tables: tablesOf(db),
      keys: (table) => keysOf(db, table).found,
      ...rowsOf(db),
      close: () => {
        db.close();
      },
    };
  });
}

function rowsOf(db: Database): Omit<Wreck, "tables" | "keys" | "close"> {
  const pack = db.prepare<[unknown], PackRow>("SELECT * FROM packs WHERE rowid = ?");
  const hashes = db.prepare<[], { sha256: string }>("SELECT sha256 FROM packs ORDER BY sha256");
  const item = db.prepare<[unknown], WreckedItem>(
    `SELECT code, from_day, to_day, barcode, name, pinyin, kind, class, price, price_limit, self_pay_ratio,
     chronic_listed, dual_channel, check_mark, since_edition, until_edition FROM catalogue WHERE id = ?`,
  );
  const edition = db.prepare<[], { edition: number }>(catalogueQueries.edition);
  const facts = db.prepare<[unknown], FactsRow>("SELECT * FROM person_facts WHERE id = ?");
  const factsOf = db.prepare<[], { person_key: Buffer; id: number }>(
    "SELECT person_key, id FROM person_facts INDEXED BY person_facts_by_person ORDER BY person_key, id",
  );
  const postingIds = db.prepare<[number], { id: number }>(
    "SELECT id FROM postings INDEXED BY postings_by_number WHERE number = +? ORDER BY id",
  );
  const posting = db.prepare<[unknown], PostingRow & { id: number }>("SELECT * FROM postings WHERE id = ?");
  const indexed = db.prepare<[unknown], { found: number }>(
    `SELECT 1 AS found FROM postings INDEXED BY postings_by_accumulator WHERE person_key = @person_key
     AND plan = @plan AND period = @period AND accumulator = @accumulator AND id = @id
     AND after_value = @after_value`,
  );
  return {
    pack: (id) => safely(() => pack.get(id)),
    packHashes: () => safely(() => hashes.all().map((row) => row.sha256)) ?? [],
    item: (id) => safely(() => item.get(id)),
    edition: () => safely(() => edition.get()?.edition),
    facts: (id) => safely(() => facts.get(id)),
    factsOf: () => safely(() => factsOf.all()) ?? [],
    postingIds: (number) => (safely(() => postingIds.all(number)) ?? []).map(({ id }) => id),
    posting: (id) => safely(() => posting.get(id)),
    isIndexed: (id) => {
      const row = safely(() => posting.get(id));
      return row !== undefined && safely(() => indexed.get(row)) !== undefined;
    },
  };
}

/** Rows of a table that did not come over. */
export interface LostRows {
  readonly table: string;
  /** By their key, a sealed one in hexadecimal. */
  readonly keys: readonly string[];
  /** There may be more of them: a bad page does not say what was on it. */
  readonly hasGap: boolean;
}

/**
 * Copies the tables that nothing but themselves vouches for, row by row.
 *
 * @returns what was lost; empty when everything came over
 */
export function copyOtherTables(dir: string, toDir: string): readonly LostRows[] {
  return sortFaults(() => {
    const from = openDamaged(dir);
    const to = new Sqlite(booksOf(toDir));
    try {
      to.pragma("foreign_keys = ON");
      return otherTables(to)
        .map((table) => copyTable(from, to, table))
        .filter(({ keys, hasGap }) => keys.length > 0 || hasGap);
    } finally {
      to.close();
      from.close();
    }
  });
}

function openDamaged(dir: string): Database {
  return new Sqlite(booksOf(dir), { readonly: true, fileMustExist: true });
}

function otherTables(db: Database): string[] {
  const known: ReadonlySet<string> = new Set(judged);
  return db
    .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
    .all()
    .map((row) => row.name)
    .filter((name) => !known.has(name) && !/^(?:sqlite_|catalogue_names)/.test(name));
}

function copyTable(from: Database, to: Database, table: string): LostRows {
  const columns = to
    .prepare<[string], { name: string }>("SELECT name FROM pragma_table_info(?)")
    .all(table)
    .map((column) => column.name);
  const key = keyOf(to, table);
  const read = from.prepare<[unknown], RawRow>(`SELECT * FROM ${table} WHERE ${key} = ?`);
  const values = columns.map((name) => `@${name}`).join(", ");
  const add = to.prepare<[RawRow]>(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${values})`);
  const { found, complete } = keysOf(from, table);
  const lost = found.filter((at) => {
    // A key of several columns has several rows under its first.
    const rows = safely(() => read.all(at)) ?? [];
    return rows.length === 0 || rows.some((row) => safely(() => add.run(row)) === undefined);
  });
  const keys = lost.map((at) => (Buffer.isBuffer(at) ? at.toString("hex") : String(at)));
  return { table, keys, hasGap: !complete };
}

/** What orders a table: its rowid, or the first column of its key. */
function keyOf(db: Database, table: string): string {
  const [key] = db
    .prepare<[string, string], { name: string }>(
      `SELECT name FROM pragma_table_info(?) WHERE pk = 1
       AND EXISTS (SELECT 1 FROM pragma_table_list WHERE name = ? AND wr = 1)`,
    )
    .all(table, table);
  return key?.name ?? "rowid";
}

interface Keys {
  readonly found: readonly unknown[];
  /** Nothing between the first and the last is known to be missing. */
  readonly complete: boolean;
}

/** From the front to the first bad page, from the end to the last, and between them number by number. */
function keysOf(db: Database, table: string): Keys {
  const key = keyOf(db, table);
  const front = walk(db, { table, key, sign: ">", order: "ASC" });
  if (front.ended) return { found: front.keys, complete: true };
  const back = walk(db, { table, key, sign: "<", order: "DESC" });
  const between = key === "rowid" ? numbered(db, table, front.keys.at(-1), back.keys.at(-1)) : [];
  // Read backwards a bad page may let through what was read forwards already.
  const rest = back.keys.toReversed().filter((at) => isBeyond(at, front.keys.at(-1), ">"));
  return { found: [...front.keys, ...between, ...rest], complete: false };
}

interface Walk {
  readonly table: string;
  readonly key: string;
  readonly sign: ">" | "<";
  readonly order: "ASC" | "DESC";
}

function walk(db: Database, { table, key, sign, order }: Walk): { keys: unknown[]; ended: boolean } {
  // Every column is read: a row whose text lies on a bad page is a bad row.
  const select = `SELECT ${key} AS salvage_key, * FROM ${table}`;
  const first = db.prepare<[], RawRow>(`${select} ORDER BY ${key} ${order} LIMIT 1`);
  const after = db.prepare<[unknown], RawRow>(
    `${select} WHERE ${key} ${sign} +? ORDER BY ${key} ${order} LIMIT 1`,
  );
  const keys: unknown[] = [];
  for (;;) {
    const row = safely(() => ({ row: keys.length === 0 ? first.get() : after.get(keys.at(-1)) }));
    if (row === undefined) return { keys, ended: false };
    if (row.row === undefined) return { keys, ended: true };
    const next = row.row["salvage_key"];
    // A damaged page may lead in a circle.
    if (!isBeyond(next, keys.at(-1), sign)) return { keys, ended: false };
    keys.push(next);
  }
}

function isBeyond(next: unknown, last: unknown, sign: ">" | "<"): boolean {
  if (last === undefined) return true;
  const order = compare(next, last);
  return sign === ">" ? order > 0 : order < 0;
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (Buffer.isBuffer(a) && Buffer.isBuffer(b)) return Buffer.compare(a, b);
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}

function numbered(db: Database, table: string, from: unknown, to: unknown): number[] {
  const start = typeof from === "number" ? from + 1 : 1;
  const end = typeof to === "number" ? to : Number.MAX_SAFE_INTEGER;
  const at = db.prepare<[number], RawRow>(`SELECT * FROM ${table} WHERE rowid = ?`);
  const found: number[] = [];
  let misses = 0;
  for (let number = start; number < end && misses < missesMax; number += 1) {
    const isThere = safely(() => at.get(number)) !== undefined;
    if (isThere) found.push(number);
    misses = isThere ? 0 : misses + 1;
  }
  return found;
}

/** What a bad page keeps back is undefined; anything but a fault of the file goes on up. */
export function safely<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Sqlite.SqliteError) return undefined;
    throw error;
  }
}
