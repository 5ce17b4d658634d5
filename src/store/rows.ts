import type { Database } from "better-sqlite3";

/*
 * Statements that order their rows bind with `+?`. A bare `?` beside an ORDER BY, MAX or MIN makes this build of SQLite
 * plan the statement anew whenever another value is bound, which costs more than the query itself.
 */

/** A statement that appends one row, every column named and bound. */
export function appendTo<Row extends object>(
  db: Database,
  table: string,
  columns: readonly (keyof Row & string)[],
): (row: Row) => number {
  const places = columns.map(() => "?").join(", ");
  const statement = db.prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${places})`);
  return (row) => Number(statement.run(columns.map((name) => row[name])).lastInsertRowid);
}
