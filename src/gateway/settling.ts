import { z } from "zod";

import type { Committed } from "../app/terminal.ts";
import { fen, formatFen, parseFen, subtractFen } from "../base/money.ts";
import type { Settlement } from "../settle/settlement.ts";
import { nationalTime } from "../wire/clock-text.ts";
import { encodeLine } from "../wire/fee-line.ts";
import type { SettlementAnswer, SettlementView } from "../wire/setlinfo.ts";
import { encodeSetldetail, encodeSetlinfo } from "../wire/setlinfo.ts";
import type { DoorBill } from "./bill.ts";
import { claimOf } from "./bill.ts";
import { partsOfLine } from "./catalogued.ts";
import type { SettleContext, Visit, VisitLine } from "./flow-state.ts";
import { keepContext, keepVisit, readContext, standingOf } from "./flow-state.ts";
import type { Attempt, DoorBooks, Insured, No, Outcome, Turn } from "./turn.ts";
import { actorOf, clearingOfficeOf, done, findInsured, no } from "./turn.ts";

/** A bill with what its message says of the sums. */
export interface StatedBill {
  readonly visit: Visit;
  readonly bill: DoorBill;
  readonly certType: string;
  readonly total: string;
  readonly sums: Readonly<Record<"ownPay" | "overLimit" | "selfPayFirst" | "inScope", string | null>> | null;
  readonly invoiceNo: string | null;
}

/** 2101, 2206, 2303: the split as it would come out; nothing is written. */
export function preview(turn: Turn, stated: StatedBill, answer: SettlementAnswer): Outcome {
  const { terminal } = turn.door;
  const previewed = previewOf(terminal, stated.bill);
  if (!previewed.ok) return previewed;
  const { settlement } = previewed.value;
  const mismatch = statedOtherwise(stated, settlement);
  if (mismatch !== null) return mismatch;
  const { insured } = stated.bill;
  return done(
    settlementOutput(answer, stated.bill.lines, {
      ...viewOf(turn, insured, contextOf(turn, stated)),
      settlementId: null,
      settledAt: null,
      msgid: turn.envelope.msgid,
      settlement,
      balance: subtractFen(insured.identified.account.balance, settlement.split.account),
    }),
    insured.view.psnNo,
  );
}

const allowedSchema = z.object({ allowed: z.array(z.string()) });

/** A bill settled without a trace. The message asked for no relative: one whom the plan leaves out is left out here. */
function previewOf(terminal: DoorBooks, bill: DoorBill): Attempt<Previewed> {
  const claim = claimOf(terminal, bill);
  const previewed = terminal.preview({ claim });
  if (previewed.ok) return { ok: true, value: { claim, settlement: previewed.value.settlement } };
  const { code, details } = previewed.refusal;
  const rule = allowedSchema.safeParse(details);
  if (code !== "ACCOUNT_USE_NOT_ALLOWED" || bill.relations !== null || !rule.success) return previewed;
  return previewOf(terminal, { ...bill, relations: rule.data.allowed });
}

interface Previewed {
  readonly claim: Readonly<Record<string, unknown>>;
  readonly settlement: Settlement;
}

/** 2102, 2207, 2304: what the answer needs is kept first, then the ledger commits, then the visit learns of it. */
export function commit(turn: Turn, stated: StatedBill, answer: SettlementAnswer): Outcome {
  const { terminal } = turn.door;
  const { msgid } = turn.envelope;
  const { bill, visit } = stated;
  const previewed = previewOf(terminal, bill);
  if (!previewed.ok) return previewed;
  const { claim } = previewed.value;
  const mismatch = statedOtherwise(stated, previewed.value.settlement);
  if (mismatch !== null) return mismatch;
  const begun = { ...visit, pending: { msgid, lines: bill.lines.map(({ id }) => id) } };
  const context = { ...contextOf(turn, stated), sale: visit.kind === "sale" ? begun : null };
  keepContext(terminal, msgid, context);
  if (visit.kind !== "sale") keepVisit(terminal, begun);
  const committed = terminal.commit({
    claim,
    idempotencyKey: msgid,
    previewHash: null,
    msgid,
    tenders: [],
    actor: actorOf(turn),
  });
  if (!committed.ok) {
    if (visit.kind !== "sale") keepVisit(terminal, { ...visit, pending: null });
    terminal.dropState("context", msgid);
    return committed;
  }
  return committedOutcome(turn, bill.insured, { committed: committed.value, context }, answer);
}

