import { z } from "zod";

import {
  actor,
  claim,
  committed,
  givenYuan,
  key,
  nothing,
  perTender,
  result,
  split,
  tenderKind,
  tenders,
  word,
  yuan,
} from "./contract-parts.ts";

const correction = z
  .strictObject({
    plan: word.optional(),
    person: z.record(z.string(), z.unknown()).optional(),
    account: z.record(z.string(), z.unknown()).optional(),
  })
  .nullable()
  .meta({ description: "代替原收现请求中的参保地、参保人、个人账户；null 为不变" });
const code = z.string().min(1).max(32);
const back = z.array(z.object({ kind: tenderKind, amount: yuan }));
const shift = z.object({
  operator: z.string(),
  desk: z.string(),
  openedAt: z.string(),
  float: yuan,
  expected: perTender,
});
const shiftOf = { operator: word, desk: word };

/** Verbs of a counter beside the sale itself: cash sales, open bills, shifts. */
export const counterContract = {
  commitCash: {
    does: "脱机全额收现：不是医保结算，凭补结算码日后补结算；不认识参保人时可省去 plan、person、account",
    input: z.strictObject({ claim, idempotencyKey: key, tenders, actor, billId: key.optional() }),
    output: committed,
  },
  resettlePreview: {
    does: "补结算试算：按就医日的政策和现在的累计，列出各基金净额和应退款",
    input: z.strictObject({ code, correction }),
    output: z.object({
      settlement: result,
      previewHash: z.string(),
      cashSale: committed,
      net: split,
      back,
    }),
  },
  resettle: {
    does: "补结算：撤销收现并按就医日结算，一次完成，只能一次",
    input: z.strictObject({
      code,
      correction,
      idempotencyKey: key,
      previewHash: z.string().max(128).nullable(),
      actor,
    }),
    output: z.object({ reversal: committed, settled: committed, net: split, back }),
  },
  keepBill: {
    does: "保存未完成的单据，断电后仍在",
    input: z.strictObject({ desk: word, id: key, content: z.unknown() }),
    output: nothing,
  },
  openBills: {
    does: "列出本台未完成的单据",
    input: z.strictObject({ desk: word }),
    output: z.array(z.object({ id: z.string(), desk: z.string(), keptAt: z.string(), content: z.unknown() })),
  },
  dropBill: { does: "放弃未完成的单据", input: z.strictObject({ desk: word, id: key }), output: nothing },
  openShift: {
    does: "接班：记备用金",
    input: z.strictObject({ ...shiftOf, float: givenYuan }),
    output: shift,
  },
  currentShift: {
    does: "本班应有金额，按收款方式；未接班为 null",
    input: z.strictObject(shiftOf),
    output: z.object({ shift: shift.nullable() }),
  },
  closeShift: {
    does: "交班：点款与账面比较",
    input: z.strictObject({
      ...shiftOf,
      counted: z.strictObject({
        cash: givenYuan,
        bankCard: givenYuan,
        wechat: givenYuan,
        alipay: givenYuan,
      }),
      countedBy: word.optional().meta({ description: "点款人，代他人交班时填" }),
    }),
    output: shift.extend({ closedAt: z.string(), counted: perTender, difference: perTender }),
  },
} as const;
