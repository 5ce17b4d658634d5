import type { Database } from "better-sqlite3";

import { appendTo } from "./rows.ts";

export interface DayCloseRow {
  readonly day: string;
  readonly closed_at: string;
  readonly operator: string;
  /** The audit chain up to the close. */
  readonly audit_hash: Buffer;
}

export interface DayCloses {
  readonly add: (row: DayCloseRow) => number;
  /** Whether this day or a later one is closed. */
  readonly isClosed: (day: string) => boolean;
}

export function dayCloses(db: Database): DayCloses {
  const from = db.prepare<[string], { day: string }>("SELECT day FROM day_closes WHERE day >= ? LIMIT 1");
  return {
    add: appendTo<DayCloseRow>(db, "day_closes", ["day", "closed_at", "operator", "audit_hash"]),
    isClosed: (day) => from.get(day) !== undefined,
  };
}
