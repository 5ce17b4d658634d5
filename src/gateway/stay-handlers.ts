import { timeText } from "../wire/clock-text.ts";
import { reversalInput } from "../wire/pharmacy.ts";
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
import { dropVisit, findVisit, keepVisit, openVisit } from "./flow-state.ts";
import { addLines, dropLines, stillSettled } from "./outpatient-handlers.ts";
import type { StatedBill } from "./settling.ts";
import { commit, committedBefore, preview, reverse } from "./settling.ts";
import type { Attempt, Handler, Turn } from "./turn.ts";
import { done, findInsured, no, readInput, visitIdOf } from "./turn.ts";

/** 2401 */
export const admit: Handler = (turn) => {
  const input = readInput(turn, admitInput);
  if (!input.ok) return input;
  const insured = findInsured(turn, input.value);
  if (!insured.ok) return insured;
  const { psnNo, insutype, certType, visitNo, begin, medType, diseaseCode, birthControl, extension } =
    input.value;
  const id = visitIdOf(turn);
  openVisit(turn.door.terminal, {
    id,
    kind: "stay",
    psnNo,
    insutype,
    certType,
    visitNo,
    begin,
    end: null,
    medType,
    diseaseCode,
    birthControl,
    extension,
    lines: [],
    settlements: [],
    pending: null,
    openedBy: turn.envelope.msgid,
  });
  return done(encodeAdmission(id), null);
};

/** 2402 */
export const discharge: Handler = (turn) => {
  const input = readInput(turn, dischargeInput);
  if (!input.ok) return input;
  const stay = findVisit(turn, input.value, "stay");
  if (!stay.ok) return stay;
  const { end } = input.value;
  if (end < stay.value.begin) return no("CLAIM_INVALID", "input.dscginfo.endtime 出院时间早于入院时间");
  keepVisit(turn.door.terminal, { ...stay.value, end });
  return done({}, null);
};

/** 2403 */
export const changeAdmission: Handler = (turn) => {
  const input = readInput(turn, changeAdmissionInput);
  if (!input.ok) return input;
  const stay = findVisit(turn, input.value, "stay");
  if (!stay.ok) return stay;
  if (stay.value.settlements.length > 0) return stillSettled;
  const { begin, end, medType, diseaseCode, birthControl } = input.value;
  keepVisit(turn.door.terminal, {
    ...stay.value,
    begin: begin ?? stay.value.begin,
    end: end ?? stay.value.end,
    medType: medType ?? stay.value.medType,
    diseaseCode: diseaseCode ?? stay.value.diseaseCode,
    birthControl: birthControl ?? stay.value.birthControl,
  });
  return done({}, null);
};

/** 2404 */
export const cancelAdmission: Handler = (turn) => {
  const input = readInput(turn, visitInput);
  if (!input.ok) return input;
  const stay = findVisit(turn, input.value, "stay");
  if (!stay.ok) return stay;
  if (stay.value.settlements.length > 0) return stillSettled;
  if (stay.value.lines.length > 0) return no("CLAIM_INVALID", "仍有已上传的费用明细，请先撤销明细（2302）");
  dropVisit(turn.door.terminal, stay.value);
  return done({}, null);
};

/** 2405 */
export const cancelDischarge: Handler = (turn) => {
  const input = readInput(turn, visitInput);
  if (!input.ok) return input;
  const stay = findVisit(turn, input.value, "stay");
  if (!stay.ok) return stay;
  if (stay.value.settlements.length > 0) return stillSettled;
  keepVisit(turn.door.terminal, { ...stay.value, end: null });
  return done({}, null);
};

/** 2301 */
export const uploadStayLines: Handler = (turn) => {
  const input = readInput(turn, uploadStayLinesInput);
  if (!input.ok) return input;
  return addLines(turn, input.value, "stay");
};

const all = "0000";

/** 2302 */
export const cancelStayLines: Handler = (turn) => {
  const input = readInput(turn, cancelStayLinesInput);
  if (!input.ok) return input;
  const [first] = input.value;
  const isOne = input.value.every(
    (row) => row.centreVisitId === first?.centreVisitId && row.psnNo === first.psnNo,
  );
  if (first === undefined || !isOne) return no("CLAIM_INVALID", "一次撤销的明细须属于同一次住院");
  const stay = findVisit(turn, first, "stay");
  if (!stay.ok) return stay;
  const ids = new Set(input.value.map(({ line }) => line));
  return dropLines(turn, stay.value, (line) => ids.has(all) || ids.has(line.id));
};

/** 2303 */
export const stayPreview: Handler = (turn) => {
  const bill = readBill(turn, timeText(turn.door.now()));
  return bill.ok ? preview(turn, bill.value, "2303") : bill;
};

/** 2304, 2304A */
export const staySettle: Handler = (turn) => {
  const before = committedBefore(turn, "2304");
  if (before !== null) return before;
  const bill = readBill(turn, null);
  return bill.ok ? commit(turn, bill.value, "2304") : bill;
};

/** 2305 */
export const stayReverse: Handler = (turn) => {
  const input = readInput(turn, reversalInput);
  return input.ok ? reverse(turn, input.value, { reversal: "2305", original: "2304" }) : input;
};

/** @param now  stands in for the discharge that a preview comes before; null where a discharge must have been reported */
function readBill(turn: Turn, now: string | null): Attempt<StatedBill> {
  const input = readInput(turn, staySettleInput);
  if (!input.ok) return input;
  const stated = input.value;
  const stay = findVisit(turn, stated, "stay");
  if (!stay.ok) return stay;
  const insured = findInsured(turn, stated);
  if (!insured.ok) return insured;
  if (stated.isMidStay) return no("NOT_SUPPORTED", "暂不支持中途结算，请在出院时结算");
  const { begin, diseaseCode, birthControl, extension, medType, visitNo } = stay.value;
  const end = stay.value.end ?? stated.discharged ?? (now === null ? null : `${now.replace(" ", "T")}+08:00`);
  if (end === null) return no("NOT_SUPPORTED", "尚未办理出院（2402），暂不支持中途结算");
  const open = stay.value.lines.filter(({ settledBy }) => settledBy === null);
  const lines = netLines(open);
  if (!lines.ok) return lines;
  if (lines.value.length === 0) return no("CLAIM_INVALID", "没有未结算的费用明细，请先上传明细（2301）");
  return {
    ok: true,
    value: {
      visit: { ...stay.value, end: stay.value.end ?? stated.discharged },
      bill: {
        claimId: turn.envelope.msgid,
        insured: insured.value,
        medType: medType ?? "21",
        serviceTime: end,
        visitId: visitNo,
        stay: { admitted: begin.slice(0, 10), discharged: end.slice(0, 10) },
        lines: lines.value,
        useAccount: stated.useAccount,
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
