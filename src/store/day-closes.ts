import type { Database } from "better-sqlite3";

import { appendTo } from "./rows.ts";

export interface DayCloseRow {
  readonly day: string;
  readonly closed_at: string;
  readonly operator: string;
  /** The audit chain up to the close. */
  readonly audit_hash: Buffer;
  /** The totals of the day as JSON; null where a program before this one closed it. */
  readonly totals: string | null;
}

export interface DayCloses {
  readonly add: (row: DayCloseRow) => number;
  /** Whether this day or a later one is closed. */
  readonly isClosed: (day: string) => boolean;
  readonly byDay: (day: string) => DayCloseRow | undefined;
  readonly last: () => string | undefined;
  readonly all: () => readonly DayCloseRow[];
}

const columns = ["day", "closed_at", "operator", "audit_hash", "totals"] as const;
const select = `SELECT ${columns.join(", ")} FROM day_closes`;

export function dayCloses(db: Database): DayCloses {
  const from = db.prepare<[string], { day: string }>("SELECT day FROM day_closes WHERE day >= ? LIMIT 1");
  const byDay = db.prepare<[string], DayCloseRow>(`${select} WHERE day = ?`);
  const last = db.prepare<[], { day: string }>("SELECT day FROM day_closes ORDER BY day DESC LIMIT 1");
  const all = db.prepare<[], DayCloseRow>(`${select} ORDER BY day`);
  return {
    add: appendTo<DayCloseRow>(db, "day_closes", columns),
    isClosed: (day) => from.get(day) !== undefined,
    byDay: (day) => byDay.get(day),
    last: () => last.get()?.day,
    all: () => all.all(),
  };
}
