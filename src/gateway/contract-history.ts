import { z } from "zod";

import {
  actor,
  approval,
  committed,
  day,
  givenYuan,
  key,
  messageState,
  perTender,
  split,
  tenderKind,
  word,
  yuan,
} from "./contract-parts.ts";

const quantity = z.string().regex(/^\d{1,10}(\.\d{1,4})?$/);
const items = z
  .array(z.strictObject({ id: word, qty: quantity }))
  .min(1)
  .max(10_000);

/** A settlement as a list shows it; the name is masked. */
export const found = committed
  .pick({
    settlementId: true,
    number: true,
    committedAt: true,
    medType: true,
    kind: true,
    mode: true,
    reverses: true,
    reversedBy: true,
    messageState: true,
  })
  .extend({
    name: z.string().nullable(),
    total: yuan,
    fundTotal: yuan,
    accounts: yuan,
    cash: yuan,
    operator: z.string(),
    desk: z.string(),
  });

/** One line of the bill as it was sold. */
const soldLine = z.object({
  id: z.string(),
  name: z.string(),
  code: z.string(),
  qty: z.string(),
  price: z.string(),
  amount: yuan,
  traceCodes: z.array(z.string()).readonly(),
});

/** Verbs of the history: finding a settlement, reading it whole, giving part of it back. */
export const historyContract = {
  findSettlements: {
    does: "查找结算，新的在前：须写明参保人、日期、编号（结算或报文）或追溯码；金额为总费用或现金",
    input: z.strictObject({
      psnNo: word.nullable(),
      day: day.nullable(),
      id: word.nullable(),
      traceCode: z.string().min(1).max(100).nullable(),
      amount: givenYuan.nullable(),
      state: messageState.nullable(),
      limit: z.int().min(1).max(500),
    }),
    output: z.array(found),
  },
  settlementDetail: {
    does: "一笔结算的全部：参保人（已遮盖）、明细、收款、经办人、代替它的结算",
    input: z.strictObject({ settlementId: word }),
    output: z.object({
      settlement: committed,
      person: z.object({ name: z.string().nullable(), certNo: z.string().nullable() }),
      plan: z.object({ id: z.string(), name: z.string().nullable() }),
      serviceDate: z.string(),
      lines: z.array(soldLine),
      tenders: perTender.nullable(),
      operator: z.string(),
      pharmacist: z.string().nullable(),
      desk: z.string(),
      replaces: z.string().nullable(),
      replacedBy: z.string().nullable(),
    }),
  },
  refundPreview: {
    does: "部分退费试算，不落账：各基金净额、应退款、保留部分",
    input: z.strictObject({ settlementId: word, items }),
    output: z.object({
      remainder: split.nullable(),
      net: split,
      back: z.array(z.object({ kind: tenderKind, amount: yuan })),
      previewHash: z.string(),
    }),
  },
  refund: {
    does: "部分退费：整单撤销后按原日重结保留部分（主管或管理员批准）",
    input: z.strictObject({
      settlementId: word,
      idempotencyKey: key,
      actor,
      items,
      previewHash: z.string().max(128).nullable(),
      approval: approval.nullable(),
    }),
    output: z.object({
      reversal: committed,
      remainder: committed.nullable(),
      net: split,
    }),
  },
} as const;
