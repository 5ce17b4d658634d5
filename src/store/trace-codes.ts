import type { Database } from "better-sqlite3";
import Sqlite from "better-sqlite3";

import { appendAllTo, inChunks } from "./rows.ts";
import { TraceCodeTakenError } from "./trace-code-taken.ts";

export interface TraceCodeRow {
  readonly code: string;
  readonly number: number;
  readonly line: string;
  /** The reversal that gave the code back. */
  readonly freed_by: number | null;
}

/** A code with the sale that holds it. */
export type HeldCode = Pick<TraceCodeRow, "code" | "number" | "line">;

export interface TraceCodes {
  /** @throws TraceCodeTakenError when a sale holds one of them, with none of this statement's rows written */
  readonly addAll: (rows: readonly TraceCodeRow[]) => unknown;
  /** Those of these codes that a sale holds now. */
  readonly inUse: (codes: readonly string[]) => readonly HeldCode[];
  readonly free: (number: number, reversal: number) => void;
  readonly of: (number: number) => readonly TraceCodeRow[];
}

export const traceCodeQueries = {
  inUse: "SELECT code, number, line FROM trace_codes WHERE freed_by IS NULL AND code IN (?)",
  free: "UPDATE trace_codes SET freed_by = ? WHERE number = ? AND freed_by IS NULL",
} as const;

export function traceCodes(db: Database): TraceCodes {
  const columns = ["code", "number", "line", "freed_by"] as const;
  const inUse = inChunks((size) => {
    const places = Array.from({ length: size }, () => "?").join(", ");
    const held = db.prepare<string[], HeldCode>(traceCodeQueries.inUse.replace("?", places));
    return (codes: readonly string[]) => held.all(...codes);
  });
  const free = db.prepare<[number, number]>(traceCodeQueries.free);
  const addAll = appendAllTo<TraceCodeRow>(db, "trace_codes", columns);
  const of = db.prepare<[number], TraceCodeRow>(
    `SELECT ${columns.join(", ")} FROM trace_codes WHERE number = +? ORDER BY id`,
  );
  return {
    addAll: (rows) => {
      try {
        addAll(rows);
      } catch (error) {
        throw isTaken(error) ? new TraceCodeTakenError() : error;
      }
    },
    inUse: (codes) => inUse(codes).flat(),
    free: (number, reversal) => {
      free.run(reversal, number);
    },
    of: (number) => of.all(number),
  };
}

function isTaken(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && error.code === "SQLITE_CONSTRAINT_UNIQUE";
}
