import { z } from "zod";

import { day, word } from "./contract-parts.ts";

const entry = z.object({
  number: z.int(),
  at: z.string(),
  action: z.string(),
  subject: z.string(),
  operator: z.string(),
  desk: z.string(),
});

/** Verbs of whoever reads the audit chain. */
export const auditContract = {
  findAudit: {
    does: "按日期、操作员、动作查审计记录，新的在前；next 不为 null 时还有更早的没有查",
    input: z.strictObject({
      from: z.int().min(0).nullable(),
      day: day.nullable(),
      operator: word.nullable(),
      action: word.nullable(),
      limit: z.int().min(1).max(1000),
    }),
    output: z.object({ entries: z.array(entry), next: z.int().nullable(), last: z.int() }),
  },
  auditEntry: {
    does: "一条审计记录及其链接是否完好",
    input: z.strictObject({ number: z.int().min(1) }),
    output: entry.extend({
      content: z.string(),
      previous: z.string(),
      hash: z.string(),
      isIntact: z.boolean(),
      isJoined: z.boolean(),
    }),
  },
  checkChain: {
    does: "核验审计链的一段，从 after 之后起至多 limit 条",
    input: z.strictObject({ after: z.int().min(0), limit: z.int().min(1).max(10_000) }),
    output: z.object({ checked: z.int(), last: z.int(), broken: z.array(z.int()) }),
  },
} as const;
