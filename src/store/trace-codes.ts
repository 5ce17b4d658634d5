import type { Database } from "better-sqlite3";

import { appendTo } from "./rows.ts";

export interface TraceCodeRow {
  readonly code: string;
  readonly number: number;
  readonly line: string;
  /** The reversal that gave the code back. */
  readonly freed_by: number | null;
}

export interface TraceCodes {
  readonly add: (row: TraceCodeRow) => number;
  /** The sale that holds a code now. */
  readonly inUse: (code: string) => { readonly number: number; readonly line: string } | undefined;
  readonly free: (number: number, reversal: number) => void;
  readonly of: (number: number) => readonly TraceCodeRow[];
}

export const traceCodeQueries = {
  inUse: "SELECT number, line FROM trace_codes WHERE code = ? AND freed_by IS NULL",
  free: "UPDATE trace_codes SET freed_by = ? WHERE number = ? AND freed_by IS NULL",
} as const;

export function traceCodes(db: Database): TraceCodes {
  const columns = ["code", "number", "line", "freed_by"] as const;
  const inUse = db.prepare<[string], { number: number; line: string }>(traceCodeQueries.inUse);
  const free = db.prepare<[number, number]>(traceCodeQueries.free);
  const of = db.prepare<[number], TraceCodeRow>(
    `SELECT ${columns.join(", ")} FROM trace_codes WHERE number = +? ORDER BY id`,
  );
  return {
    add: appendTo<TraceCodeRow>(db, "trace_codes", columns),
    inUse: (code) => inUse.get(code),
    free: (number, reversal) => {
      free.run(reversal, number);
    },
    of: (number) => of.all(number),
  };
}
