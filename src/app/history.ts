import type { Fen } from "../base/money.ts";
import { addFen } from "../base/money.ts";
import { claimInvalid } from "../settle/preconditions.ts";
import type { SettlementRow, SettlementsOf } from "../store/settlements.ts";
import { splitPaid } from "./adjustments.ts";
import { actorOf, approve, isSupervising } from "./approvals.ts";
import { appendAudit } from "./audit-chain.ts";
import { shanghaiTime } from "./clock.ts";
import { findingOf } from "./findings.ts";
import type { Ground } from "./ground.ts";
import { accept } from "./ground.ts";
import { maskName } from "./papers/mask.ts";
import { holderOf } from "./people.ts";
import { refund, refundPreview } from "./refund.ts";
import { reverse } from "./reverse.ts";
import type { Approval } from "./supervision.ts";
import type {
  Committed,
  Refunded,
  RefundPreview,
  RefundRequest,
  Result,
  ReverseRequest,
} from "./terminal.ts";

/** What is known of settlements that are looked for; null: nothing. Something is needed that an index is kept of. */
export interface SettlementQuery {
  readonly psnNo: string | null;
  readonly day: string | null;
  /** Of the settlement or of its message; alone. */
  readonly id: string | null;
  /** On a sale that still holds it; alone. */
  readonly traceCode: string | null;
  readonly amount: Fen | null;
  readonly state: Committed["messageState"] | null;
  readonly limit: number;
}

/** A settlement as a list shows it. */
export interface FoundSettlement extends Pick<
  Committed,
  | "settlementId"
  | "number"
  | "committedAt"
  | "medType"
  | "kind"
  | "mode"
  | "reverses"
  | "reversedBy"
  | "messageState"
> {
  /** Masked; null where the books do not know them. */
  readonly name: string | null;
  readonly total: Fen;
  readonly fundTotal: Fen;
  /** The person's account and those of relatives. */
  readonly accounts: Fen;
  readonly cash: Fen;
  readonly operator: string;
  readonly desk: string;
}

/** Finding what was settled, and giving part of it back. */
export interface History {
  /** Newest first. */
  readonly findSettlements: (query: SettlementQuery) => Result<readonly FoundSettlement[]>;
  /** What a refund would bring; nothing is written. */
  readonly refundPreview: (request: Pick<RefundRequest, "settlementId" | "items">) => Result<RefundPreview>;
  /**
   * A whole reversal that a supervisor or an administrator stands for; by itself (`null`) a cashier takes back what the
   * centre does not have as the desk has it.
   */
  readonly approvedReverse: (request: ReverseRequest, approval: Approval | null) => Result<Committed>;
  /** A refund that a supervisor or an administrator stands for. */
  readonly approvedRefund: (request: RefundRequest, approval: Approval | null) => Result<Refunded>;
}

export function historyOf(ground: Ground): History {
  return {
    findSettlements: (query) => findSettlements(ground, query),
    refundPreview: (request) => refundPreview(ground, request),
    approvedReverse: (request, approval) => approvedReverse(ground, request, approval),
    approvedRefund: (request, approval) => approvedRefund(ground, request, approval),
  };
}

function findSettlements(ground: Ground, query: SettlementQuery): Result<readonly FoundSettlement[]> {
  const { store, vault } = ground;
  const { psnNo, day, id, traceCode, amount, state, limit } = query;
  if (id !== null) {
    const row = store.settlements.byId(id) ?? store.settlements.byMsgid(id);
    return accept(row === undefined ? [] : [foundOf(ground, row)]);
  }
  if (traceCode !== null) {
    const rows = store.traceCodes
      .inUse([traceCode])
      .flatMap(({ number }) => store.settlements.byNumber(number) ?? []);
    return accept(rows.map((row) => foundOf(ground, row)));
  }
  const of: SettlementsOf | null =
    psnNo !== null
      ? { personKey: vault.lookup("person", psnNo), day }
      : day === null
        ? null
        : { personKey: null, day };
  if (of === null) {
    const reason = "请写明参保人、日期、编号或追溯码";
    return { ok: false, refusal: claimInvalid([{ path: "day", value: "", reason }]) };
  }
  const rows = store.settlements.matching(of, { amount, state }, limit);
  return accept(rows.map((row) => foundOf(ground, row)));
}

function foundOf(ground: Ground, row: SettlementRow): FoundSettlement {
  const { settlements, messages } = ground.store;
  const holder = holderOf(ground, row.person_key);
  const paid = splitPaid(ground, row);
  return {
    settlementId: row.id,
    number: row.number,
    committedAt: row.committed_at,
    medType: row.medical_type,
    kind: row.kind,
    mode: row.mode,
    reverses: row.reverses === null ? null : (settlements.byNumber(row.reverses)?.id ?? null),
    reversedBy: settlements.reversalOf(row.number)?.id ?? null,
    messageState: messages.of(row.number)?.state ?? "none",
    name: holder === null ? null : maskName(holder.name),
    total: paid.total,
    fundTotal: paid.fundTotal,
    accounts: addFen(paid.account, paid.family),
    cash: paid.cash,
    operator: row.operator,
    desk: row.desk,
  };
}

/** @source domain §1: a supervisor reverses; §6: a cashier does, where the centre has something else */
function approvedReverse(
  ground: Ground,
  request: ReverseRequest,
  approval: Approval | null,
): Result<Committed> {
  const work = (): Result<Committed> => reverse(ground, request);
  if (approval === null && isFoundOtherwise(ground, request)) return work();
  return approvedDeed(
    ground,
    { request, approval, action: "approveReverse", reversalOf: (done) => done },
    work,
  );
}

/** Whether somebody has to decide what becomes of it, because the centre has it otherwise, or not at all. */
function isFoundOtherwise(ground: Ground, { settlementId }: ReverseRequest): boolean {
  const row = ground.store.settlements.byId(settlementId);
  const finding = row === undefined ? null : findingOf(ground, row.msgid);
  return finding !== null && finding.accepted === null && finding.reversedBy === null;
}

function approvedRefund(ground: Ground, request: RefundRequest, approval: Approval | null): Result<Refunded> {
  const how = {
    request,
    approval,
    action: "approveRefund",
    reversalOf: ({ reversal }: Refunded) => reversal,
  };
  return approvedDeed(ground, how, () => refund(ground, request));
}

interface ApprovedDeed<T> {
  readonly request: ReverseRequest;
  readonly approval: Approval | null;
  readonly action: string;
  readonly reversalOf: (done: T) => Committed;
}

/** Who approved it stands in the audit chain beside who did it. */
function approvedDeed<T>(
  ground: Ground,
  { request, approval, action, reversalOf }: ApprovedDeed<T>,
  work: () => Result<T>,
): Result<T> {
  const { store, vault, clock } = ground;
  const key = vault.lookup("idempotency", request.idempotencyKey);
  // Under a key that is taken nothing more is booked: whoever lost the answer gets it, whatever became of the PIN since.
  if (store.settlements.byIdempotencyKey(key) !== undefined) return work();
  const approved = approve(ground, approval, isSupervising);
  if (!approved.ok) return approved;
  return store.together(() => {
    const done = work();
    if (!done.ok) return done;
    const subject = request.settlementId;
    const content = `${subject} ${reversalOf(done.value).settlementId}`;
    const actor = actorOf({ operator: approved.value.id, desk: request.actor.desk });
    const at = shanghaiTime(clock.nowMs());
    store.write(() => appendAudit(ground, { at, action, subject, actor, content }));
    return done;
  });
}
