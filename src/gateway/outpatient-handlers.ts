import {
  cancelLinesInput,
  encodeRegistration,
  registerInput,
  uploadLinesInput,
  visitInfoInput,
  visitInput,
  visitSettleInput,
} from "../wire/outpatient.ts";
import { dropVisit, findVisit, keepVisit } from "./flow-state.ts";
import { ofPerson, ofVisit, openOnce, reading, settlingOf } from "./opening.ts";
import type { StatedBill } from "./settling.ts";
import { withTraces } from "./settling.ts";
import type { Attempt, Turn } from "./turn.ts";
import { done, findInsured, no, readInput } from "./turn.ts";
import { addLines, allLines, dropLines, stillSettled } from "./visit-lines.ts";

/** 2201 */
export const register = ofPerson(registerInput, (turn, _insured, input) => {
  const { psnNo, insutype, certType, visitNo, begin } = input;
  const id = openOnce(turn, { kind: "outpatient", psnNo, insutype, certType, visitNo, begin });
  return done(encodeRegistration({ centreVisitId: id, psnNo, visitNo }), null);
});

/** 2202 */
export const cancelRegistration = ofVisit("outpatient", visitInput, (turn, visit) => {
  if (visit.settlements.length > 0) return stillSettled;
  dropVisit(turn.door.terminal, visit);
  return done({}, null);
});

/** 2203, 2203A */
export const visitInfo = ofVisit("outpatient", visitInfoInput, (turn, visit, input) => {
  const { medType, begin, diseaseCode, birthControl, extension } = input;
  keepVisit(turn.door.terminal, { ...visit, medType, begin, diseaseCode, birthControl, extension });
  return done({}, null);
});

/** 2204 */
export const uploadLines = reading(uploadLinesInput, (turn, rows) => addLines(turn, rows, "outpatient"));

/** 2205 */
export const cancelLines = ofVisit("outpatient", cancelLinesInput, (turn, visit, { batch }) =>
  dropLines(turn, visit, (line) => batch === allLines || line.batch === batch),
);

/** 2206, 2207 and their A variants, 2208 */
export const outpatient = settlingOf({ preview: "2206", settle: "2207", reverse: "2208" }, readBill);

function readBill(turn: Turn): Attempt<StatedBill> {
  const input = readInput(turn, visitSettleInput);
  if (!input.ok) return input;
  const stated = input.value;
  const visit = findVisit(turn, stated, "outpatient");
  if (!visit.ok) return visit;
  const insured = findInsured(turn, stated);
  if (!insured.ok) return insured;
  const { medType, diseaseCode, birthControl, extension } = visit.value;
  if (medType !== null && medType !== stated.medType) {
    return no("CLAIM_INVALID", `med_type 与就诊信息（2203）不一致，就诊信息为 ${medType}`);
  }
  const batch = visit.value.lines.filter((line) => line.batch === stated.batch && line.settledBy === null);
  if (batch.length === 0) return no("CLAIM_INVALID", "chrg_bchno 批次没有未结算的明细，请先上传明细（2204）");
  const lines = withTraces(batch, stated.traces);
  if (!lines.ok) return lines;
  return {
    ok: true,
    value: {
      visit: visit.value,
      bill: {
        claimId: turn.envelope.msgid,
        insured: insured.value,
        medType: stated.medType,
        serviceTime: visit.value.begin,
        visitId: visit.value.visitNo,
        stay: null,
        lines: lines.value,
        useAccount: stated.useAccount,
        relations: null,
        diseaseCode,
        birthControl,
        extension,
      },
      certType: stated.certType,
      total: stated.total,
      sums: stated.sums,
      invoiceNo: stated.invoiceNo,
    },
  };
}
