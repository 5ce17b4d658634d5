import { useVerb } from "../rpc/rpc-context.ts";
import type { Picked } from "../parts/use-picked.ts";
import { usePicked } from "../parts/use-picked.ts";
import type { VerbOutput } from "../../src/gateway/contract.ts";
import type { ListedDay } from "./day-list.tsx";
import { useListedDays } from "./day-list.tsx";
import type { DayShift } from "./shift-list.tsx";
import { shiftKey } from "./shift-list.tsx";
import type { Stand } from "./stand.ts";
import { standOf } from "./stand.ts";
import type { Comparison, Difference } from "./use-comparison.ts";
import { useComparison } from "./use-comparison.ts";
import type { Month } from "./use-month.ts";
import { useMonth } from "./use-month.ts";

/** Everything that is known of a day on its way to its seal. */
export interface DayWork {
  readonly comparison: Comparison;
  /** null until enough is read to say it. */
  readonly stand: Stand | null;
  readonly sealedAt: string | null;
  readonly line: VerbOutput<"lineState">["state"];
  readonly shifts: readonly DayShift[];
  readonly openShifts: number;
  readonly days: readonly ListedDay[];
  readonly month: Month;
  readonly picked: {
    readonly shifts: Picked<DayShift>;
    readonly centre: Picked<Difference>;
    readonly days: Picked<ListedDay>;
    readonly month: null;
  };
}

export function useDayWork({
  day,
  unclosed,
  isMonthShown,
}: {
  readonly day: string;
  readonly unclosed: readonly string[];
  readonly isMonthShown: boolean;
}): DayWork {
  const comparison = useComparison(day);
  const line = useVerb("lineState", {}, { everyMs: 3000 }).data;
  const totals = useVerb("dayTotals", { day }, { everyMs: 10_000 }).data;
  const shifts = useVerb("shiftsOfDay", { day }, { everyMs: 5000 }).data ?? [];
  const days = useListedDays(unclosed);
  const { state, isRunning } = comparison;
  const isRead = state !== undefined && line !== undefined && totals !== undefined;
  return {
    comparison,
    stand: isRead ? standOf({ state, isRunning, line: line.state, totals }) : null,
    sealedAt: totals?.closedAt ?? null,
    line: line?.state ?? "none",
    shifts,
    openShifts: shifts.filter(({ closed }) => closed === null).length,
    days,
    month: useMonth(day, isMonthShown),
    picked: {
      shifts: usePicked(shifts, shiftKey),
      centre: usePicked(state?.closing?.differences ?? [], ({ id }) => id),
      days: usePicked(days, ({ day: one }) => one),
      month: null,
    },
  };
}
