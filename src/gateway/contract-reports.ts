import { z } from "zod";

import { day, yuan } from "./contract-parts.ts";

/** Sums for whoever looks back. */
export const reportsContract = {
  dayReport: {
    does: "一日的汇总：按操作员、参保地、类别，撤销已冲减；月报逐日取",
    input: z.strictObject({ day }),
    output: z.array(
      z.object({
        operator: z.string(),
        plan: z.string(),
        medType: z.string(),
        mode: z.enum(["insured", "cash"]),
        sales: z.int(),
        reversals: z.int(),
        total: yuan,
        basic: yuan,
        majorMedical: yuan,
        supplementary: yuan,
        civilServant: yuan,
        assistance: yuan,
        other: yuan,
        fundTotal: yuan,
        account: yuan,
        family: yuan,
        cash: yuan,
      }),
    ),
  },
} as const;
