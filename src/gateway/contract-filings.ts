import { z } from "zod";

import { filedRecords } from "../wire/filings.ts";
import { actor, day, key, messageState, nothing, word } from "./contract-parts.ts";

const days = {
  psnNo: word,
  from: day,
  to: day.nullable(),
  phone: z.string().max(50).nullable(),
  address: z.string().max(200).nullable(),
  reason: z.string().max(500).nullable(),
};
const name = z.string().min(1).max(200);
const region = z.string().regex(/^\d{6}$/);

const request = z.discriminatedUnion("kind", [
  z.strictObject({
    ...days,
    kind: z.literal("chronic"),
    diseaseCode: z.string().min(1).max(30),
    diseaseName: name,
    hospitalCode: word,
    hospitalName: name,
    identifiedOn: day,
    doctorCode: word.nullable(),
    doctorName: z.string().min(1).max(50).nullable(),
  }),
  z.strictObject({ ...days, kind: z.literal("offSite"), recordType: z.enum(filedRecords), region }),
  z.strictObject({
    ...days,
    kind: z.literal("designation"),
    purpose: z.enum(["chronic", "ordinary"]),
    institutionCode: z.string().regex(/^[0-9A-Z]{12}$/),
    institutionName: name,
  }),
]);

const stay = z
  .strictObject({ admitted: day, settledOn: day.nullable() })
  .nullable()
  .meta({ description: "补办备案所为的住院；settledOn 为出院结算日，未结算为 null" });

const counts = z
  .enum(["direct", "manualClaim"])
  .meta({ description: "direct 可直接结算；manualClaim 只供手工报销" });

const filing = z.object({
  msgid: z.string(),
  psnNo: z.string(),
  kind: z.enum(["chronic", "offSite", "designation"]),
  what: z.string(),
  from: z.string(),
  to: z.string().nullable(),
  state: messageState.exclude(["none"]),
  tries: z.int(),
  counts,
  withdraws: z.string().nullable(),
  withdrawnBy: z.string().nullable(),
  filedAt: z.string(),
  operator: z.string(),
  desk: z.string(),
  serial: z.string().nullable(),
  rejection: z.object({ code: z.string(), message: z.string() }).nullable(),
});

/** Verbs of what the counter files with the centre: chronic diseases, off-site records, designations. */
export const filingsContract = {
  previewFiling: {
    does: "试办备案：按参保地政策能否办理、办后能否直接结算",
    input: z.strictObject({ request, stay }),
    output: z.object({ counts }),
  },
  fileRequest: {
    does: "办理备案（慢特病、异地就医、定点），写下后送中心",
    input: z.strictObject({ request, stay, idempotencyKey: key, actor }),
    output: filing,
  },
  withdrawFiling: {
    does: "撤销中心已确认的备案",
    input: z.strictObject({ msgid: word, reason: z.string().min(1).max(500), idempotencyKey: key, actor }),
    output: filing,
  },
  filing: { does: "按报文编号取备案申请", input: z.strictObject({ msgid: word }), output: filing },
  filingsOf: {
    does: "某人在本机办的备案，和中心在案的备案",
    input: z.strictObject({ psnNo: word }),
    output: z.object({
      here: z.array(filing),
      onFile: z.array(
        z.object({
          id: z.string(),
          kind: z.enum(["chronic", "offSite", "designation"]),
          what: z.string(),
          recordedOn: z.string(),
          from: z.string(),
          to: z.string().nullable(),
        }),
      ),
    }),
  },
  openFilings: {
    does: "尚未得到中心答复的备案申请",
    input: z.strictObject({ limit: z.int().min(1).max(500) }),
    output: z.array(filing),
  },
  retryFilings: { does: "立即重试待发的备案申请", input: nothing, output: nothing },
} as const;
