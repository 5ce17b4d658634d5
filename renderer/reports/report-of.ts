import type { VerbOutput } from "../../src/gateway/contract.ts";
import type { Fen } from "../../src/base/money.ts";
import { addFen, parseSignedFen, zeroFen } from "../../src/base/money.ts";

export type DayRows = { readonly day: string; readonly rows: VerbOutput<"dayReport"> };
type Row = DayRows["rows"][number];

export const groupings = ["day", "operator", "fund", "plan", "medType"] as const;
export type Grouping = (typeof groupings)[number];

/** Who pays, in the order of the bill. */
const payers = [
  "basic",
  "majorMedical",
  "supplementary",
  "civilServant",
  "assistance",
  "other",
  "account",
  "family",
  "cash",
] as const;

export interface ReportLine {
  readonly key: string;
  readonly sales: number;
  readonly reversals: number;
  readonly total: Fen;
  readonly fund: Fen;
  readonly accounts: Fen;
  readonly cash: Fen;
}

/** The sums of some days under one heading each. */
export function reportOf(days: readonly DayRows[], by: Grouping): readonly ReportLine[] {
  const lines = new Map<string, ReportLine>();
  const add = (line: ReportLine): void => {
    const before = lines.get(line.key);
    lines.set(line.key, before === undefined ? line : sumOf(before, line));
  };
  for (const { day, rows } of days) {
    for (const row of rows) {
      if (by === "fund") for (const payer of payers) add(paidBy(row, payer));
      else add(lineOf(by === "day" ? day : row[by], row));
    }
  }
  const found = [...lines.values()];
  if (by === "fund") return found.filter(({ total }) => total !== zeroFen);
  return found.toSorted((a, b) => (by === "day" ? a.key.localeCompare(b.key) : b.total - a.total));
}

/** All of it. */
export function wholeOf(lines: readonly ReportLine[]): ReportLine {
  return lines.reduce(sumOf, {
    key: "",
    sales: 0,
    reversals: 0,
    total: zeroFen,
    fund: zeroFen,
    accounts: zeroFen,
    cash: zeroFen,
  });
}

function lineOf(key: string, row: Row): ReportLine {
  return {
    key,
    sales: row.sales,
    reversals: row.reversals,
    total: parseSignedFen(row.total),
    fund: parseSignedFen(row.fundTotal),
    accounts: addFen(parseSignedFen(row.account), parseSignedFen(row.family)),
    cash: parseSignedFen(row.cash),
  };
}

/** What one payer pays of it: bills are not theirs to be counted by. */
function paidBy(row: Row, payer: (typeof payers)[number]): ReportLine {
  const total = parseSignedFen(row[payer]);
  const isAccount = payer === "account" || payer === "family";
  return {
    key: payer,
    sales: 0,
    reversals: 0,
    total,
    fund: isAccount || payer === "cash" ? zeroFen : total,
    accounts: isAccount ? total : zeroFen,
    cash: payer === "cash" ? total : zeroFen,
  };
}

function sumOf(a: ReportLine, b: ReportLine): ReportLine {
  return {
    key: a.key,
    sales: a.sales + b.sales,
    reversals: a.reversals + b.reversals,
    total: addFen(a.total, b.total),
    fund: addFen(a.fund, b.fund),
    accounts: addFen(a.accounts, b.accounts),
    cash: addFen(a.cash, b.cash),
  };
}

/** The days of a month up to today, or the day alone. @param month  YYYY-MM */
export function daysOf(period: "day" | "month", day: string, today: string): readonly string[] {
  if (period === "day") return [day];
  const month = day.slice(0, 7);
  const [year = 0, number = 1] = month.split("-").map(Number);
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length: count }, (_, at) => `${month}-${String(at + 1).padStart(2, "0")}`).filter(
    (one) => one <= today,
  );
}
