import { encodeLine } from "../wire/fee-line.ts";
import {
  cancelLinesInput,
  encodeRegistration,
  registerInput,
  uploadLinesInput,
  visitInfoInput,
  visitInput,
  visitSettleInput,
} from "../wire/outpatient.ts";
import { reversalInput } from "../wire/pharmacy.ts";
import { catalogueLines, partsOfLine } from "./catalogued.ts";
import type { Visit, VisitLine } from "./flow-state.ts";
import { dropVisit, findVisit, keepVisit, openVisit } from "./flow-state.ts";
import type { StatedBill } from "./settling.ts";
import { commit, committedBefore, preview, reverse, withTraces } from "./settling.ts";
import type { Attempt, Handler, Turn } from "./turn.ts";
import { done, findInsured, no, readInput, visitIdOf } from "./turn.ts";

/** 2201 */
export const register: Handler = (turn) => {
  const input = readInput(turn, registerInput);
  if (!input.ok) return input;
  const insured = findInsured(turn, input.value);
  if (!insured.ok) return insured;
  const { psnNo, insutype, certType, visitNo, begin } = input.value;
  const id = visitIdOf(turn);
  openVisit(turn.door.terminal, {
    id,
    kind: "outpatient",
    psnNo,
    insutype,
    certType,
    visitNo,
    begin,
    end: null,
    medType: null,
    diseaseCode: null,
    birthControl: null,
    extension: { prescription: null, offSite: null, emergency: false, pregnancyId: null },
    lines: [],
    settlements: [],
    pending: null,
    openedBy: turn.envelope.msgid,
  });
  return done(encodeRegistration({ centreVisitId: id, psnNo, visitNo }), null);
};

/** 2202 */
export const cancelRegistration: Handler = (turn) => {
  const input = readInput(turn, visitInput);
  if (!input.ok) return input;
  const visit = findVisit(turn, input.value, "outpatient");
  if (!visit.ok) return visit;
  if (visit.value.settlements.length > 0) return stillSettled;
  dropVisit(turn.door.terminal, visit.value);
  return done({}, null);
};

export const stillSettled = no("CLAIM_INVALID", "本次就诊已有结算，请先撤销结算");

/** 2203, 2203A */
export const visitInfo: Handler = (turn) => {
  const input = readInput(turn, visitInfoInput);
  if (!input.ok) return input;
  const visit = findVisit(turn, input.value, "outpatient");
  if (!visit.ok) return visit;
  const { medType, begin, diseaseCode, birthControl, extension } = input.value;
  keepVisit(turn.door.terminal, {
    ...visit.value,
    medType,
    begin,
    diseaseCode,
    birthControl,
    extension,
  });
  return done({}, null);
};

/** 2204 */
export const uploadLines: Handler = (turn) => {
  const input = readInput(turn, uploadLinesInput);
  if (!input.ok) return input;
  return addLines(turn, input.value, "outpatient");
};

/** Lines of one visit join it, all or none; the answer shows how each is split. */
export function addLines(
  turn: Turn,
  rows: readonly {
    readonly centreVisitId: string;
    readonly psnNo: string;
    readonly line: Parameters<typeof catalogueLines>[1][number];
  }[],
  kind: Visit["kind"],
) {
  const [first] = rows;
  const isOne = rows.every((row) => row.centreVisitId === first?.centreVisitId && row.psnNo === first.psnNo);
  if (first === undefined || !isOne) return no("CLAIM_INVALID", "一次上传的明细须属于同一次就诊");
  const visit = findVisit(turn, first, kind);
  if (!visit.ok) return visit;
  if (kind === "stay" && visit.value.settlements.length > 0) return stillSettled;
  const lines = catalogueLines(
    turn,
    rows.map(({ line }) => line),
  );
  if (!lines.ok) return lines;
  const known = new Set(visit.value.lines.map(({ id }) => id));
  const again = lines.value.find(({ id }) => known.has(id));
  if (again !== undefined) {
    return no("CLAIM_INVALID", `feedetl_sn ${again.id} 已上传，请先撤销明细或使用新的流水号`);
  }
  keepVisit(turn.door.terminal, { ...visit.value, lines: [...visit.value.lines, ...lines.value] });
  return done({ result: lines.value.map((line) => encodeLine(line, partsOfLine(line), true)) }, null);
}

const all = "0000";

/** 2205 */
export const cancelLines: Handler = (turn) => {
  const input = readInput(turn, cancelLinesInput);
  if (!input.ok) return input;
  const visit = findVisit(turn, input.value, "outpatient");
  if (!visit.ok) return visit;
  const { batch } = input.value;
  return dropLines(turn, visit.value, (line) => batch === all || line.batch === batch);
};

/** Takes lines back that no settlement holds. */
export function dropLines(turn: Turn, visit: Visit, isMeant: (line: VisitLine) => boolean) {
  const lines = visit.lines.filter((line) => line.settledBy !== null || !isMeant(line));
  keepVisit(turn.door.terminal, { ...visit, lines });
  return done({}, null);
}

/** 2206, 2206A */
export const outpatientPreview: Handler = (turn) => {
  const bill = readBill(turn);
  return bill.ok ? preview(turn, bill.value, "2206") : bill;
};

/** 2207, 2207A */
export const outpatientSettle: Handler = (turn) => {
  const before = committedBefore(turn, "2207");
  if (before !== null) return before;
  const bill = readBill(turn);
  return bill.ok ? commit(turn, bill.value, "2207") : bill;
};

/** 2208 */
export const outpatientReverse: Handler = (turn) => {
  const input = readInput(turn, reversalInput);
  return input.ok ? reverse(turn, input.value, { reversal: "2208", original: "2207" }) : input;
};

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
