import type { Database } from "better-sqlite3";

/** A statement that appends one row, every column named and bound. */
export function appendTo<Row extends object>(
  db: Database,
  table: string,
  columns: readonly (keyof Row & string)[],
): (row: Row) => number {
  const values = columns.map((name) => `@${name}`).join(", ");
  const statement = db.prepare<[Row]>(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${values})`);
  return (row) => Number(statement.run(row).lastInsertRowid);
}
