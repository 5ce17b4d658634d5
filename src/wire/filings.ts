import { z } from "zod";

import { parseStrictJson } from "../base/strict-json.ts";
import { recordTypes } from "../rules/schema-parts.ts";
import type { OutgoingTransaction } from "./outgoing-fields.ts";
import { day, text, textOrNull } from "./scalars.ts";

/** Sorts of off-site records that can be asked for; emergency rescue counts as recorded and is told all the same. */
export const filedRecords = [...recordTypes, "emergency"] as const;
export type FiledRecord = (typeof filedRecords)[number];

/** What the counter asks the centre to put on file of a person. */
export type FilingRequest = ChronicRequest | RecordRequest | DesignationRequest;

interface FiledDays {
  readonly psnNo: string;
  readonly from: string;
  readonly to: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly reason: string | null;
}

/** 门诊慢特病备案 */
export interface ChronicRequest extends FiledDays {
  readonly kind: "chronic";
  readonly insutype: string;
  /** Region of the plan, six digits. */
  readonly office: string;
  readonly diseaseCode: string;
  readonly diseaseName: string;
  /** Who has found the disease. */
  readonly hospitalCode: string;
  readonly hospitalName: string;
  readonly identifiedOn: string;
  readonly doctorCode: string | null;
  readonly doctorName: string | null;
}

/** 异地就医备案 */
export interface RecordRequest extends FiledDays {
  readonly kind: "offSite";
  readonly recordType: FiledRecord;
  /** Where care is sought, six digits. */
  readonly region: string;
}

/** 定点备案: the institution that a person keeps to for chronic diseases, or in all. */
export interface DesignationRequest extends FiledDays {
  readonly kind: "designation";
  readonly purpose: "chronic" | "ordinary";
  readonly institutionCode: string;
  readonly institutionName: string;
}

/** What a person's filing is about: two that say the same here are the same. */
export function filedAbout(request: FilingRequest): string {
  switch (request.kind) {
    case "chronic":
      return request.diseaseCode;
    case "offSite":
      return request.recordType;
    case "designation":
      return request.institutionCode;
  }
}

/** @source 接口规范 业务申请类型 */
const recordCodes: Readonly<Record<FiledRecord, string>> = {
  retiredSettled: "08",
  longTermResident: "08",
  postedWorker: "08",
  referral: "06",
  temporary: "99",
  emergency: "07",
};
const purposeCodes = { chronic: "01", ordinary: "03" } as const;

/** 2503, 2505 @source 接口规范 2503、2505 */
export function encodeFiling(request: FilingRequest): OutgoingTransaction {
  const { psnNo, from, to, phone, address, reason } = request;
  const days = { psn_no: psnNo, tel: phone, addr: address, begndate: from, enddate: to, memo: reason };
  switch (request.kind) {
    case "chronic":
      return { infno: "2503", input: { data: { ...days, ...chronicFields(request) } } };
    case "offSite": {
      const { recordType, region } = request;
      const slot = { exp_content: JSON.stringify({ recordType, region }) };
      return { infno: "2505", input: { data: { ...days, biz_appy_type: recordCodes[recordType], ...slot } } };
    }
    case "designation":
      return {
        infno: "2505",
        input: {
          data: {
            ...days,
            biz_appy_type: purposeCodes[request.purpose],
            fix_srt_no: "1",
            fixmedins_code: request.institutionCode,
            fixmedins_name: request.institutionName,
          },
        },
      };
  }
}

function chronicFields(request: ChronicRequest) {
  return {
    insutype: request.insutype,
    opsp_dise_code: request.diseaseCode,
    opsp_dise_name: request.diseaseName,
    insu_optins: request.office,
    ide_fixmedins_no: request.hospitalCode,
    ide_fixmedins_name: request.hospitalName,
    hosp_ide_date: request.identifiedOn,
    diag_dr_codg: request.doctorCode,
    diag_dr_name: request.doctorName,
  };
}

/** A filing that is taken back, by the number that the centre gave it. @source 接口规范 2504、2506 */
export function encodeWithdrawal(
  kind: FilingRequest["kind"],
  { psnNo, serial, reason }: { readonly psnNo: string; readonly serial: string; readonly reason: string },
): OutgoingTransaction {
  const data = { trt_dcla_detl_sn: serial, psn_no: psnNo, memo: reason };
  return { infno: kind === "chronic" ? "2504" : "2506", input: { data } };
}

/** 5301, 5302: what is on file of a person. @source 接口规范 5301、5302 */
export function encodeFiledQuestion(kind: FilingRequest["kind"], psnNo: string): OutgoingTransaction {
  if (kind === "chronic") return { infno: "5301", input: { data: { psn_no: psnNo } } };
  return {
    infno: "5302",
    input: { data: { psn_no: psnNo, biz_appy_type: kind === "offSite" ? "08" : "03" } },
  };
}

