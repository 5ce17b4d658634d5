import { formatUsed } from "../settle/accumulator-id.ts";
import { nationalTime, timeText } from "../wire/clock-text.ts";
import {
  accumulatorQueryInput,
  encodeAccumulators,
  encodeVisits,
  settlementQueryInput,
  visitQueryInput,
} from "../wire/queries.ts";
import { encodeQuery, encodeSetldetail } from "../wire/setlinfo.ts";
import { readContext, visitsOf } from "./flow-state.ts";
import { ofPerson, reading } from "./opening.ts";
import { committedView } from "./settling.ts";
import { done, findInsured, no } from "./turn.ts";

/** 5201 */
export const queryVisits = ofPerson(visitQueryInput, (turn, insured, input) => {
  const { psnNo, centreVisitId, medType, begin, end } = input;
  const { terminal } = turn.door;
  const visits = visitsOf(terminal, psnNo).filter(
    (visit) =>
      (centreVisitId === null || visit.id === centreVisitId) &&
      (medType === null || visit.medType === medType) &&
      (begin === null || visit.begin >= begin) &&
      (end === null || visit.begin <= end),
  );
  const output = encodeVisits(
    insured.view,
    visits.map((visit) => ({
      centreVisitId: visit.id,
      medType: visit.medType ?? "",
      certType: visit.certType,
      visitNo: visit.visitNo,
      begin: nationalTime(visit.begin),
      end: visit.end === null ? null : nationalTime(visit.end),
      settlements: visit.settlements,
    })),
  );
  return done(output, psnNo);
});

/** 5203 */
export const querySettlement = reading(settlementQueryInput, (turn, input) => {
  const { terminal } = turn.door;
  const found = terminal.settlement(input.settlementId);
  if (!found.ok) return found;
  const committed = found.value;
  const { psnNo, centreVisitId } = input;
  const original =
    committed.kind === "reversal" && committed.reverses !== null
      ? terminal.settlement(committed.reverses)
      : found;
  const context = original.ok ? readContext(terminal, original.value.msgid) : null;
  const isOther =
    committed.psnNo !== psnNo ||
    (centreVisitId !== null && context !== null && context.visitId !== centreVisitId);
  if (isOther)
    return no("SETTLEMENT_NOT_FOUND", "没有与 setl_id、mdtrt_id、psn_no 都相符的结算，请核对后重试");
  const insured = findInsured(turn, { psnNo });
  if (!insured.ok) return insured;
  const view = committedView(turn, insured.value, { committed, context });
  const { institution } = terminal;
  const day = nationalTime(committed.committedAt).slice(0, 10);
  // A centre books a settlement under the insurance of its day, whatever the person's is now.
  const insutype = committed.insutype ?? view.person.insutype;
  const setlinfo = encodeQuery(
    { ...view, person: { ...view.person, insutype } },
    {
      institutionCode: institution.code,
      institutionName: institution.name,
      level: institution.level,
      begin: context?.begin.slice(0, 10) ?? day,
      end: context?.end.slice(0, 10) ?? day,
      isRefund: committed.kind === "reversal",
      year: (context?.end ?? day).slice(0, 4),
      diseaseCode: context?.diseaseCode ?? null,
      invoiceNo: context?.invoiceNo ?? null,
      operatorNo: context?.operatorNo ?? null,
    },
  );
  return done({ setlinfo, setldetail: encodeSetldetail(view) }, psnNo);
});

/** 5206 */
export const queryAccumulators = ofPerson(accumulatorQueryInput, (turn, insured) => {
  const { accumulators, insutype } = insured.identified;
  const now = timeText(turn.door.now());
  const output = encodeAccumulators({
    insutype,
    year: now.slice(0, 4),
    month: `${now.slice(0, 4)}${now.slice(5, 7)}`,
    values: Object.entries(accumulators).map(([id, value]) => ({ id, text: formatUsed(id, value) })),
  });
  return done(output, null);
});
