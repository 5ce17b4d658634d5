import { z } from "zod";

import { credentialFields, readExtension } from "./bill-fields.ts";
import { saleLines, traceNode } from "./fee-line.ts";
import { extension, flagOrNull, instant, money, text, textOrNull } from "./scalars.ts";

const druginfo = z
  .looseObject({
    ...credentialFields,
    begntime: instant,
    medfee_sumamt: money,
    invono: textOrNull(20),
    insutype: textOrNull(6),
    dise_codg: textOrNull(30),
    acct_used_flag: flagOrNull,
    med_type: text(6),
    exp_content: extension,
    expContent: extension,
  })
  .transform((info, context) => ({
    psnNo: info.psn_no,
    certType: info.mdtrt_cert_type,
    certNo: info.mdtrt_cert_no,
    serviceTime: info.begntime,
    total: info.medfee_sumamt,
    invoiceNo: info.invono,
    insutype: info.insutype,
    diseaseCode: info.dise_codg,
    useAccount: info.acct_used_flag === true,
    medType: info.med_type,
    extension: readExtension(info, context),
  }));

/** 2101 and 2102: a whole sale in one call. Trace codes stand in the lines or beside them. */
export const pharmacySaleInput = z
  .looseObject({ druginfo, drugdetail: saleLines, drug_trac_info: traceNode })
  .transform((input) => ({ info: input.druginfo, lines: input.drugdetail, traces: input.drug_trac_info }));

/** 2103, 2208 and 2305: which settlement of whom is taken back. */
export const reversalInput = z
  .looseObject({ data: z.looseObject({ setl_id: text(30), mdtrt_id: text(30), psn_no: text(30) }) })
  .transform(({ data }) => ({
    settlementId: data.setl_id,
    centreVisitId: data.mdtrt_id,
    psnNo: data.psn_no,
  }));
