import { z } from "zod";

import { outageClasses } from "../upload/outage.ts";
import { splitNames } from "../settle/settlement.ts";
import { found } from "./contract-history.ts";
import { actor, approval, givenYuan, nothing, word, yuan } from "./contract-parts.ts";

const instant = z.string();
const outageClass = z.enum(outageClasses);
const finding = z.object({
  msgid: z.string(),
  settlementId: z.string(),
  kind: z.enum(["rejected", "different"]),
  code: z.string(),
  message: z.string(),
  differences: z.array(z.object({ name: z.enum(splitNames), here: yuan, there: yuan })),
  foundAt: instant,
  reversedBy: z.string().nullable(),
  accepted: z.object({ at: instant, operator: z.string() }).nullable(),
});
const limits = z.strictObject({
  perSale: givenYuan,
  perPersonDay: givenYuan,
  perDesk: givenYuan,
  count: z.int().min(0).max(10_000),
});
const agreement = z
  .strictObject({
    fresh: limits,
    old: limits,
    freshDays: z.int().min(0).max(400),
    oldDays: z.int().min(0).max(400),
  })
  .nullable()
  .meta({ description: "脱机分担约定；null 为没有约定，脱机时一律收现" });
const stop = z
  .strictObject({
    class: outageClass,
    from: z.iso.datetime({ offset: true }),
    until: z.iso.datetime({ offset: true }),
  })
  .nullable();
const state = z.object({
  /** none: there is no centre for these books. */
  state: z.enum(["none", "online", "offline"]),
  since: instant.nullable(),
  class: outageClass.nullable(),
  mode: z.enum(["online", "cash", "provisional"]),
  stop,
  clockOffsetMs: z.number().nullable(),
  reachedAt: instant.nullable(),
  lastFailure: z.string().nullable(),
  /** Until when no call is tried; null: nothing holds them back. */
  pausedUntil: instant.nullable(),
  inFlight: z.int(),
  pending: z.int(),
  unknown: z.int(),
  agreement,
  provisional: z.object({
    count: z.int(),
    amount: yuan,
    left: z.object({ perDesk: yuan, count: z.int() }).nullable(),
  }),
});
const waiting = z.object({
  msgid: z.string(),
  number: z.int(),
  infno: z.string(),
  state: z.enum(["pending", "sent", "unknown"]),
  tries: z.int(),
  next: z.enum(["send", "ask", "drop"]),
  /** Before when it is not tried again. */
  notBefore: instant.nullable(),
  sale: found.nullable(),
});

/** Verbs of the line to the centre. */
export const lineContract = {
  lineState: { does: "中心连接：在线或脱机、自何时、时钟差、待发和脱机额度", input: nothing, output: state },
  lineQueue: {
    does: "待发报文（每人最早的一笔）、中心拒绝的和金额不同的",
    input: z.strictObject({ limit: z.int().min(1).max(1000) }),
    output: z.object({
      waiting: z.array(waiting),
      findings: z.array(finding.extend({ sale: found.nullable() })),
    }),
  },
  outcome: {
    does: "等中心对一笔结算的答复，至多 waitMs 毫秒；小票据此写明",
    input: z.strictObject({ settlementId: word, waitMs: z.int().min(0).max(60_000) }),
    output: z.object({
      verdict: z.enum(["local", "waiting", "final", "different", "rejected", "unknown", "provisional"]),
      messageState: z.enum(["none", "pending", "sent", "confirmed", "rejected", "unknown"]),
      finding: finding.nullable(),
    }),
  },
  retryNow: { does: "立即重试全部待发报文", input: nothing, output: nothing },
  acceptDifference: {
    does: "按中心金额认账；差额由收费员与参保人结清",
    input: z.strictObject({ msgid: word, actor }),
    output: finding,
  },
  announceStop: {
    does: "预告停机（主管或管理员批准）；null 为取消",
    input: z.strictObject({ stop, approval }),
    output: state,
  },
  agreeProvisional: {
    does: "设定脱机分担约定（主管或管理员批准）",
    input: z.strictObject({ agreement, approval }),
    output: state,
  },
} as const;
