import { z } from "zod";

import { valueStatuses } from "../rules/schema-parts.ts";
import { catalogueInfnos } from "../wire/catalogue-file.ts";
import { approval, day, nothing, split, word } from "./contract-parts.ts";

const fault = z.object({ path: z.string(), value: z.string(), reason: z.string() });
const plan = z.string().min(1).max(40).nullable().meta({ description: "统筹区；null 为全部" });
const ruleFile = z.strictObject({ name: z.string().min(1).max(200), text: z.string().max(1024 * 1024) });

const value = z.object({
  plan: z.string(),
  pack: z.string(),
  path: z.string(),
  benefit: z.object({ id: z.string(), name: z.string(), population: z.string().nullable() }).nullable(),
  from: z.string(),
  to: z.string().nullable(),
  status: z.enum(valueStatuses),
  clause: z.string(),
  ask: z.string().nullable(),
  value: z.unknown(),
  /** Other ways in which an open point can be read. */
  readings: z.array(z.object({ clause: z.string(), value: z.unknown() })),
  isSupplied: z.boolean(),
});

const decided = z.object({ at: z.string(), operator: z.string(), desk: z.string() }).nullable();

const download = z.object({
  id: z.string(),
  source: z.enum(["centre", "medium", "desk"]),
  stagedAt: z.string(),
  effectiveFrom: z.string(),
  state: z.enum(["staged", "scheduled", "active", "rolledBack", "discarded"]),
  files: z
    .array(
      z.object({
        kind: z.enum(["pack", "supplement"]),
        name: z.string(),
        id: z.string(),
        sha256: z.string(),
        effectiveFrom: z.string(),
        signature: z.string().nullable(),
      }),
    )
    .readonly(),
  decided,
  before: z.array(z.string()).readonly(),
  after: z.array(z.string()).readonly(),
});

const catalogue = z.object({
  id: z.string(),
  infno: z.enum(catalogueInfnos),
  since: z.int(),
  version: z.int(),
  rows: z.int(),
  source: z.enum(["centre", "medium"]),
  state: z.enum([
    "receiving",
    "staged",
    "applying",
    "active",
    "rollingBack",
    "rolledBack",
    "discarding",
    "discarded",
  ]),
  stagedAt: z.string(),
  done: z.int(),
  added: z.int(),
  changed: z.int(),
  same: z.int(),
  decided,
});

const impact = z.object({
  id: z.string(),
  downloadId: z.string(),
  from: z.string(),
  to: z.string(),
  rulesDay: z.string().nullable(),
  state: z.enum(["running", "done", "cancelled", "failed"]),
  looked: z.int(),
  all: z.int(),
  sales: z.int(),
  changed: z.int(),
  refused: z.int(),
  change: split,
  largest: z.array(
    z.object({
      settlementId: z.string(),
      committedAt: z.string(),
      plan: z.string(),
      medType: z.string(),
      refusedBecause: z.string().nullable(),
      change: split.nullable(),
    }),
  ),
});

const draftCheck = z.object({
  faults: z.array(fault),
  about: z
    .object({
      id: z.string(),
      label: z.string(),
      source: z.string(),
      signedBy: z.string(),
      official: z.boolean(),
    })
    .nullable(),
  fills: z.array(value),
  unknown: z.array(value),
});

const version = z.strictObject({
  from: day.optional(),
  to: day.nullable().optional(),
  status: z.enum(valueStatuses),
  clause: z.string().max(500),
  value: z.unknown().optional(),
});

const draft = z.strictObject({
  keeps: z.boolean().meta({ description: "保留原有补充参数" }),
  label: z.string().max(500),
  source: z.string().max(500),
  signedBy: z.string().max(500),
  entries: z
    .array(
      z.strictObject({
        plan: z.string().max(40),
        benefit: z.string().max(40).nullable(),
        population: z.string().max(40).nullable(),
        rules: z.record(z.string().max(40), z.array(version).max(100)),
      }),
    )
    .max(50),
});

const drafted = draftCheck.extend({
  file: z.object({ name: z.string(), text: z.string() }),
  base: z.object({ id: z.string(), label: z.string(), official: z.boolean() }).nullable(),
});

