import { z } from "zod";

import { credentialFields, readExtension } from "./bill-fields.ts";
import { stayLines } from "./fee-line.ts";
import { comparedSums, sumsOf } from "./outpatient.ts";
import { extension, flagOrNull, instant, instantOrNull, money, text, textOrNull } from "./scalars.ts";

/** 2401: a stay begins. */
export const admitInput = z
  .looseObject({
    mdtrtinfo: z
      .looseObject({
        ...credentialFields,
        insutype: text(6),
        begntime: instant,
        med_type: text(6),
        ipt_no: text(30),
        dise_codg: textOrNull(30),
        birctrl_type: textOrNull(6),
        exp_content: extension,
        expContent: extension,
      })
      .transform((info, context) => ({
        psnNo: info.psn_no,
        certType: info.mdtrt_cert_type,
        certNo: info.mdtrt_cert_no,
        insutype: info.insutype,
        begin: info.begntime,
        medType: info.med_type,
        visitNo: info.ipt_no,
        diseaseCode: info.dise_codg,
        birthControl: info.birctrl_type,
        extension: readExtension(info, context),
      })),
  })
  .transform(({ mdtrtinfo }) => mdtrtinfo);

/** 2401 output. */
export function encodeAdmission(centreVisitId: string) {
  return { result: { mdtrt_id: centreVisitId } };
}

/** 2402: the stay ends. */
export const dischargeInput = z
  .looseObject({ dscginfo: z.looseObject({ mdtrt_id: text(30), psn_no: text(30), endtime: instant }) })
  .transform(({ dscginfo }) => ({
    centreVisitId: dscginfo.mdtrt_id,
    psnNo: dscginfo.psn_no,
    end: dscginfo.endtime,
  }));

/** 2403: what was reported at admission is corrected; what is blank stays. */
export const changeAdmissionInput = z
  .looseObject({
    adminfo: z.looseObject({
      mdtrt_id: text(30),
      psn_no: text(30),
      begntime: instantOrNull,
      endtime: instantOrNull,
      med_type: textOrNull(6),
      dise_codg: textOrNull(30),
      birctrl_type: textOrNull(6),
    }),
  })
  .transform(({ adminfo }) => ({
    centreVisitId: adminfo.mdtrt_id,
    psnNo: adminfo.psn_no,
    begin: adminfo.begntime,
    end: adminfo.endtime,
    medType: adminfo.med_type,
    diseaseCode: adminfo.dise_codg,
    birthControl: adminfo.birctrl_type,
  }));

/** 2301: lines of a stay, returns among them. */
export const uploadStayLinesInput = z
  .looseObject({ feedetail: stayLines })
  .transform((input) => input.feedetail);

const withdrawn = z.looseObject({ feedetl_sn: text(30), mdtrt_id: text(30), psn_no: text(30) });

/** 2302: single lines are taken back, or with "0000" all; the list is met as a single object too. */
export const cancelStayLinesInput = z
  .looseObject({
    data: z.preprocess(listOf, z.array(withdrawn).min(1).max(10_000)),
  })
  .transform(({ data }) =>
    data.map((row) => ({ centreVisitId: row.mdtrt_id, psnNo: row.psn_no, line: row.feedetl_sn })),
  );

function listOf(data: unknown): unknown {
  return Array.isArray(data) ? data : [data];
}

/** 2303, 2304 and 2304A: a stay is previewed or settled. */
export const staySettleInput = z
  .looseObject({
    data: z.looseObject({
      ...credentialFields,
      medfee_sumamt: money,
      mdtrt_id: text(30),
      acct_used_flag: flagOrNull,
      insutype: textOrNull(6),
      invono: textOrNull(20),
      mid_setl_flag: flagOrNull,
      dscgTime: instantOrNull,
      ...comparedSums,
    }),
  })
  .transform(({ data }) => ({
    psnNo: data.psn_no,
    certType: data.mdtrt_cert_type,
    certNo: data.mdtrt_cert_no,
    total: data.medfee_sumamt,
    centreVisitId: data.mdtrt_id,
    useAccount: data.acct_used_flag === true,
    insutype: data.insutype,
    invoiceNo: data.invono,
    isMidStay: data.mid_setl_flag === true,
    discharged: data.dscgTime,
    sums: sumsOf(data),
  }));
