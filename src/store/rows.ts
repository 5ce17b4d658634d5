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

/** How many values one statement takes: as many as fit, then half of that, down to one. */
const sizes = [8, 4, 2, 1] as const;

/** Runs a statement over many values by few calls. @param make  the statement for so many values */
export function inChunks<T, R>(
  make: (size: number) => (values: readonly T[]) => R,
): (values: readonly T[]) => R[] {
  const statements = sizes.map((size) => ({ size, run: make(size) }));
  return (values) => {
    const results: R[] = [];
    let from = 0;
    for (const { size, run } of statements)
      for (; values.length - from >= size; from += size) results.push(run(values.slice(from, from + size)));
    return results;
  };
}

/** Appends many rows of a table that a sale fills with one for each of its lines: few statements instead of many. */
export function appendAllTo<Row extends object>(
  db: Database,
  table: string,
  columns: readonly (keyof Row & string)[],
): (rows: readonly Row[]) => readonly number[] {
  const places = `(${columns.map(() => "?").join(", ")})`;
  return inChunks((size) => {
    const values = Array.from({ length: size }, () => places).join(", ");
    const statement = db.prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES ${values}`);
    return (rows: readonly Row[]) =>
      statement.run(rows.flatMap((row) => columns.map((name) => row[name]))).changes;
  });
}
