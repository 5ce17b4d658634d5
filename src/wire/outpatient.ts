import { z } from "zod";

import { credentialFields, readExtension } from "./bill-fields.ts";
import { traceNode, visitLines } from "./fee-line.ts";
import { extension, flagOrNull, instant, money, moneyOrNull, text, textOrNull } from "./scalars.ts";

/** 2201: a visit begins. */
export const registerInput = z
  .looseObject({
    data: z.looseObject({
      ...credentialFields,
      insutype: text(6),
      begntime: instant,
      ipt_otp_no: text(30),
    }),
  })
  .transform(({ data }) => ({
    psnNo: data.psn_no,
    certType: data.mdtrt_cert_type,
    certNo: data.mdtrt_cert_no,
    insutype: data.insutype,
    begin: data.begntime,
    visitNo: data.ipt_otp_no,
  }));

/** 2201 output. */
export function encodeRegistration(view: {
  readonly centreVisitId: string;
  readonly psnNo: string;
  readonly visitNo: string;
}) {
  return { data: { mdtrt_id: view.centreVisitId, psn_no: view.psnNo, ipt_otp_no: view.visitNo } };
}

/** 2202, 2404, 2405: the visit or stay that is meant. */
export const visitInput = z
  .looseObject({ data: z.looseObject({ mdtrt_id: text(30), psn_no: text(30) }) })
  .transform(({ data }) => ({ centreVisitId: data.mdtrt_id, psnNo: data.psn_no }));

const diseases = z
  .array(z.looseObject({ diag_code: text(20), diag_name: textOrNull(100) }))
  .max(100)
  .nullish();

/** 2203 and 2203A: what the visit is for. Diagnoses are looked at and not kept: no rule here asks for them. */
export const visitInfoInput = z
  .looseObject({
    mdtrtinfo: z
      .looseObject({
        mdtrt_id: text(30),
        psn_no: text(30),
        med_type: text(6),
        begntime: instant,
        dise_codg: textOrNull(30),
        birctrl_type: textOrNull(6),
        matn_type: textOrNull(6),
        exp_content: extension,
        expContent: extension,
      })
      .transform((info, context) => ({
        centreVisitId: info.mdtrt_id,
        psnNo: info.psn_no,
        medType: info.med_type,
        begin: info.begntime,
        diseaseCode: info.dise_codg,
        birthControl: info.birctrl_type,
        extension: readExtension(info, context),
      })),
    diseinfo: diseases,
  })
  .transform(({ mdtrtinfo }) => mdtrtinfo);

/** 2204: lines of one visit. */
export const uploadLinesInput = z
  .looseObject({ feedetail: visitLines })
  .transform((input) => input.feedetail);

/** 2205: lines are taken back, by batch; "0000" means all that are not settled. */
export const cancelLinesInput = z
  .looseObject({ data: z.looseObject({ mdtrt_id: text(30), psn_no: text(30), chrg_bchno: text(30) }) })
  .transform(({ data }) => ({
    centreVisitId: data.mdtrt_id,
    psnNo: data.psn_no,
    batch: data.chrg_bchno,
  }));

/** The four sums that a system may bring along to be compared. */
export const comparedSums = {
  fulamt_ownpay_amt: moneyOrNull,
  overlmt_selfpay: moneyOrNull,
  preselfpay_amt: moneyOrNull,
  inscp_scp_amt: moneyOrNull,
};

/** Sums brought along, by our words. All blank or all zero: none were brought. */
export function sumsOf(data: {
  readonly [Key in keyof typeof comparedSums]: string | null;
}) {
  const sums = {
    ownPay: data.fulamt_ownpay_amt,
    overLimit: data.overlmt_selfpay,
    selfPayFirst: data.preselfpay_amt,
    inScope: data.inscp_scp_amt,
  };
  return Object.values(sums).every((sum) => sum === null || /^[0.]+$/.test(sum)) ? null : sums;
}

/** 2206, 2206A, 2207, 2207A: one batch of a visit is previewed or settled. */
export const visitSettleInput = z
  .looseObject({
    data: z.looseObject({
      ...credentialFields,
      med_type: text(6),
      medfee_sumamt: money,
      mdtrt_id: text(30),
      chrg_bchno: text(30),
      acct_used_flag: flagOrNull,
      insutype: textOrNull(6),
      invono: textOrNull(20),
      ...comparedSums,
    }),
    drug_trac_info: traceNode,
  })
  .transform(({ data, drug_trac_info }) => ({
    psnNo: data.psn_no,
    certType: data.mdtrt_cert_type,
    certNo: data.mdtrt_cert_no,
    medType: data.med_type,
    total: data.medfee_sumamt,
    centreVisitId: data.mdtrt_id,
    batch: data.chrg_bchno,
    useAccount: data.acct_used_flag === true,
    insutype: data.insutype,
    invoiceNo: data.invono,
    sums: sumsOf(data),
    traces: drug_trac_info,
  }));
