import type { Database } from "better-sqlite3";

import type { Fen } from "../base/money.ts";
import { amountColumns } from "./settlements.ts";
import type { AmountColumn, SettlementRow } from "./settlements.ts";
import type { TenderRow } from "./tenders.ts";

/** What was settled on a day under one plan, medical type and mode, reversals taken off. */
export interface TotalsRow
  extends Readonly<Record<AmountColumn, Fen>>, Pick<SettlementRow, "plan" | "medical_type" | "mode"> {
  readonly sales: number;
  readonly reversals: number;
}

/** What was paid in one way; null: whoever settled did not say how. */
export interface PaidRow {
  readonly kind: TenderRow["kind"] | null;
  readonly amount_fen: Fen;
}

/** Sums over the ledger. */
export interface Totals {
  readonly ofDay: (day: string) => readonly TotalsRow[];
  readonly paidOnDay: (day: string) => readonly PaidRow[];
  /** By one operator at one desk since a settlement. */
  readonly paidSince: (number: number, operator: string, desk: string) => readonly PaidRow[];
  /** Messages that the centre has not answered for good, of every day. */
  readonly unsent: () => number;
  /** The first day with settlements after a day and before another. */
  readonly dayBetween: (after: string, before: string) => string | undefined;
}

const sums = amountColumns.map((name) => `SUM(${name}) AS ${name}`).join(", ");
/** Whoever told tenders told all of them: what has none is paid in a way that nobody told. */
const paid = (
  where: string,
): string => `SELECT t.kind AS kind, SUM(COALESCE(t.amount_fen, s.cash_fen)) AS amount_fen
  FROM settlements AS s LEFT JOIN tenders AS t ON t.number = s.number WHERE ${where} GROUP BY t.kind`;

export const totalsQueries = {
  ofDay: `SELECT plan, medical_type, mode, SUM(kind = 'sale') AS sales, SUM(kind = 'reversal') AS reversals,
    ${sums} FROM settlements WHERE committed_day = +? GROUP BY plan, medical_type, mode
    ORDER BY plan, medical_type, mode`,
  paidOnDay: paid("s.committed_day = +?"),
  paidSince: paid("s.number > +? AND s.operator = +? AND s.desk = +?"),
  unsent: "SELECT COUNT(*) AS count FROM messages WHERE payload IS NOT NULL",
  dayBetween: `SELECT committed_day AS day FROM settlements WHERE committed_day > +? AND committed_day < +?
    ORDER BY committed_day LIMIT 1`,
} as const;

export function totals(db: Database): Totals {
  const q = totalsQueries;
  const ofDay = db.prepare<[string], TotalsRow>(q.ofDay);
  const paidOnDay = db.prepare<[string], PaidRow>(q.paidOnDay);
  const paidSince = db.prepare<[number, string, string], PaidRow>(q.paidSince);
  const unsent = db.prepare<[], { count: number }>(q.unsent);
  const dayBetween = db.prepare<[string, string], { day: string }>(q.dayBetween);
  return {
    ofDay: (day) => ofDay.all(day),
    paidOnDay: (day) => paidOnDay.all(day),
    paidSince: (number, operator, desk) => paidSince.all(number, operator, desk),
    unsent: () => unsent.get()?.count ?? 0,
    dayBetween: (after, before) => dayBetween.get(after, before)?.day,
  };
}
