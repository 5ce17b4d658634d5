import type { Committed } from "../app/terminal.ts";
import { undoInput } from "../wire/undo.ts";
import type { SettleContext, Visit } from "./flow-state.ts";
import {
  dropVisit,
  keepContext,
  keepUndone,
  keepVisit,
  readAnswer,
  readContext,
  readVisit,
  visitsOf,
} from "./flow-state.ts";
import { reading } from "./opening.ts";
import { isSameBill, reverseOnce } from "./settling.ts";
import type { Attempt, DoorBooks, Outcome, Turn } from "./turn.ts";
import { actorOf, done, findInsured, no } from "./turn.ts";
import { stillSettled } from "./visit-lines.ts";

/** Transactions that leave something behind and have one of their own that takes it back; 2601 does not reach them. */
const notUndone: ReadonlySet<string> = new Set([
  "2201",
  "2202",
  "2203",
  "2203A",
  "2204",
  "2205",
  "2301",
  "2302",
  "2402",
  "2403",
  "2404",
  "2405",
  "2503",
  "2504",
  "2505",
  "2506",
  "3203",
  "3204",
]);

/**
 * 2601: what the message did is taken back. A message that never did anything here is answered as done, and kept out
 * from now on: it may still be on its way.
 */
export const undo = reading(undoInput, (turn, { psnNo, originalMsgid }) => {
  const { terminal } = turn.door;
  if (originalMsgid === turn.envelope.msgid) return no("CLAIM_INVALID", "omsgid 不得是本报文自己的编号");
  const found = terminal.settlementByMsgid(originalMsgid);
  if (found.ok) {
    if (found.value.psnNo !== psnNo) return no("CLAIM_INVALID", "omsgid 与 psn_no 不相符，请核对后重试");
    if (found.value.kind === "reversal") return undoReversal(turn, found.value);
    if (found.value.reversedBy !== null) return done({}, null);
    const reversed = reverseOnce(turn, found.value.settlementId);
    return reversed.ok ? done({}, null) : reversed;
  }
  const answered = readAnswer(terminal, originalMsgid)?.infno ?? "";
  if (notUndone.has(answered))
    return no("NOT_SUPPORTED", `2601 不能冲正 ${answered}，请用与之对应的撤销交易`);
  if (answered === "2401") {
    const opened = visitsOf(terminal, psnNo).find(({ openedBy }) => openedBy === originalMsgid) ?? null;
    if (opened !== null && opened.settlements.length > 0) return stillSettled;
    if (opened !== null) dropVisit(terminal, opened);
  }
  keepUndone(terminal, originalMsgid);
  return done({}, null);
});

/** The reversed settlement is made again under this message's number, and its visit learns of it. */
function undoReversal(turn: Turn, reversal: Committed): Outcome {
  const { terminal } = turn.door;
  const { msgid } = turn.envelope;
  const original = terminal.settlement(reversal.reverses ?? "");
  if (!original.ok) return original;
  if (isRestored(terminal, original.value)) return done({}, null);
  const insured = findInsured(turn, { psnNo: reversal.psnNo });
  if (!insured.ok) return insured;
  const context = readContext(terminal, original.value.msgid);
  const visit =
    context === null || context.sale !== null ? null : visitToRestore(terminal, context, original.value);
  if (visit !== null && !visit.ok) return visit;
  if (context !== null) {
    const balanceBefore = insured.value.identified.account.balance;
    keepContext(terminal, msgid, { ...context, inputHash: turn.inputHash, balanceBefore });
  }
  if (visit !== null) {
    const lines = original.value.settlement.lines.map(({ id }) => id);
    keepVisit(terminal, { ...visit.value, pending: { msgid, lines } });
  }
  const restored = terminal.restore({
    settlementId: reversal.settlementId,
    idempotencyKey: msgid,
    msgid,
    actor: actorOf(turn),
  });
  if (restored.ok) return done({}, null);
  terminal.dropState("context", msgid);
  if (visit !== null) keepVisit(terminal, { ...visit.value, pending: null });
  return restored;
}

/** Whether the reversal has been undone before: what took the original's place is it again, not what a refund left. */
function isRestored(terminal: DoorBooks, original: Committed): boolean {
  const successor = terminal.successorOf(original.settlementId);
  return successor.ok && isSameBill(successor.value, original);
}

/** The visit of a reversed settlement, if its lines are still there and no other settlement has them. */
function visitToRestore(
  terminal: DoorBooks,
  { visitId }: SettleContext,
  { settlement }: Committed,
): Attempt<Visit> {
  const visit = readVisit(terminal, visitId);
  if (visit === null) return no("CLAIM_INVALID", "就诊已撤销，不能恢复结算，请重新办理");
  const free = new Set(visit.lines.flatMap(({ id, settledBy }) => (settledBy === null ? [id] : [])));
  if (visit.kind === "sale" || settlement.lines.every(({ id }) => free.has(id)))
    return { ok: true, value: visit };
  return no("CLAIM_INVALID", "撤销之后明细已变动，不能恢复结算，请重新结算");
}
