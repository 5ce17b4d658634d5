import type { ReportRow } from "../store/reports.ts";
import type { Ground } from "./ground.ts";

/** Sums of a day, for whoever compares days, operators, funds and regions. */
export interface Reports {
  /** One row an operator, plan, medical type and mode; reversals are taken off. A period is asked for day by day. */
  readonly dayReport: (day: string) => readonly ReportRow[];
}

export function reportsOf({ store }: Ground): Reports {
  return { dayReport: (day) => store.reports.ofDay(day) };
}
