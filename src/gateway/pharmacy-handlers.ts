import { pharmacySaleInput } from "../wire/pharmacy.ts";
import { catalogueLines } from "./catalogued.ts";
import { newVisit, settlingOf } from "./opening.ts";
import type { StatedBill } from "./settling.ts";
import { withTraces } from "./settling.ts";
import type { Attempt, Turn } from "./turn.ts";
import { findInsured, no, readInput } from "./turn.ts";

/** 2101, 2102, 2103 */
export const pharmacy = settlingOf({ preview: "2101", settle: "2102", reverse: "2103" }, readSale);

function readSale(turn: Turn): Attempt<StatedBill> {
  const input = readInput(turn, pharmacySaleInput);
  if (!input.ok) return input;
  const { info, traces } = input.value;
  const insured = findInsured(turn, info);
  if (!insured.ok) return insured;
  if (input.value.lines.some(({ external }) => external) && info.extension.prescription === null) {
    return no(
      "CLAIM_INVALID",
      "外购处方须在 exp_content 的 prescription 中给出 issuerLevel（开方机构等级）和 issuedOn（开具日期）",
    );
  }
  const known = catalogueLines(turn, input.value.lines);
  if (!known.ok) return known;
  const lines = withTraces(known.value, traces);
  if (!lines.ok) return lines;
  const { psnNo, certType, medType, diseaseCode, extension, serviceTime, invoiceNo, total } = info;
  const { insutype } = insured.value.identified;
  const begin = serviceTime;
  const told = { psnNo, insutype, certType, visitNo: "", begin, end: begin, medType, diseaseCode };
  return {
    ok: true,
    value: {
      visit: newVisit(turn, { kind: "sale", ...told }),
      bill: {
        claimId: turn.envelope.msgid,
        insured: insured.value,
        medType,
        serviceTime,
        visitId: null,
        stay: null,
        lines: lines.value,
        useAccount: info.useAccount,
        relations: null,
        diseaseCode,
        birthControl: null,
        extension,
      },
      certType,
      total,
      sums: null,
      invoiceNo,
    },
  };
}
