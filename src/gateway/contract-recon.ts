import { z } from "zod";

import { causes, deeds } from "../recon/causes.ts";
import { splitNames } from "../settle/settlement.ts";
import { actor, approval, day, givenYuan, nothing, word, yuan } from "./contract-parts.ts";

const sums = z.object({ count: z.int(), total: yuan, fundTotal: yuan, account: yuan });
const verdict = z.enum(["equal", "centreMore", "institutionMore", "different"]);
const group = z.object({
  insutype: z.string(),
  clearingType: z.string(),
  office: z.string(),
  sums,
  verdict,
  theirs: sums.nullable(),
});
const effect = z.object({
  where: z.enum(["here", "centre", "told"]),
  name: z.string(),
  before: z.string(),
  after: z.string(),
});
const difference = z.object({
  id: z.string(),
  cause: z.enum(causes),
  settlementId: z.string().nullable(),
  centreSettlementId: z.string().nullable(),
  msgid: z.string(),
  psnNo: z.string(),
  isRefund: z.boolean(),
  /** The centre's less ours. */
  delta: z.object({ total: yuan, fundTotal: yuan, account: yuan }),
  here: z
    .object({ day: z.string(), insutype: z.string(), clearingType: z.string(), state: z.string() })
    .nullable(),
  there: z.object({ day: z.string(), insutype: z.string(), clearingType: z.string() }).nullable(),
  /** Each amount that either side has; null: that side has no such settlement, or does not tell. */
  amounts: z.array(z.object({ name: z.enum(splitNames), here: yuan.nullable(), there: yuan.nullable() })),
  deed: z.enum(deeds),
  effects: z.array(effect),
  needsApproval: z.boolean(),
  safeBecause: z.string(),
});
const step = z.enum(["counting", "totals", "details", "differences", "balanced"]);
const outcome = z.enum(["open", "provisional", "balanced"]);
const closing = z.object({
  day: z.string(),
  step,
  outcome,
  startedAt: z.string(),
  changedAt: z.string(),
  sealedAt: z.string().nullable(),
  count: z.int(),
  groups: z.array(group),
  differences: z.array(difference),
  unnamed: z.array(z.string()),
  failure: z.string().nullable(),
  /** What the differences come to: the centre's less ours. */
  open: z.object({ total: yuan, fundTotal: yuan, account: yuan }),
});
const progress = z
  .object({ step: z.enum([...step.options, "questions"]), done: z.int(), of: z.int() })
  .nullable();
const carried = z.array(
  z.object({
    day: z.string(),
    count: z.int(),
    delta: z.object({ total: yuan, fundTotal: yuan, account: yuan }),
    differences: z.array(difference),
  }),
);

/** Verbs of the close of a day with the centre, and of the month's clearing. */
export const reconContract = {
  closingState: {
    does: "某日对账和日结到哪一步、差异及其原因、前几日结转的事项",
    input: z.strictObject({ day }),
    output: z.object({
      closing: closing.nullable(),
      /** Whether the day still is as it was compared: the ledger may have gone on since. */
      isCurrent: z.boolean(),
      progress,
      carried,
    }),
  },
  continueClose: {
    does: "开始或继续与中心对账（总额、明细、查证），可随时中止；中心不通时只列未了事项",
    input: z.strictObject({ day }),
    output: closing,
  },
  cancelClose: { does: "中止正在进行的对账，之后可继续", input: nothing, output: nothing },
  repairDifferences: {
    does: "对所选差异各办其唯一的处理（涉及资金的须主管或管理员批准），随后重新对账；ids 为 null 时办全部",
    input: z.strictObject({
      day,
      ids: z.array(z.string().min(1).max(200)).max(5000).nullable(),
      actor,
      approval: approval.nullable(),
    }),
    output: z.object({
      closing,
      undone: z.array(z.object({ id: z.string(), code: z.string(), message: z.string() })),
    }),
  },
  sealDay: {
    does: "封存当日（主管或管理员批准）：已对平；或 provisional 暂结，未了事项结转",
    input: z.strictObject({ day, provisional: z.boolean(), approval }),
    output: closing,
  },
  closedDays: {
    does: "已日结和正在日结的日子，新的在前",
    input: z.strictObject({ limit: z.int().min(1).max(1000) }),
    output: z.array(
      z.object({
        day: z.string(),
        outcome: z.enum(["open", "provisional", "balanced", "local"]),
        sealedAt: z.string().nullable(),
        differences: z.int(),
      }),
    ),
  },
  clearingTotals: {
    does: "清算申请的应报合计：某月某清算类别，按对账口径（含调整和归属日）",
    input: z.strictObject({ month: z.string().regex(/^\d{6}$/), clearingType: word }),
    output: z.object({
      from: z.string(),
      to: z.string(),
      visits: z.int(),
      total: yuan,
      fund: yuan,
      account: yuan,
      cash: yuan,
      /** Days of the month that are not balanced. */
      openDays: z.array(z.string()),
    }),
  },
  applyClearing: {
    does: "向中心申请清算（3203，主管或管理员批准）；应答丢失时以原报文标识重办，不会申请两次",
    input: z.strictObject({
      month: z.string().regex(/^\d{6}$/),
      clearingType: word,
      clearingWay: word.nullable(),
      recognised: givenYuan,
      approval,
    }),
    output: z.object({ id: z.string() }),
  },
} as const;
