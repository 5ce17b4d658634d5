import { timeText } from "../wire/clock-text.ts";
import { visitInput } from "../wire/outpatient.ts";
import {
  admitInput,
  cancelStayLinesInput,
  changeAdmissionInput,
  dischargeInput,
  encodeAdmission,
  staySettleInput,
  uploadStayLinesInput,
} from "../wire/stay.ts";
import { netLines } from "./catalogued.ts";
import { dropVisit, findVisit, keepVisit } from "./flow-state.ts";
import { ofPerson, ofVisit, openOnce, reading, settlingOf } from "./opening.ts";
import type { StatedBill } from "./settling.ts";
import type { Attempt, Turn } from "./turn.ts";
import { done, findInsured, no, readInput } from "./turn.ts";
import { addLines, allLines, dropLines, oneVisit, stillSettled } from "./visit-lines.ts";

/** 2401 */
export const admit = ofPerson(admitInput, (turn, _insured, { certNo: _certNo, ...told }) =>
  done(encodeAdmission(openOnce(turn, { kind: "stay", ...told })), null),
);

/** 2402 */
export const discharge = ofVisit("stay", dischargeInput, (turn, stay, { end }) => {
  if (end < stay.begin) return no("CLAIM_INVALID", "input.dscginfo.endtime 出院时间早于入院时间");
  keepVisit(turn.door.terminal, { ...stay, end });
  return done({}, null);
});

/** 2403 */
export const changeAdmission = ofVisit("stay", changeAdmissionInput, (turn, stay, input) => {
  if (stay.settlements.length > 0) return stillSettled;
  const { begin, end, medType, diseaseCode, birthControl } = input;
  keepVisit(turn.door.terminal, {
    ...stay,
    begin: begin ?? stay.begin,
    end: end ?? stay.end,
    medType: medType ?? stay.medType,
    diseaseCode: diseaseCode ?? stay.diseaseCode,
    birthControl: birthControl ?? stay.birthControl,
  });
  return done({}, null);
});

/** 2404 */
export const cancelAdmission = ofVisit("stay", visitInput, (turn, stay) => {
  if (stay.settlements.length > 0) return stillSettled;
  if (stay.lines.length > 0) return no("CLAIM_INVALID", "仍有已上传的费用明细，请先撤销明细（2302）");
  dropVisit(turn.door.terminal, stay);
  return done({}, null);
});

/** 2405 */
export const cancelDischarge = ofVisit("stay", visitInput, (turn, stay) => {
  if (stay.settlements.length > 0) return stillSettled;
  keepVisit(turn.door.terminal, { ...stay, end: null });
  return done({}, null);
});

/** 2301 */
export const uploadStayLines = reading(uploadStayLinesInput, (turn, rows) => addLines(turn, rows, "stay"));

/** 2302 */
export const cancelStayLines = reading(cancelStayLinesInput, (turn, rows) => {
  const first = oneVisit(rows);
  if (first === null) return no("CLAIM_INVALID", "一次撤销的明细须属于同一次住院");
  const stay = findVisit(turn, first, "stay");
  if (!stay.ok) return stay;
  const ids = new Set(rows.map(({ line }) => line));
  return dropLines(turn, stay.value, (line) => ids.has(allLines) || ids.has(line.id));
});

/** 2303, 2304, 2304A, 2305 */
export const stay = settlingOf({ preview: "2303", settle: "2304", reverse: "2305" }, readBill);

/** A preview may come before the discharge, and takes now for it; a settlement may not. */
function readBill(turn: Turn, purpose: "preview" | "settle"): Attempt<StatedBill> {
  const input = readInput(turn, staySettleInput);
  if (!input.ok) return input;
  const stated = input.value;
  const found = findVisit(turn, stated, "stay");
  if (!found.ok) return found;
  const insured = findInsured(turn, stated);
  if (!insured.ok) return insured;
  if (stated.isMidStay) return no("NOT_SUPPORTED", "暂不支持中途结算，请在出院时结算");
  const { begin, diseaseCode, birthControl, extension, medType, visitNo } = found.value;
  const now = purpose === "preview" ? `${timeText(turn.door.now()).replace(" ", "T")}+08:00` : null;
  const end = found.value.end ?? stated.discharged ?? now;
  if (end === null) return no("NOT_SUPPORTED", "尚未办理出院（2402），暂不支持中途结算");
  const open = found.value.lines.filter(({ settledBy }) => settledBy === null);
  const lines = netLines(open);
  if (!lines.ok) return lines;
  if (lines.value.length === 0) return no("CLAIM_INVALID", "没有未结算的费用明细，请先上传明细（2301）");
  return {
    ok: true,
    value: {
      visit: { ...found.value, end: found.value.end ?? stated.discharged },
      bill: {
        claimId: turn.envelope.msgid,
        insured: insured.value,
        medType: medType ?? "21",
        serviceTime: end,
        visitId: visitNo,
        stay: { admitted: begin.slice(0, 10), discharged: end.slice(0, 10) },
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