/** The answer to a commit whose own was lost: what the ledger and the kept context say. */
export function committedBefore(turn: Turn, answer: SettlementAnswer): Outcome | null {
  const { terminal } = turn.door;
  const found = terminal.settlementByMsgid(turn.envelope.msgid);
  if (!found.ok) return null;
  const context = readContext(terminal, turn.envelope.msgid);
  if (context === null || context.inputHash !== turn.inputHash) return conflict();
  const insured = findInsured(turn, { psnNo: found.value.psnNo });
  if (!insured.ok) return insured;
  return committedOutcome(turn, insured.value, { committed: found.value, context }, answer);
}

export function conflict(): No {
  return no("IDEMPOTENCY_CONFLICT", "该报文编号已用于另一笔交易，请使用新的 msgid");
}

function committedOutcome(
  turn: Turn,
  insured: Insured,
  { committed, context }: { readonly committed: Committed; readonly context: SettleContext },
  answer: SettlementAnswer,
): Outcome {
  const view = committedView(turn, insured, { committed, context });
  return done(settlementOutput(answer, context.lines, view), committed.psnNo);
}

/** 2103, 2208, 2305: the mirror of a settlement, checked against the visit and the person that the message names. */
export function reverse(
  turn: Turn,
  named: { readonly settlementId: string; readonly centreVisitId: string; readonly psnNo: string },
  answer: { readonly reversal: SettlementAnswer; readonly original: string },
): Outcome {
  const { terminal } = turn.door;
  const original = meantBy(turn, named.settlementId);
  if (!original.ok) return original;
  const context = readContext(terminal, original.value.msgid);
  const isOther =
    original.value.psnNo !== named.psnNo ||
    original.value.kind !== "sale" ||
    (context !== null && context.visitId !== named.centreVisitId);
  if (isOther)
    return no("SETTLEMENT_NOT_FOUND", "没有与 setl_id、mdtrt_id、psn_no 都相符的结算，请核对后重试");
  if (context !== null && !context.infno.startsWith(answer.original)) {
    return no("CLAIM_INVALID", `该结算由 ${context.infno} 办理，请用与之对应的撤销交易`);
  }
  const reversed = reverseOnce(turn, original.value.settlementId);
  if (!reversed.ok) return reversed;
  const insured = findInsured(turn, { psnNo: named.psnNo });
  if (!insured.ok) return insured;
  const view = committedView(turn, insured.value, { committed: reversed.value, context });
  return done(
    { setlinfo: encodeSetlinfo(view, answer.reversal), setldetail: encodeSetldetail(view) },
    named.psnNo,
  );
}

/**
 * The settlement that a reversal means: the one it names or, where an undone reversal has brought that back, the same
 * again. A message that has reversed before means what it reversed.
 */
function meantBy(turn: Turn, settlementId: string): Attempt<Committed> {
  const { terminal } = turn.door;
  const named = terminal.settlement(settlementId);
  const before = terminal.settlementByMsgid(turn.envelope.msgid);
  if (before.ok && before.value.reverses !== null) {
    const reversed = terminal.settlement(before.value.reverses);
    const standsFor = named.ok && reversed.ok && isSameBill(named.value, reversed.value);
    return standsFor ? reversed : named;
  }
  const standing = named.ok ? standingOf(terminal, settlementId) : null;
  if (!named.ok || standing === null || !isSameBill(named.value, standing)) return named;
  return { ok: true, value: standing };
}

/** Whether two settlements are the same bill, one of them made again. */
export function isSameBill(a: Committed, b: Committed): boolean {
  return (
    a.settlement.claimId === b.settlement.claimId && a.settlement.split.total === b.settlement.split.total
  );
}

/** Reverses under the message's own number, which must not have done anything else before. */
export function reverseOnce(turn: Turn, settlementId: string): Attempt<Committed> {
  const { terminal } = turn.door;
  const { msgid } = turn.envelope;
  const before = terminal.settlementByMsgid(msgid);
  if (before.ok && before.value.reverses !== settlementId) return conflict();
  return terminal.reverse({ settlementId, idempotencyKey: msgid, msgid, actor: actorOf(turn) });
}

