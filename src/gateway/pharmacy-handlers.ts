import { pharmacySaleInput, reversalInput } from "../wire/pharmacy.ts";
import { catalogueLines } from "./catalogued.ts";
import type { StatedBill } from "./settling.ts";
import { commit, committedBefore, preview, reverse, withTraces } from "./settling.ts";
import type { Attempt, Handler, Turn } from "./turn.ts";
import { findInsured, no, readInput, visitIdOf } from "./turn.ts";

/** 2101 */
export const pharmacyPreview: Handler = (turn) => {
  const sale = readSale(turn);
  return sale.ok ? preview(turn, sale.value, "2101") : sale;
};

/** 2102 */
export const pharmacySettle: Handler = (turn) => {
  const before = committedBefore(turn, "2102");
  if (before !== null) return before;
  const sale = readSale(turn);
  return sale.ok ? commit(turn, sale.value, "2102") : sale;
};

/** 2103 */
export const pharmacyReverse: Handler = (turn) => {
  const input = readInput(turn, reversalInput);
  return input.ok ? reverse(turn, input.value, { reversal: "2103", original: "2102" }) : input;
};

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
  const id = visitIdOf(turn);
  const { certType, diseaseCode, extension, serviceTime, invoiceNo, total } = info;
  return {
    ok: true,
    value: {
      visit: {
        id,
        kind: "sale",
        psnNo: info.psnNo,
        insutype: insured.value.identified.insutype,
        certType,
        visitNo: "",
        begin: serviceTime,
        end: serviceTime,
        medType: info.medType,
        diseaseCode,
        birthControl: null,
        extension: { prescription: null, offSite: null, emergency: false, pregnancyId: null },
        lines: [],
        settlements: [],
        pending: null,
        openedBy: turn.envelope.msgid,
      },
      bill: {
        claimId: turn.envelope.msgid,
        insured: insured.value,
        medType: info.medType,
        serviceTime,
        visitId: null,
        stay: null,
        lines: lines.value,
        useAccount: info.useAccount,
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
