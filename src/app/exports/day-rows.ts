import { addDays, civilDate } from "../../base/civil-date.ts";
import { formatFen } from "../../base/money.ts";
import type { Period } from "../../store/export-pages.ts";
import type { ReportRow } from "../../store/reports.ts";
import type { Ground } from "../ground.ts";
import { medTypeName, splitWords } from "../papers/words.ts";
import type { ColumnOf, DataSet, Page } from "./data-set.ts";
import { cellsOf, plainColumns } from "./data-set.ts";

interface OfDay extends ReportRow {
  readonly day: string;
}

const amounts = [
  ["total", "total_fen"],
  ["basic", "basic_fen"],
  ["majorMedical", "major_medical_fen"],
  ["supplementary", "supplementary_fen"],
  ["civilServant", "civil_servant_fen"],
  ["assistance", "assistance_fen"],
  ["other", "other_fen"],
  ["fundTotal", "fund_total_fen"],
  ["account", "account_fen"],
  ["family", "family_fen"],
  ["cash", "cash_fen"],
] as const;

const columns: readonly ColumnOf<OfDay>[] = [
  { key: "day", title: "日期", kind: "text", of: (row) => row.day },
  { key: "operator", title: "收费员", kind: "text", of: (row) => row.operator },
  { key: "plan", title: "参保地", kind: "text", of: (row) => row.plan },
  { key: "medType", title: "医疗类别", kind: "text", of: (row) => medTypeName(row.medical_type) },
  { key: "mode", title: "方式", kind: "text", of: (row) => (row.mode === "cash" ? "脱机收现" : "医保") },
  { key: "sales", title: "结算笔数", kind: "count", of: (row) => String(row.sales) },
  { key: "reversals", title: "撤销笔数", kind: "count", of: (row) => String(row.reversals) },
  ...amounts.map(([name, column]): ColumnOf<OfDay> => ({
    key: name,
    title: splitWords[name],
    kind: "amount",
    of: (row) => formatFen(row[column]),
  })),
];

/** The report of every day of a period. */
export function dayRows({ store }: Ground, period: Period): DataSet {
  const rowsOf = (day: string): Page["rows"] =>
    store.reports.ofDay(day).map((row) => cellsOf(columns, { ...row, day }));
  return {
    title: "日报",
    columns: plainColumns(columns),
    of: daysOf(period),
    pages: eachDay(period, rowsOf),
  };
}

/** Days of a period, its first and last included. */
export function daysOf({ from, to }: Period): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

/** A page for every day. */
export function* eachDay(
  { from, to }: Period,
  rowsOf: (day: string) => Page["rows"],
): Generator<Page, undefined> {
  let done = 0;
  for (let day = civilDate(from); day <= to; day = addDays(day, 1)) {
    done += 1;
    yield { rows: rowsOf(day), done };
  }
  return undefined;
}