const serialShape = z.union([
  z.looseObject({ result: z.looseObject({ trt_dcla_detl_sn: text(30) }) }).transform(({ result }) => result),
  z.looseObject({ data: z.looseObject({ trt_dcla_detl_sn: text(30) }) }).transform(({ data }) => data),
]);

/** The number that the centre gave a filing; null when it gave none. */
export function readFilingSerial(output: Readonly<Record<string, unknown>>): string | null {
  const parsed = serialShape.safeParse(output);
  return parsed.success ? parsed.data.trt_dcla_detl_sn : null;
}

const onFileShape = z.looseObject({
  feedetail: z.array(z.unknown()).optional(),
  psnfixmedin: z.array(z.unknown()).optional(),
});
const onFileRow = z.looseObject({ trt_dcla_detl_sn: text(30), msgid: textOrNull(30) });

/** What stands on file with the numbers of its messages. @returns null when it is no such list */
export function readOnFile(
  output: Readonly<Record<string, unknown>>,
): readonly { readonly serial: string; readonly msgid: string | null }[] | null {
  const parsed = onFileShape.safeParse(output);
  const rows = parsed.success ? (parsed.data.feedetail ?? parsed.data.psnfixmedin) : undefined;
  const read = z.array(onFileRow).safeParse(rows);
  if (!read.success) return null;
  return read.data.map(({ trt_dcla_detl_sn: serial, msgid }) => ({ serial, msgid }));
}

const dayOrNull = z
  .unknown()
  .optional()
  .transform((value, context) => {
    if (value === undefined || value === null || value === "") return null;
    const read = day.safeParse(value);
    if (read.success) return read.data;
    context.addIssue({ code: "custom", message: "日期有误" });
    return z.NEVER;
  });

const filedDays = {
  psn_no: text(30),
  tel: textOrNull(50),
  addr: textOrNull(200),
  begndate: day,
  enddate: dayOrNull,
  memo: textOrNull(500),
};

/** 2503 */
export const chronicInput = z
  .looseObject({
    data: z.looseObject({
      ...filedDays,
      insutype: text(6),
      opsp_dise_code: text(30),
      opsp_dise_name: text(300),
      insu_optins: text(6),
      ide_fixmedins_no: text(30),
      ide_fixmedins_name: text(200),
      hosp_ide_date: day,
    }),
  })
  .transform(({ data }) => ({
    psnNo: data.psn_no,
    insutype: data.insutype,
    diseaseCode: data.opsp_dise_code,
    identifiedOn: data.hosp_ide_date,
    from: data.begndate,
    to: data.enddate,
  }));

const slotShape = z.strictObject({ recordType: z.enum(filedRecords), region: z.string().regex(/^\d{6}$/) });

/** 2505: a record says in the region's slot which of its kinds it is, as the national code has one for several. */
export const recordInput = z
  .looseObject({
    data: z.looseObject({
      ...filedDays,
      biz_appy_type: text(3),
      fixmedins_code: textOrNull(12),
      exp_content: textOrNull(4000),
    }),
  })
  .transform(({ data }, context) => {
    const common = { psnNo: data.psn_no, from: data.begndate, to: data.enddate };
    if (data.biz_appy_type === "01" || data.biz_appy_type === "03") {
      if (data.fixmedins_code !== null)
        return { ...common, kind: "designation" as const, what: data.fixmedins_code };
      context.addIssue({ code: "custom", path: ["data", "fixmedins_code"], message: "缺少必填字段" });
      return z.NEVER;
    }
    const json = parseStrictJson(data.exp_content ?? "");
    const slot = slotShape.safeParse(json.ok ? json.value : undefined);
    if (slot.success && recordCodes[slot.data.recordType] === data.biz_appy_type)
      return { ...common, kind: "offSite" as const, what: slot.data.recordType };
    const message = "应写明备案类型和就医地，且与 biz_appy_type 相符";
    context.addIssue({ code: "custom", path: ["data", "exp_content"], message });
    return z.NEVER;
  });

/** 2504, 2506 */
export const withdrawalInput = z
  .looseObject({ data: z.looseObject({ trt_dcla_detl_sn: text(30), psn_no: text(30), memo: text(500) }) })
  .transform(({ data }) => ({ serial: data.trt_dcla_detl_sn, psnNo: data.psn_no }));

/** 5301, 5302 */
export const onFileInput = z
  .looseObject({ data: z.looseObject({ psn_no: text(30) }) })
  .transform(({ data }) => ({ psnNo: data.psn_no }));
