import { shanghaiTime } from "../app/clock.ts";
import { decline } from "../app/ground.ts";
import type { Committed, Refused } from "../app/terminal.ts";
import type { Fen } from "../base/money.ts";
import { addFen, subtractFen, zeroFen } from "../base/money.ts";
import { traceCodesOf } from "../ledger/trace-rules.ts";
import type { Claim } from "../settle/claim.ts";
import type { Settlement } from "../settle/settlement.ts";
import { insuranceType } from "../wire/codes.ts";
import type { Bench } from "./bench.ts";
import { balanceOf, committed } from "./bench.ts";
import { accumulatorKey } from "./read-books.ts";
import { amountsOf } from "../app/split-columns.ts";
import { bodyText } from "./settlement-body.ts";
import type { SettlementRow } from "./store/tables.ts";

/** A claim with what it comes to. */
export interface Judged {
  readonly json: unknown;
  readonly claim: Claim;
  readonly settlement: Settlement;
  readonly supplementSha256: string | null;
}

/** Accounts are locked with the person: what a claim tells of them is held against what they hold. */
export function overdraft(bench: Bench, { claim, settlement }: Judged): Refused | null {
  const drawn = new Map<string, Fen>();
  for (const { member, amount } of settlement.draws) {
    const holder = holderOf(claim, member);
    drawn.set(holder, addFen(drawn.get(holder) ?? zeroFen, amount));
  }
  const isOver = [...drawn].some(([holder, amount]) => amount > (balanceOf(bench, holder) ?? zeroFen));
  return isOver ? decline("PREVIEW_STALE", "个人账户余额已变动，请重新预结算", {}).refusal : null;
}

/** Whose account a draw is on. */
function holderOf({ person, account }: Claim, member: number | null): string {
  return member === null ? person.psnNo : (account.family[member]?.psnNo ?? "");
}

/** A settlement that is decided and only has to be written down. */
interface Draft extends Judged {
  readonly msgid: string;
  readonly visitId: string;
  /** The settlement that it takes back, or whose place it takes. */
  readonly reverses: SettlementRow | null;
  readonly replaces: SettlementRow | null;
}

/** Adds a settlement, with all that follows from it, to what the message leaves in the books. */
export function write(bench: Bench, draft: Draft): Committed {
  const { changes, read } = bench;
  const { psnNo } = read.scope;
  const { claim, settlement } = draft;
  const number = (read.people.get(psnNo)?.last_number ?? 0) + changes.settlements.length + 1;
  const row = rowOf(bench, draft, number);
  changes.settlements.push(row);
  for (const [seq, { id, period, before, after }] of settlement.movements.entries()) {
    const about = { psn_no: psnNo, plan: claim.plan, period, accumulator: id };
    changes.postings.push({
      ...about,
      number,
      seq,
      kind: "settlement",
      before_value: before,
      after_value: after,
    });
    changes.accumulators.set(accumulatorKey(claim.plan, period, id), { ...about, value: after });
  }
  for (const [seq, { member, amount }] of settlement.draws.entries()) {
    const holder = holderOf(claim, member);
    changes.accountMovements.push({ psn_no: holder, settled_for: psnNo, number, seq, amount_fen: amount });
    changes.balances.set(holder, subtractFen(balanceOf(bench, holder) ?? zeroFen, amount));
  }
  if (draft.reverses === null)
    for (const { code } of traceCodesOf(claim)) changes.traceCodes.push({ code, psn_no: psnNo, number });
  const reverses = draft.reverses?.settlement_id ?? null;
  return committed({ ...row, reversed_by: null }, settlement, reverses);
}

function rowOf(bench: Bench, draft: Draft, number: number): SettlementRow {
  const { claim, settlement, msgid } = draft;
  const at = shanghaiTime(bench.nowMs);
  return {
    psn_no: bench.read.scope.psnNo,
    number,
    settlement_id: bench.settlementIdOf(msgid),
    institution: bench.institution.code,
    msgid,
    kind: draft.reverses === null ? "sale" : "reversal",
    reverses: draft.reverses?.number ?? null,
    replaces: draft.replaces?.number ?? null,
    visit_id: draft.visitId,
    plan: claim.plan,
    insutype: insuranceType(claim.person.population),
    medical_type: claim.medType,
    service_date: claim.serviceDate,
    committed_at: at,
    committed_day: at.slice(0, 10),
    pack_sha256: settlement.packSha256,
    supplement_sha256: draft.supplementSha256,
    ...amountsOf(settlement.split),
    listed_as_refund: null,
    body: bodyText(draft.json, settlement),
  };
}
