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
  return (row) => Number(statement.run(valuesOf([row], columns)).lastInsertRowid);
}

/** By loops: every sale binds some two hundred values. */
function valuesOf<Row extends object>(
  rows: readonly Row[],
  columns: readonly (keyof Row & string)[],
): unknown[] {
  const values: unknown[] = [];
  for (const row of rows) {
    for (const name of columns) values.push(row[name]);
  }
  return values;
}

/** So many values at most does one statement take; of a longer list the rest goes to further ones. */
const chunkMax = 24;

/** Runs a statement over many values by few calls. @param make  the statement for so many values, made when first needed */
export function inChunks<T, R>(
  make: (size: number) => (values: readonly T[]) => R,
): (values: readonly T[]) => R[] {
  const statements = new Map<number, (values: readonly T[]) => R>();
  const run = (values: readonly T[]): R => {
    const known = statements.get(values.length);
    if (known !== undefined) return known(values);
    const made = make(values.length);
    statements.set(values.length, made);
    return made(values);
  };
  return (values) => {
    if (values.length <= chunkMax) return values.length === 0 ? [] : [run(values)];
    const results: R[] = [];
    for (let from = 0; from < values.length; from += chunkMax)
      results.push(run(values.slice(from, from + chunkMax)));
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
    return (rows: readonly Row[]) => statement.run(valuesOf(rows, columns)).changes;
  });
}
