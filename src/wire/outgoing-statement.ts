import { z } from "zod";

import type { Fen } from "../base/money.ts";
import { formatFen } from "../base/money.ts";
import { parseStrictJson } from "../base/strict-json.ts";
import type { CentreAnswer } from "./centre-answer.ts";
import type { Verdict } from "./codes.ts";
import type { OutgoingTransaction } from "./outgoing-fields.ts";
import { count, instant, signedFen, signedMoney, text, textOrNull } from "./scalars.ts";

interface Sums {
  readonly count: number;
  readonly total: Fen;
  readonly fundTotal: Fen;
  readonly account: Fen;
}

/** A total of some days as an institution tells it. */
export interface ToldTotal {
  readonly insutype: string;
  readonly clearingType: string;
  readonly office: string;
  readonly from: string;
  readonly to: string;
  readonly sums: Sums;
}

/** Refunds are told, and counted on both sides. */
const withRefunds = { refd_setl_flag: "1" };

/** 3201 @source 接口规范 3201 */
export function encodeTotal({
  insutype,
  clearingType,
  office,
  from,
  to,
  sums,
}: ToldTotal): OutgoingTransaction {
  return {
    infno: "3201",
    input: {
      data: {
        insutype,
        clr_type: clearingType,
        setl_optins: office,
        stmt_begndate: from,
        stmt_enddate: to,
        ...sumFields(sums),
        acct_pay: formatFen(sums.account),
        ...withRefunds,
      },
    },
  };
}

function sumFields({ count: settlements, total, fundTotal }: Sums) {
  return {
    medfee_sumamt: formatFen(total),
    fund_pay_sumamt: formatFen(fundTotal),
    fixmedins_setl_cnt: String(settlements),
  };
}

/** 9101 @source 接口规范 9101 */
export function encodeFileUpload(
  institutionCode: string,
  filename: string,
  bytes: Uint8Array,
): OutgoingTransaction {
  const signed = Array.from(bytes, (byte) => (byte > 127 ? byte - 256 : byte));
  return { infno: "9101", input: { fsUploadIn: { in: signed, filename, fixmedins_code: institutionCode } } };
}

/** 9102 @source 接口规范 9102 */
export function encodeFileDownload(institutionCode: string, file: GivenFile): OutgoingTransaction {
  const { fileNo, filename } = file;
  return {
    infno: "9102",
    input: { fsDownloadIn: { file_qury_no: fileNo, filename, fixmedins_code: institutionCode } },
  };
}

/** 3202: details that have been uploaded, of every sort of clearing. @source 接口规范 3202 */
export function encodeDetails(told: {
  readonly office: string;
  readonly day: string;
  readonly fileNo: string;
  readonly sums: Sums & { readonly cash: Fen };
}): OutgoingTransaction {
  const { office, day, fileNo, sums } = told;
  return {
    infno: "3202",
    input: {
      data: {
        setl_optins: office,
        file_qury_no: fileNo,
        stmt_begndate: day,
        stmt_enddate: day,
        ...sumFields(sums),
        cash_payamt: formatFen(sums.cash),
        clr_type: null,
        ...withRefunds,
      },
    },
  };
}

/** 3203 @source 接口规范 3203 */
export function encodeClearingApplication(told: {
  readonly clearingType: string;
  readonly clearingWay: string | null;
  readonly month: string;
  readonly from: string;
  readonly to: string;
  readonly visits: number;
  readonly total: Fen;
  readonly recognised: Fen;
  readonly fund: Fen;
  readonly account: Fen;
  readonly cash: Fen;
}): OutgoingTransaction {
  return {
    infno: "3203",
    input: {
      data: {
        clr_type: told.clearingType,
        clr_way: told.clearingWay,
        setlym: told.month,
        psntime: String(told.visits),
        medfee_sumamt: formatFen(told.total),
        med_sumfee: formatFen(told.recognised),
        fund_appy_sum: formatFen(told.fund),
        cash_payamt: formatFen(told.cash),
        acct_pay: formatFen(told.account),
        begndate: told.from,
        enddate: told.to,
      },
    },
  };
}

