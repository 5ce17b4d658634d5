import { z } from "zod";

import { found } from "./contract-history.ts";
import { approval, yuan } from "./contract-parts.ts";

/**
 * The contract of the self-service page: a door of its own, beside the verbs of the desk. Whoever stands at it shows a
 * credential and sees their own records; there is nothing else to ask.
 */
export const selfContract = {
  ownRecords: {
    does: "自助查询：凭医保电子凭证或社会保障卡看本人的账户、累计、结算和备案",
    input: z.strictObject({ scanned: z.string().min(4).max(2000) }),
    output: z.object({
      name: z.string(),
      plan: z.string(),
      factsAsOf: z.string(),
      account: z.object({ balance: yuan, asOf: z.string() }),
      family: z.array(z.object({ relation: z.string(), asOf: z.string() })),
      accumulators: z.record(z.string(), z.string()),
      diseases: z.array(z.object({ code: z.string(), from: z.string(), to: z.string().nullable() })),
      settlements: z.array(found.omit({ name: true, operator: true, desk: true, number: true })),
    }),
  },
  selfPlace: {
    does: "自助查询：机构名称，是否示范",
    input: z.strictObject({}),
    output: z.object({ institution: z.string(), demo: z.boolean() }),
  },
} as const;

/** Who opens a self-service page: a supervisor or an administrator. */
export const selfOpening = z.strictObject({ approval });

export type SelfContract = typeof selfContract;
export type SelfVerb = keyof SelfContract;
