import type { Database } from "better-sqlite3";

import type { Fen } from "../base/money.ts";
import type { SettlementRow } from "./settlements.ts";

const sums = [
  "total_fen",
  "basic_fen",
  "major_medical_fen",
  "supplementary_fen",
  "civil_servant_fen",
  "assistance_fen",
  "other_fen",
  "fund_total_fen",
  "account_fen",
  "family_fen",
  "cash_fen",
] as const;
type Sum = (typeof sums)[number];

/** What one operator settled or adjusted on a day under one plan, medical type and mode, reversals taken off. */
export interface ReportRow
  extends Readonly<Record<Sum, Fen>>, Pick<SettlementRow, "operator" | "plan" | "medical_type" | "mode"> {
  readonly sales: number;
  readonly reversals: number;
}

export interface ReportSums {
  readonly ofDay: (day: string) => readonly ReportRow[];
}

/** Along the index of days: as long as the day was, however many others there are. */
export const reportQueries = {
  ofDay: `SELECT operator, plan, medical_type, mode, SUM(sales) AS sales, SUM(reversals) AS reversals,
    ${sums.map((name) => `SUM(${name}) AS ${name}`).join(", ")} FROM (
      SELECT operator, plan, medical_type, mode, kind = 'sale' AS sales, kind = 'reversal' AS reversals,
        ${sums.join(", ")} FROM settlements WHERE committed_day = +?
      UNION ALL SELECT a.operator, s.plan, s.medical_type, s.mode, 0, 0, ${sums.map((name) => `a.${name}`).join(", ")}
        FROM adjustments AS a CROSS JOIN settlements AS s ON s.number = a.number WHERE a.adjusted_day = +?
    ) GROUP BY operator, plan, medical_type, mode`,
} as const;

export function reportSums(db: Database): ReportSums {
  const ofDay = db.prepare<[string, string], ReportRow>(reportQueries.ofDay);
  return { ofDay: (day) => ofDay.all(day, day) };
}
