import type { Ground } from "./ground.ts";
import { shiftOf, writtenShift } from "./shifts.ts";
import type { ClosedShift, Shift } from "./supervision.ts";

/** Which days wait for their close, and whose shifts belong to one. */
export interface ClosingDays {
  /** Days with settlements that are not sealed, the oldest first. */
  readonly unclosedDays: () => readonly string[];
  /** Shifts that were worked on a day: those handed over, and those still open. */
  readonly shiftsOfDay: (day: string) => readonly (Shift | ClosedShift)[];
}

/** More days than anybody leaves open. */
const daysMax = 400;
/** Past every day. */
const never = "9999-12-31";

export function closingDaysOf(ground: Ground): ClosingDays {
  const { store } = ground;
  return {
    unclosedDays: () => {
      const days: string[] = [];
      let after = store.dayCloses.last() ?? "";
      while (days.length < daysMax) {
        const day = store.totals.dayBetween(after, never);
        if (day === undefined) break;
        days.push(day);
        after = day;
      }
      return days;
    },
    shiftsOfDay: (day) => {
      const open = store.shifts.allOpen().filter((row) => row.opened_at.slice(0, 10) <= day);
      return [
        ...open.map((row) => shiftOf(ground, row)),
        ...store.shifts.closedAround(day).map((row) => writtenShift(store, row)),
      ];
    },
  };
}
