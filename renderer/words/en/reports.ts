import type { Words } from "../words.ts";

/** Reports, in English. */
export const reports: Words["reports"] = {
  title: "Reports",
  choose: "What to show",
  period: "Period",
  periods: { day: "Day", month: "Month" },
  day: "Day (or its month)",
  by: "By",
  groupings: { day: "Day", operator: "Operator", fund: "Payer", plan: "Region", medType: "Kind" },
  reading: (done, of) => `Reading ${done} of ${of} days`,
  whole: (from, to) => (from === to ? from : `${from} to ${to}`),
  safe: "It was only read; the books are untouched.",
  none: "Nothing was settled in this time.",
  chart: "Funds, accounts and cash of each group; the figures are in the table",
  table: "Report",
  total: "In all",
  count: "Bills",
  amount: "Amount",
  fund: "Funds",
  accounts: "Accounts",
  cash: "Cash",
  keysTitle: "Function keys",
  keys: { day: "Day", period: "Day / month", by: "Next grouping" },
};
