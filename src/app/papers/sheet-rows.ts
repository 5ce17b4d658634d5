import { formatFen } from "../../base/money.ts";
import type { DayGroup, PerTender, Shift } from "../supervision.ts";
import type { DaySheet, ShiftSheet } from "./papers.ts";
import { medTypeName, tenderNames } from "./words.ts";

const tenderKinds = ["cash", "bankCard", "wechat", "alipay"] as const;

/** One way of paying: what the ledger says, what was counted, and what lies between. Counted is null while it is open. */
export interface TenderLine {
  readonly name: string;
  readonly expected: string;
  readonly counted: string | null;
  readonly difference: string | null;
}

export function shiftLines({ shift }: ShiftSheet): readonly TenderLine[] {
  return tenderKinds.map((kind) => {
    const counted = "counted" in shift ? formatFen(shift.counted[kind]) : null;
    const difference = "counted" in shift ? formatFen(shift.difference[kind]) : null;
    return { name: tenderNames[kind], expected: formatFen(shift.expected[kind]), counted, difference };
  });
}

/** Until when a shift was held; null: it is open. */
export function closedAtOf(shift: Shift): string | null {
  return "closedAt" in shift && typeof shift.closedAt === "string" ? shift.closedAt : null;
}

export function tenderAmounts(tenders: PerTender): readonly (readonly [string, string])[] {
  return tenderKinds.map((kind) => [tenderNames[kind], formatFen(tenders[kind])] as const);
}

/** What a group of a day is called. */
export function groupName({ planNames }: DaySheet, { plan, medType, mode }: DayGroup): string {
  const name = mode === "cash" ? "脱机收现" : (planNames[plan] ?? plan);
  return `${name} ${medTypeName(medType)}`;
}

/** What the day leaves behind, in words. */
export function unfinishedLines({ totals }: DaySheet): readonly string[] {
  const { unsent, openBills, openShifts } = totals.unfinished;
  return [
    ...(unsent === 0 ? [] : [`未得到医保中心答复的报文 ${unsent} 件`]),
    ...openBills.map(({ desk, count }) => `${desk} 未完成的单据 ${count} 张`),
    ...openShifts.map(({ operator, desk }) => `${operator} 在 ${desk} 未交班`),
  ];
}
