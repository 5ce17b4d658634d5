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
/** The amounts of a bill, each with a name of its own. */
export const split = z.object({
  total: yuan,
  ownPay: yuan,
  overLimit: yuan,
  selfPayFirst: yuan,
  inScope: yuan,
  deductible: yuan,
  basic: yuan,
  majorMedical: yuan,
  supplementary: yuan,
  civilServant: yuan,
  assistance: yuan,
  other: yuan,
  fundTotal: yuan,
  personal: yuan,
  account: yuan,
  family: yuan,
  cash: yuan,
});

/** A step of the computation with the arithmetic that anyone can repeat, and its clause. */
const step = z.object({
  stage: z.string(),
  label: z.string(),
  benefit: z.string().nullable(),
  line: z.string().nullable(),
  rule: z.string().nullable(),
  clause: z.string(),
  status: z.string(),
  inputs: z.record(z.string(), z.string()).readonly(),
  formula: z.string(),
  amount: z.string(),
  accumulators: z.array(z.object({ id: z.string(), before: z.string(), after: z.string() })).readonly(),
});

/** A settlement as everyone reads it (contract §3). */
export const result = z
  .object({
    claimId: z.string(),
    ok: z.literal(true),
    pack: z.string(),
    packSha256: z.string(),
    supplement: z.string().nullable(),
    split,
    lines: z
      .array(
        z.object({
          id: z.string(),
          benefit: z.string(),
          amount: yuan,
          ownPay: yuan,
          overLimit: yuan,
          selfPayFirst: yuan,
          inScope: yuan,
        }),
      )
      .readonly(),
    benefits: z
      .array(
        z.object({
          id: z.string(),
          total: yuan,
          inScope: yuan,
          deductible: yuan,
          basic: yuan,
          majorMedical: yuan,
          supplementary: yuan,
          assistance: yuan,
        }),
      )
      .readonly(),
    accumulators: z.record(z.string(), z.object({ before: z.string(), after: z.string() })).readonly(),
    accounts: z
      .array(z.object({ member: z.int().nullable(), relation: z.string().nullable(), amount: yuan }))
      .readonly(),
    supplementaryManual: z.object({ inScope: yuan, paid: yuan, inScopeUnpaid: yuan }).nullable(),
    steps: z.array(step).readonly(),
    notes: z.array(z.string()).readonly(),
  })
  .meta({ description: "结算结果（见接口约定第 3 节）" });

export const institution = z.object({
  code: z.string(),
  name: z.string(),
  type: z.enum(["hospital", "pharmacy"]),
  level: z.string(),
  region: z.string(),
  designations: z.array(z.string()),
});

export const messageState = z.enum(["none", "pending", "sent", "confirmed", "rejected", "unknown"]);

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
  isAdjusted: z.boolean().meta({ description: "是否已按医保中心的金额认账；明细和算法仍为本机试算" }),
  resettleCode: z.string().nullable(),
  reverses: z.string().nullable(),
  reversedBy: z.string().nullable(),
  messageState,
});
