import { z } from "zod";

import type { Fen } from "../base/money.ts";
import { formatFen } from "../base/money.ts";
import type { LineParts } from "../settle/settlement.ts";
import { chargeType, itemLevel } from "./codes.ts";
import {
  extension,
  flagOrNull,
  instant,
  price,
  quantity,
  signedMoney,
  signedQuantity,
  text,
  textOrNull,
} from "./scalars.ts";

/** A line as a system rang it up: what it says of itself, before the catalogue is asked. */
export interface FeeLine {
  readonly id: string;
  readonly code: string;
  readonly ownCode: string | null;
  /** Below zero for what is given back during a stay. */
  readonly qty: string;
  readonly price: string;
  readonly amount: string;
  readonly occurredAt: string;
  readonly batch: string | null;
  /** The line that a return takes from. */
  readonly original: string | null;
  readonly prescriptionNo: string | null;
  readonly external: boolean;
  readonly splitPack: boolean;
  readonly traceExempt: string | null;
  readonly traceCodes: readonly string[];
}

/** More lines than any stay has: a list beyond is refused before it is walked. */
const linesMax = 10_000;

const traceCode = z.looseObject({ drug_trac_codg: text(100) });

const fields = {
  feedetl_sn: text(30),
  med_list_codg: text(50),
  medins_list_codg: textOrNull(150),
  fee_ocur_time: instant,
  pric: price,
  rxno: textOrNull(40),
  rx_circ_flag: flagOrNull,
  trdn_flag: flagOrNull,
  drug_trac_codg: textOrNull(100),
  drugtracinfo: z.array(traceCode).max(linesMax).nullish(),
  exp_content: extension,
  expContent: extension,
};

const saleLine = z.looseObject({ ...fields, cnt: quantity, det_item_fee_sumamt: signedMoney });

const visitLine = z.looseObject({
  ...fields,
  cnt: quantity,
  det_item_fee_sumamt: signedMoney,
  mdtrt_id: text(30),
  psn_no: text(30),
  chrg_bchno: text(30),
});

const stayLine = z.looseObject({
  ...fields,
  cnt: signedQuantity,
  det_item_fee_sumamt: signedMoney,
  mdtrt_id: text(30),
  psn_no: text(30),
  init_feedetl_sn: textOrNull(30),
});

/** Lines of a pharmacy sale. @source 2101/2102 drugdetail */
export const saleLines = z
  .array(saleLine.transform((line) => feeLine(line)))
  .min(1)
  .max(linesMax);

/** Lines of an outpatient visit, each with the visit it belongs to. @source 2204 feedetail */
export const visitLines = z
  .array(
    visitLine.transform((line) => ({
      centreVisitId: line.mdtrt_id,
      psnNo: line.psn_no,
      line: { ...feeLine(line), batch: line.chrg_bchno },
    })),
  )
  .min(1)
  .max(linesMax);

/** Lines of a stay; a count below zero gives back. @source 2301 feedetail */
export const stayLines = z
  .array(
    stayLine.transform((line) => ({
      centreVisitId: line.mdtrt_id,
      psnNo: line.psn_no,
      line: { ...feeLine(line), original: line.init_feedetl_sn },
    })),
  )
  .min(1)
  .max(linesMax);

function feeLine(line: z.output<typeof saleLine> | z.output<typeof stayLine>): FeeLine {
  const codes = (line.drugtracinfo ?? []).map((one) => one.drug_trac_codg);
  if (line.drug_trac_codg !== null) codes.push(line.drug_trac_codg);
  const exempt = { ...line.exp_content, ...line.expContent }["traceExempt"];
  return {
    id: line.feedetl_sn,
    code: line.med_list_codg,
    ownCode: line.medins_list_codg,
    qty: line.cnt,
    price: line.pric,
    amount: line.det_item_fee_sumamt,
    occurredAt: line.fee_ocur_time,
    batch: null,
    original: null,
    prescriptionNo: line.rxno,
    external: line.rx_circ_flag === true,
    splitPack: line.trdn_flag === true,
    traceExempt: typeof exempt === "string" ? exempt : null,
    traceCodes: codes,
  };
}

/** Trace codes that stand beside the lines instead of in them. @source 2207 drug_trac_info */
export const traceNode = z
  .array(
    z
      .looseObject({ feedetl_sn: text(30), drug_trac_codg: text(100), trdn_flag: flagOrNull })
      .transform((row) => ({
        line: row.feedetl_sn,
        code: row.drug_trac_codg,
        splitPack: row.trdn_flag === true,
      })),
  )
  .max(linesMax)
  .nullish()
  .transform((rows) => rows ?? []);

/** A line with what the catalogue says of it. */
export interface CataloguedLine extends FeeLine {
  readonly name: string;
  readonly kind: string;
  readonly class: "A" | "B" | "C";
  readonly priceLimit: string | null;
  readonly selfPayRatio: string;
  readonly chronicListed: boolean;
  readonly dualChannel: boolean;
}

/** One row of detlcutinfo, and with the flag of limited use of `result`. @source 2204 result, 2101 detlcutinfo */
export function encodeLine(line: CataloguedLine, parts: LineParts, withLimitedUse: boolean) {
  return {
    feedetl_sn: line.id,
    det_item_fee_sumamt: yuan(parts.amount),
    cnt: line.qty,
    pric: line.price,
    pric_uplmt_amt: line.priceLimit ?? "0.00",
    selfpay_prop: line.class === "C" ? "1" : line.selfPayRatio,
    fulamt_ownpay_amt: yuan(parts.ownPay),
    overlmt_amt: yuan(parts.overLimit),
    preselfpay_amt: yuan(parts.selfPayFirst),
    inscp_scp_amt: yuan(parts.inScope),
    chrgitm_lv: itemLevel(line.class),
    med_chrgitm_type: chargeType(line.kind),
    bas_medn_flag: "0",
    hi_nego_drug_flag: line.dualChannel ? "1" : "0",
    chld_medc_flag: "0",
    list_sp_item_flag: "0",
    ...(withLimitedUse ? { lmt_used_flag: "0" } : {}),
    drt_reim_flag: "0",
    memo: "",
  };
}

function yuan(amount: Fen): string {
  return formatFen(amount);
}
