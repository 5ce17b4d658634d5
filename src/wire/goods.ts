import { z } from "zod";

import { flagOrNull, instant, quantity, text, textOrNull } from "./scalars.ts";

/** More rows than one receipt has. */
const rowsMax = 1000;
/** As many boxes as one row sells at the most. */
const codesMax = 1000;

const row = z
  .looseObject({
    med_list_codg: text(50),
    fixmedins_bchno: text(30),
    setl_id: textOrNull(30),
    psn_no: textOrNull(30),
    trdn_flag: flagOrNull,
    rtal_docno: textOrNull(40),
    sel_retn_cnt: quantity,
    sel_retn_time: instant,
    drug_trac_codg: textOrNull(100),
    drugtracinfo: z
      .array(z.looseObject({ drug_trac_codg: text(100) }))
      .max(codesMax)
      .nullish(),
  })
  .transform((fields) => ({
    code: fields.med_list_codg,
    batchNo: fields.fixmedins_bchno,
    settlementId: fields.setl_id,
    psnNo: fields.psn_no ?? "",
    splitPack: fields.trdn_flag === true,
    receiptNo: fields.rtal_docno,
    qty: fields.sel_retn_cnt,
    at: fields.sel_retn_time,
    traceCodes: [
      ...(fields.drug_trac_codg === null ? [] : [fields.drug_trac_codg]),
      ...(fields.drugtracinfo ?? []).map((one) => one.drug_trac_codg),
    ],
  }));

const rows = z.preprocess(listOf, z.array(row).min(1).max(rowsMax));

/** A single row is met without its list. */
function listOf(node: unknown): unknown {
  return Array.isArray(node) ? node : [node];
}

/** A row of goods sold or given back. */
export type GoodsRow = z.output<typeof row>;

/** 3505 and 3506: goods sold or given back; regions differ on the node and on whether it is a list. */
export const goodsInput = z.union([
  z.looseObject({ selinfo: rows }).transform((input) => input.selinfo),
  z.looseObject({ selinfoDetail: rows }).transform((input) => input.selinfoDetail),
]);

/** 3505 and 3506 output. */
export function encodeGoods() {
  return { result: { retRslt: "1", msgRslt: "" } };
}
