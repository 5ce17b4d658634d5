import type { Database } from "better-sqlite3";

import type { Fen } from "../base/money.ts";
import { appendTo } from "./rows.ts";

/** How the cash part was paid; a refund goes back the same way. */
export interface TenderRow {
  readonly number: number;
  readonly seq: number;
  readonly kind: "cash" | "bankCard" | "wechat" | "alipay";
  readonly amount_fen: Fen;
}

export interface Tenders {
  readonly add: (row: TenderRow) => number;
  /** Those of settlements `from` to `to`, in order. */
  readonly between: (from: number, to: number) => readonly TenderRow[];
}

export function tenders(db: Database): Tenders {
  const columns = ["number", "seq", "kind", "amount_fen"] as const;
  const between = db.prepare<[number, number], TenderRow>(
    `SELECT ${columns.join(", ")} FROM tenders WHERE number BETWEEN +? AND +? ORDER BY number, seq`,
  );
  return { add: appendTo<TenderRow>(db, "tenders", columns), between: (from, to) => between.all(from, to) };
}
