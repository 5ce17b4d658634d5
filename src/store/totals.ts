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

/** The last that does not count. */
interface PaidAfter {
  readonly number: number;
  readonly adjustment: number;
}

/** Sums over the ledger. */
export interface Totals {
  readonly ofDay: (day: string) => readonly TotalsRow[];
  readonly paidOnDay: (day: string) => readonly PaidRow[];
  /** By one operator at one desk since a settlement and an adjustment. */
  readonly paidSince: (after: PaidAfter, operator: string, desk: string) => readonly PaidRow[];
  /** Messages that the centre has not answered for good, of every day. */
  readonly unsent: () => number;
  /** The first day on which anything was settled or adjusted, after a day and before another. */
  readonly dayBetween: (after: string, before: string) => string | undefined;
}

const sums = amountColumns.map((name) => `SUM(${name}) AS ${name}`).join(", ");
const amounts = (of: string): string => amountColumns.map((name) => `${of}.${name}`).join(", ");
/** Whoever told tenders told all of them: what has none is paid in a way that nobody told. */
const paid = (settled: string, adjusted: string): string => `SELECT kind, SUM(amount_fen) AS amount_fen FROM (
    SELECT t.kind AS kind, COALESCE(t.amount_fen, s.cash_fen) AS amount_fen
      FROM settlements AS s LEFT JOIN tenders AS t ON t.number = s.number WHERE ${settled}
    UNION ALL SELECT p.kind, p.amount_fen
      FROM adjustments AS a CROSS JOIN adjusted_tenders AS p ON p.adjustment = a.id WHERE ${adjusted}
  ) GROUP BY kind`;

export const totalsQueries = {
  ofDay: `SELECT plan, medical_type, mode, SUM(sales) AS sales, SUM(reversals) AS reversals, ${sums} FROM (
      SELECT plan, medical_type, mode, kind = 'sale' AS sales, kind = 'reversal' AS reversals, ${amounts("settlements")}
        FROM settlements WHERE committed_day = +?
      UNION ALL SELECT s.plan, s.medical_type, s.mode, 0, 0, ${amounts("a")}
        FROM adjustments AS a CROSS JOIN settlements AS s ON s.number = a.number WHERE a.adjusted_day = +?
    ) GROUP BY plan, medical_type, mode ORDER BY plan, medical_type, mode`,
  paidOnDay: paid("s.committed_day = +?", "a.adjusted_day = +?"),
  paidSince: paid(
    "s.number > +? AND s.operator = +? AND s.desk = +?",
    "a.id > +? AND a.operator = +? AND a.desk = +?",
  ),
  unsent: "SELECT COUNT(*) AS count FROM messages WHERE payload IS NOT NULL",
  dayBetween: `SELECT committed_day AS day FROM settlements WHERE committed_day > +? AND committed_day < +?
    ORDER BY committed_day LIMIT 1`,
  adjustedBetween: `SELECT adjusted_day AS day FROM adjustments WHERE adjusted_day > +? AND adjusted_day < +?
    ORDER BY adjusted_day LIMIT 1`,
} as const;

export function totals(db: Database): Totals {
  const q = totalsQueries;
  const ofDay = db.prepare<[string, string], TotalsRow>(q.ofDay);
  const paidOnDay = db.prepare<[string, string], PaidRow>(q.paidOnDay);
  const paidSince = db.prepare<[number, string, string, number, string, string], PaidRow>(q.paidSince);
  const unsent = db.prepare<[], { count: number }>(q.unsent);
  const dayBetween = db.prepare<[string, string], { day: string }>(q.dayBetween);
  const adjustedBetween = db.prepare<[string, string], { day: string }>(q.adjustedBetween);
  return {
    ofDay: (day) => ofDay.all(day, day),
    paidOnDay: (day) => paidOnDay.all(day, day),
    paidSince: ({ number, adjustment }, operator, desk) =>
      paidSince.all(number, operator, desk, adjustment, operator, desk),
    unsent: () => unsent.get()?.count ?? 0,
    dayBetween: (after, before) => {
      const days = [dayBetween, adjustedBetween].flatMap((one) => one.get(after, before)?.day ?? []);
      return days.toSorted()[0];
    },
  };
}
