import { z } from "zod";

import { day, nothing, perTender, yuan } from "./contract-parts.ts";

/** Verbs of the close of a day on this side: which days wait, and whose shifts are in one. */
export const closingContract = {
  unclosedDays: {
    does: "有结算而尚未封存的日子，旧的在前",
    input: nothing,
    output: z.array(z.string()),
  },
  shiftsOfDay: {
    does: "某日的班：未交的和已交的，应有、点款和差额",
    input: z.strictObject({ day }),
    output: z.array(
      z.object({
        operator: z.string(),
        desk: z.string(),
        openedAt: z.string(),
        float: yuan,
        expected: perTender,
        /** null: not handed over yet. */
        closed: z.object({ closedAt: z.string(), counted: perTender, difference: perTender }).nullable(),
      }),
    ),
  },
} as const;