const signer = z.object({ publicKey: z.string(), trustedAt: z.string(), operator: z.string() });
const byId = z.strictObject({ id: word });
const decision = z.strictObject({ id: word, approval });

/** Verbs of the rules, the catalogue and the people that come from elsewhere. */
export const rulesContract = {
  rulesOn: {
    does: "某日在用的规则值：条款、把握程度、来源",
    input: z.strictObject({ plan, day }),
    output: z.array(value),
  },
  rulesCalendar: {
    does: "规则日历：何日起何项变更",
    input: z.strictObject({ from: day, to: day }),
    output: z.array(
      z.object({
        day: z.string(),
        plan: z.string(),
        pack: z.string(),
        kind: z.enum(["begins", "ends", "trialEnds", "changes"]),
        paths: z.array(z.string()),
      }),
    ),
  },
  unknownRules: {
    does: "尚待补充的未知值：条款、所属待遇、向谁核实",
    input: z.strictObject({ plan }),
    output: z.array(value),
  },
  draftSupplement: {
    does: "在原有补充参数上填写未知值，成文并试校，不写入",
    input: draft,
    output: drafted,
  },
  compareRules: {
    does: "待启用的政策包将改变哪些值",
    input: byId,
    output: z.array(z.object({ before: value.nullable(), after: value.nullable() })),
  },
  checkSupplement: { does: "试校补充参数，不写入", input: ruleFile, output: draftCheck },
  saveSupplement: {
    does: "保存补充参数待启用（主管或管理员批准）",
    input: z.strictObject({ file: ruleFile, approval }),
    output: download,
  },
  rulesSigner: {
    does: "所信任的政策签发公钥",
    input: nothing,
    output: signer.extend({ fingerprint: z.string() }).nullable(),
  },
  signerFingerprint: {
    does: "政策签发公钥的指纹，登记前核对；null 为公钥有误",
    input: z.strictObject({ publicKey: z.string().max(200) }),
    output: z.object({ fingerprint: z.string().nullable() }),
  },
  trustSigner: {
    does: "登记政策签发公钥（管理员批准）",
    input: z.strictObject({ publicKey: z.string().min(1).max(200), approval }),
    output: signer,
  },
  fetchRules: { does: "向中心取政策包，核验后待启用", input: nothing, output: z.array(download) },
  importRules: {
    does: "从离线介质导入政策包，核验后待启用",
    input: z.strictObject({ text: z.string().max(3 * 1024 * 1024) }),
    output: z.array(download),
  },
  rulesDownloads: { does: "取得的政策包及其状态", input: nothing, output: z.array(download) },
  startImpact: {
    does: "测算影响：以待启用的规则重算一段日子的结算",
    input: z.strictObject({ downloadId: word, from: day, to: day, rulesDay: day.nullable() }),
    output: impact,
  },
  impactOf: { does: "测算进度和结果", input: byId, output: impact },
  cancelImpact: { does: "取消测算", input: byId, output: impact },
  activateRules: {
    does: "启用政策包；生效时间未到的到时启用（主管或管理员批准）",
    input: decision,
    output: download,
  },
  rollBackRules: { does: "撤回启用，恢复此前的政策（主管或管理员批准）", input: decision, output: download },
  discardRules: { does: "放弃待启用的政策包（主管或管理员批准）", input: decision, output: download },
  fetchCatalogue: { does: "向中心取目录变更，核验后待启用", input: nothing, output: z.array(catalogue) },
  catalogueDownloads: { does: "取得的目录及其状态", input: nothing, output: z.array(catalogue) },
  activateCatalogue: {
    does: "启用目录，分小步写入（主管或管理员批准）",
    input: decision,
    output: catalogue,
  },
  rollBackCatalogue: { does: "撤回目录（主管或管理员批准）", input: decision, output: catalogue },
  discardCatalogue: {
    does: "放弃待启用的目录（主管或管理员批准）",
    input: decision,
    output: catalogue,
  },
  refreshPerson: {
    does: "向中心刷新参保人的待遇信息和累计",
    input: z.strictObject({ psnNo: word }),
    output: z.object({ factsAsOf: z.string() }),
  },
} as const;
