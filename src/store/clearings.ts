import type { Database } from "better-sqlite3";

import type { Fen } from "../base/money.ts";
import { appendTo } from "./rows.ts";

/** One application for the money of a period. */
export interface ClearingRow {
  readonly id: string;
  readonly clearing_type: string;
  readonly clearing_way: string | null;
  readonly month: string;
  readonly from_day: string;
  readonly to_day: string;
  readonly visits: number;
  readonly total_fen: Fen;
  readonly recognised_fen: Fen;
  readonly fund_fen: Fen;
  readonly account_fen: Fen;
  readonly cash_fen: Fen;
  readonly operator: string;
  readonly applied_at: string;
  readonly cancelled_at: string | null;
}

export interface Clearings {
  readonly add: (row: ClearingRow) => number;
  readonly byId: (id: string) => ClearingRow | undefined;
  /** One that stands and shares a day with a period. */
  readonly overlapping: (clearingType: string, from: string, to: string) => ClearingRow | undefined;
  readonly cancel: (id: string, at: string) => void;
}

const columns = [
  "id",
  "clearing_type",
  "clearing_way",
  "month",
  "from_day",
  "to_day",
  "visits",
  "total_fen",
  "recognised_fen",
  "fund_fen",
  "account_fen",
  "cash_fen",
  "operator",
  "applied_at",
  "cancelled_at",
] as const;
const select = `SELECT ${columns.join(", ")} FROM clearings`;

export const clearingQueries = {
  overlapping: `${select} WHERE clearing_type = ? AND from_day <= ? AND to_day >= ? AND cancelled_at IS NULL LIMIT 1`,
} as const;

export function clearings(db: Database): Clearings {
  const byId = db.prepare<[string], ClearingRow>(`${select} WHERE id = ?`);
  const overlapping = db.prepare<[string, string, string], ClearingRow>(clearingQueries.overlapping);
  const cancel = db.prepare<[string, string]>("UPDATE clearings SET cancelled_at = ? WHERE id = ?");
  return {
    add: appendTo<ClearingRow>(db, "clearings", columns),
    byId: (id) => byId.get(id),
    overlapping: (clearingType, from, to) => overlapping.get(clearingType, to, from),
    cancel: (id, at) => {
      cancel.run(at, id);
    },
  };
}
