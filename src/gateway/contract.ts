import { z } from "zod";

import { voucherPrefix } from "../wire/offline-voucher.ts";
import { auditContract } from "./contract-audit.ts";
import { centreContract } from "./contract-centre.ts";
import { closingContract } from "./contract-closing.ts";
import { counterContract } from "./contract-counter.ts";
import { devicesContract } from "./contract-devices.ts";
import { lineContract } from "./contract-line.ts";
import {
  actor,
  approval,
  claim,
  committed,
  day,
  institution,
  key,
  nothing,
  result,
  tenders,
  word,
  yuan,
} from "./contract-parts.ts";
import { exportsContract } from "./contract-exports.ts";
import { filingsContract } from "./contract-filings.ts";
import { historyContract } from "./contract-history.ts";
import { papersContract } from "./contract-papers.ts";
import { reconContract } from "./contract-recon.ts";
import { rulesContract } from "./contract-rules.ts";
import { reportsContract } from "./contract-reports.ts";
import { upkeepContract } from "./contract-upkeep.ts";
import { supervisionContract } from "./contract-supervision.ts";

/** The contract of the screens: one entry a verb, plain schemas in and out. */
const credential = z.strictObject({
  type: z
    .enum(["01", "02", "03"])
    .meta({ description: "01 医保电子凭证令牌或脱机凭据（OSV1:），02 身份证号，03 社会保障卡" }),
  // Whatever else it is, an over-long voucher is refused by the verb, with its reason.
  number: z
    .string()
    .min(1)
    .max(10_000)
    .refine((number) => number.length <= 100 || number.startsWith(voucherPrefix), "不得超过 100 个字符"),
  cardSn: z.string().max(64).nullable(),
});

const identified = z.object({
  psnNo: z.string(),
  name: z.string(),
  certNo: z.string(),
  plan: z.string(),
  insutype: z.string(),
  person: z.record(z.string(), z.unknown()),
  account: z.object({ balance: yuan, asOf: z.string() }),
  family: z.array(z.object({ relation: z.string(), psnNo: z.string(), balance: yuan, asOf: z.string() })),
  accumulators: z.record(z.string(), z.string()),
  factsAsOf: z.string(),
});

const catalogueItem = z.object({
  code: z.string(),
  barcode: z.string().nullable(),
  name: z.string(),
  pinyin: z.string(),
  kind: z.string(),
  class: z.enum(["A", "B", "C"]),
  price: z.string(),
  priceLimit: z.string().nullable(),
  selfPayRatio: z.string(),
  chronicListed: z.boolean(),
  dualChannel: z.boolean(),
});

export const contract = {
  institution: {
    does: "本机构",
    input: nothing,
    output: institution,
  },
  identify: { does: "凭证识别参保人", input: credential, output: identified },
  personByNo: { does: "按人员编号取参保人", input: z.strictObject({ psnNo: word }), output: identified },
  findItem: {
    does: "按编码取目录项目",
    input: z.strictObject({ code: word, serviceDate: day }),
    output: catalogueItem,
  },
  searchItems: {
    does: "按编码、条码、名称或拼音首字母检索目录",
    input: z.strictObject({ query: z.string().max(100), limit: z.int().min(1).max(200) }),
    output: z.array(catalogueItem),
  },
  preview: {
    does: "预结算，不落账",
    input: z.strictObject({ claim }),
    output: z.object({ settlement: result, previewHash: z.string() }),
  },
  commit: {
    does: "结算",
    input: z.strictObject({
      claim,
      idempotencyKey: key,
      previewHash: z.string().max(128).nullable(),
      tenders,
      actor,
      billId: key.optional(),
    }),
    output: committed,
  },
  reverse: {
    does: "整单撤销（主管或管理员批准；中心金额不同或未受理而待处理的，收费员可直接撤销，approval 为 null）",
    input: z.strictObject({
      settlementId: word,
      idempotencyKey: key,
      actor,
      approval: approval.nullable(),
    }),
    output: committed,
  },
  settlement: { does: "按结算编号取结算", input: z.strictObject({ settlementId: word }), output: committed },
  settlementByMsgid: { does: "按报文编号取结算", input: z.strictObject({ msgid: word }), output: committed },
  settlementByKey: {
    does: "按幂等键取结算：提交后没有收到回答时，用来问明结果",
    input: z.strictObject({ idempotencyKey: key }),
    output: committed,
  },
  settlementsOf: {
    does: "按人或按日列出结算",
    input: z.strictObject({
      psnNo: word.nullable(),
      day: day.nullable(),
      limit: z.int().min(1).max(1000),
    }),
    output: z.array(committed),
  },
  verify: {
    does: "核验全部结算、累计和审计链，至多列出 1000 处",
    input: nothing,
    output: z.array(z.object({ what: z.string(), id: z.string(), reason: z.string() })),
  },
  ...counterContract,
  ...supervisionContract,
  ...papersContract,
  ...lineContract,
  ...centreContract,
  ...historyContract,
  ...reconContract,
  ...closingContract,
  ...devicesContract,
  ...rulesContract,
  ...filingsContract,
  ...auditContract,
  ...upkeepContract,
  ...reportsContract,
  ...exportsContract,
} as const;

export type Contract = typeof contract;
export type Verb = keyof Contract;
export type VerbInput<V extends Verb> = z.output<Contract[V]["input"]>;
export type VerbOutput<V extends Verb> = z.output<Contract[V]["output"]>;

/** What the world said no to. */
export const refusalSchema = z.object({
  ok: z.literal(false),
  refusal: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) }),
});

export type RpcAnswer<V extends Verb> =
  { readonly ok: true; readonly value: VerbOutput<V> } | z.output<typeof refusalSchema>;
