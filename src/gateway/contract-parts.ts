import { z } from "zod";

/** Shapes that several verbs share. Amounts are yuan with two decimals. */
export const yuan = z.string().regex(/^-?\d{1,10}\.\d{2}$/);
export const givenYuan = z.string().regex(/^\d{1,10}(\.\d{1,2})?$/);
export const word = z.string().min(1).max(64);
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const claim = z.record(z.string(), z.unknown()).meta({ description: "结算请求（见接口约定第 2 节）" });
export const nothing = z.strictObject({});
export const key = z.string().min(1).max(128);
export const pin = z.string().min(1).max(64);
export const approval = z
  .strictObject({ operator: word, pin, desk: word })
  .meta({ description: "批准人的工号和密码；连续输错 5 次后暂停受理" });
export const actor = z.strictObject({ operator: word, pharmacist: word.nullable(), desk: word });
export const tenderKind = z.enum(["cash", "bankCard", "wechat", "alipay"]);
export const tenders = z.array(z.strictObject({ kind: tenderKind, amount: givenYuan })).max(20);
export const perTender = z.object({ cash: yuan, bankCard: yuan, wechat: yuan, alipay: yuan });
export const split = z.record(z.string(), yuan);

/** A settlement as everyone reads it (contract §3). */
export const result = z
  .record(z.string(), z.unknown())
  .meta({ description: "结算结果（见接口约定第 3 节）" });

export const institution = z.object({
  code: z.string(),
  name: z.string(),
  type: z.enum(["hospital", "pharmacy"]),
  level: z.string(),
  region: z.string(),
  designations: z.array(z.string()),
});

export const committed = z.object({
  settlementId: z.string(),
  number: z.int(),
  msgid: z.string(),
  settlement: result,
  committedAt: z.string(),
  psnNo: z.string(),
  medType: z.string(),
  kind: z.enum(["sale", "reversal"]),
  mode: z.enum(["insured", "cash"]),
  resettleCode: z.string().nullable(),
  reverses: z.string().nullable(),
  reversedBy: z.string().nullable(),
  messageState: z.enum(["none", "pending", "sent", "confirmed", "rejected", "unknown"]),
});
