import Sqlite from "better-sqlite3";

import { booksOf, enginePragmas } from "./open-store.ts";

/** What one settlement left in one table: its rows as they are on the disk. */
export interface BareRows {
  readonly table: string;
  readonly rows: readonly (readonly unknown[])[];
}

/** Reads and writes the rows of settlements as they are, for measuring what writing alone costs. */
export interface BareBooks {
  readonly rowsOf: (number: number) => readonly BareRows[];
  /** All of them in one transaction by prepared statements, and nothing else. */
  readonly write: (rows: readonly BareRows[]) => void;
  readonly checkpoint: () => void;
  readonly close: () => void;
}

const byNumber = [
  "settlements",
  "lines",
  "funding",
  "postings",
  "account_movements",
  "tenders",
  "trace_codes",
  "messages",
] as const;

/** Opens books beside or without an engine, with the pragmas of one; reads committed rows, writes any. */
export function openBareBooks(dir: string): BareBooks {
  const db = new Sqlite(booksOf(dir), { fileMustExist: true });
  for (const pragma of enginePragmas) db.pragma(pragma);
  const columnsOf = (table: string): string[] =>
    db
      .prepare<[string], { name: string }>("SELECT name FROM pragma_table_info(?)")
      .all(table)
      .map((column) => column.name);
  const tables = [...byNumber, "audit", "counters"].map((table) => {
    const columns = columnsOf(table);
    const names = columns.join(", ");
    const places = columns.map(() => "?").join(", ");
    const verb = table === "counters" ? "INSERT OR REPLACE" : "INSERT";
    return {
      table,
      names,
      insert: db.prepare(`${verb} INTO ${table} (${names}) VALUES (${places})`),
    };
  });
  const inserts = new Map(tables.map(({ table, insert }) => [table, insert]));
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  const reads = tables.map(({ table, names }) => ({
    table,
    select: db.prepare<[number], unknown[]>(selectOf(table, names)).raw(true),
  }));
  return {
    rowsOf: (number) =>
      reads
        .map(({ table, select }) => ({ table, rows: select.all(number) }))
        .filter((part) => part.rows.length > 0),
    write: (parts) => {
      begin.run();
      for (const { table, rows } of parts) {
        const insert = inserts.get(table);
        for (const row of rows) insert?.run(row);
      }
      commit.run();
    },
    checkpoint: () => {
      db.pragma("wal_checkpoint(PASSIVE)");
    },
    close: () => {
      db.close();
    },
  };
}

function selectOf(table: string, names: string): string {
  if (table === "counters") return `SELECT ${names} FROM counters WHERE ? > 0`;
  if (table === "audit")
    return `SELECT ${names} FROM audit WHERE subject = (SELECT id FROM settlements WHERE number = ?)`;
  return `SELECT ${names} FROM ${table} WHERE number = ?`;
}
