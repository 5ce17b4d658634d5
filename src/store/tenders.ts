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
  readonly of: (number: number) => readonly TenderRow[];
}

export function tenders(db: Database): Tenders {
  const columns = ["number", "seq", "kind", "amount_fen"] as const;
  const of = db.prepare<[number], TenderRow>(
    `SELECT ${columns.join(", ")} FROM tenders WHERE number = +? ORDER BY seq`,
  );
  return { add: appendTo<TenderRow>(db, "tenders", columns), of: (number) => of.all(number) };
}
