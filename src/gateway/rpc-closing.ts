import { closingContract } from "./contract-closing.ts";
import { perTenderJson, shiftJson } from "./rpc-counter.ts";
import type { Call } from "./rpc-verb.ts";
import { ok, verb } from "./rpc-verb.ts";

/** Days that wait for their close, and their shifts, for the screens. */
export const closingVerbs: Readonly<Record<keyof typeof closingContract, Call>> = {
  unclosedDays: verb(closingContract.unclosedDays, (terminal) => ok([...terminal.unclosedDays()])),
  shiftsOfDay: verb(closingContract.shiftsOfDay, (terminal, { day }) =>
    ok(
      terminal.shiftsOfDay(day).map((shift) => ({
        ...shiftJson(shift),
        closed:
          "closedAt" in shift
            ? {
                closedAt: shift.closedAt,
                counted: perTenderJson(shift.counted),
                difference: perTenderJson(shift.difference),
              }
            : null,
      })),
    ),
  ),
};