/** A settlement of the ledger for a message; one that a desk made has no context, and its number stands for its visit. */
export function committedView(
  turn: Turn,
  insured: Insured,
  { committed, context }: { readonly committed: Committed; readonly context: SettleContext | null },
): SettlementView {
  const { settlement } = committed;
  const { balance } = insured.identified.account;
  return {
    ...viewOf(turn, insured, {
      visitId: context?.visitId ?? committed.settlementId,
      certType: context?.certType ?? "",
      medType: committed.medType,
    }),
    settlementId: committed.settlementId,
    settledAt: nationalTime(committed.committedAt),
    msgid: committed.msgid,
    settlement,
    // A reversal has put its money back by now; a sale is shown as it left the account, whatever came later.
    balance:
      context === null || committed.kind === "reversal"
        ? balance
        : subtractFen(fen(context.balanceBefore), settlement.split.account),
  };
}

function viewOf(
  { door }: Turn,
  insured: Insured,
  context: Pick<SettleContext, "visitId" | "certType" | "medType">,
): Omit<SettlementView, "settlementId" | "settledAt" | "msgid" | "settlement" | "balance"> {
  const { institution } = door.terminal;
  return {
    centreVisitId: context.visitId,
    certType: context.certType,
    medType: context.medType,
    clearingOffice: clearingOfficeOf(door.terminal, insured.identified.plan),
    atPharmacy: institution.type === "pharmacy",
    person: insured.view,
  };
}

function contextOf(
  { envelope, inputHash }: Turn,
  { visit, bill, certType, invoiceNo }: StatedBill,
): SettleContext {
  return {
    inputHash,
    infno: envelope.infno,
    visitId: visit.id,
    visitNo: visit.visitNo,
    certType,
    insutype: bill.insured.identified.insutype,
    medType: bill.medType,
    balanceBefore: bill.insured.identified.account.balance,
    begin: visit.begin,
    end: bill.serviceTime,
    diseaseCode: bill.diseaseCode,
    invoiceNo,
    operatorNo: envelope.operatorNo,
    lines: visit.kind === "sale" ? [...bill.lines] : [],
    sale: null,
  };
}

function settlementOutput(
  answer: SettlementAnswer,
  lines: readonly VisitLine[],
  view: SettlementView,
): Record<string, unknown> {
  const output = { setlinfo: encodeSetlinfo(view, answer), setldetail: encodeSetldetail(view) };
  if (answer !== "2101" && answer !== "2102") return output;
  const parts = new Map(view.settlement.lines.map((line) => [line.id, line]));
  const detlcutinfo = lines.map((line) => encodeLine(line, parts.get(line.id) ?? partsOfLine(line), false));
  return { ...output, detlcutinfo };
}

/** Sums that a message brings along are compared, never computed with. */
function statedOtherwise({ total, sums }: StatedBill, { split }: Settlement): No | null {
  if (parseFen(total) !== split.total) {
    return no("CLAIM_INVALID", `medfee_sumamt 与明细合计不一致，明细合计为 ${formatFen(split.total)}`);
  }
  for (const [name, field] of [
    ["ownPay", "fulamt_ownpay_amt"],
    ["overLimit", "overlmt_selfpay"],
    ["selfPayFirst", "preselfpay_amt"],
    ["inScope", "inscp_scp_amt"],
  ] as const) {
    const stated = sums?.[name] ?? null;
    if (stated !== null && parseFen(stated) !== split[name]) {
      return no("CLAIM_INVALID", `${field} 与明细分割不一致，应为 ${formatFen(split[name])}，请重新预结算`);
    }
  }
  return null;
}

/** Trace codes that came beside the lines join the line they name. */
export function withTraces(
  lines: readonly VisitLine[],
  traces: readonly { readonly line: string; readonly code: string; readonly splitPack: boolean }[],
): Attempt<readonly VisitLine[]> {
  const ids = new Set(lines.map(({ id }) => id));
  const stray = traces.find(({ line }) => !ids.has(line));
  if (stray !== undefined) return no("CLAIM_INVALID", `drug_trac_info 所指明细 ${stray.line} 不在本次结算中`);
  const value = lines.map((line) => {
    const own = traces.filter((trace) => trace.line === line.id);
    if (own.length === 0) return line;
    return {
      ...line,
      traceCodes: [...line.traceCodes, ...own.map(({ code }) => code)],
      splitPack: line.splitPack || own.some(({ splitPack }) => splitPack),
    };
  });
  return { ok: true, value };
}