const verdicts: ReadonlyMap<string, Verdict> = new Map([
  ["0", "equal"],
  ["1", "centreMore"],
  ["2", "institutionMore"],
  ["3", "different"],
]);

/** What the reference centre adds: its own sums. Regions that do not are asked in another way. */
const sumsShape = z.looseObject({
  fixmedins_setl_cnt: count,
  medfee_sumamt: signedMoney,
  fund_pay_sumamt: signedMoney,
  acct_pay: signedMoney,
});

const totalShape = z.looseObject({
  stmtinfo: z.looseObject({ stmt_rslt: text(6), exp_content: textOrNull(4000) }),
});

/** Reads the answer to 3201. @returns null when it is none */
export function readTotal(
  output: CentreAnswer["output"],
): { readonly verdict: Verdict; readonly theirs: Sums | null } | null {
  const parsed = totalShape.safeParse(output);
  const verdict = parsed.success ? verdicts.get(parsed.data.stmtinfo.stmt_rslt) : undefined;
  if (!parsed.success || verdict === undefined) return null;
  return { verdict, theirs: readSums(parsed.data.stmtinfo.exp_content) };
}

function readSums(extension: string | null): Sums | null {
  const json = parseStrictJson(extension ?? "");
  const parsed = sumsShape.safeParse(json.ok ? json.value : undefined);
  if (!parsed.success) return null;
  const { data } = parsed;
  return {
    count: data.fixmedins_setl_cnt,
    total: signedFen(data.medfee_sumamt),
    fundTotal: signedFen(data.fund_pay_sumamt),
    account: signedFen(data.acct_pay),
  };
}

/** A file that the centre keeps under a number. */
export interface GivenFile {
  readonly fileNo: string;
  readonly filename: string;
}

const fileFields = z.looseObject({ file_qury_no: text(30), filename: text(200) });
const uploadedShape = z.union([
  fileFields,
  z.looseObject({ fsUploadOut: fileFields }).transform(({ fsUploadOut }) => fsUploadOut),
]);
const resultShape = z.looseObject({ fileinfo: fileFields });

/** Reads the answer to 9101. @returns null when it is none */
export function readUploaded(output: CentreAnswer["output"]): GivenFile | null {
  const parsed = uploadedShape.safeParse(output);
  return parsed.success ? { fileNo: parsed.data.file_qury_no, filename: parsed.data.filename } : null;
}

/** Reads the answer to 3202. @returns null when it is none */
export function readResultFile(output: CentreAnswer["output"]): GivenFile | null {
  const parsed = resultShape.safeParse(output);
  if (!parsed.success) return null;
  const { file_qury_no: fileNo, filename } = parsed.data.fileinfo;
  return { fileNo, filename };
}

const clearedShape = z.looseObject({ result: z.looseObject({ clr_appy_evt_id: text(30) }) });

/** Reads the answer to 3203. @returns the number of the application; null when there is none */
export function readClearing(output: CentreAnswer["output"]): string | null {
  const parsed = clearedShape.safeParse(output);
  return parsed.success ? parsed.data.result.clr_appy_evt_id : null;
}

const standingShape = z.looseObject({
  setlinfo: z.looseObject({
    setl_time: instant,
    insutype: text(6),
    clr_type: text(6),
    clr_optins: textOrNull(6),
    medins_setl_id: textOrNull(30),
  }),
});

/** Where and when a settlement stands at the centre, out of 5203. @returns null when the answer does not say */
export function readPlace(output: CentreAnswer["output"]) {
  const parsed = standingShape.safeParse(output);
  if (!parsed.success) return null;
  const { setl_time: at, insutype, clr_type: clearingType, clr_optins: office } = parsed.data.setlinfo;
  return { day: at.slice(0, 10), insutype, clearingType, office: office ?? "" };
}
