import { negateFen } from "../base/money.ts";
import type { LaterEvent } from "../ledger/dependents.ts";
import { dependentsOf } from "../ledger/dependents.ts";
import { reverse as mirror } from "../settle/reverse.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { Facts } from "../settle/tally.ts";
import type { PostingRow } from "../store/postings.ts";
import { recordOf } from "../store/records.ts";
import type { SettlementRow } from "../store/settlements.ts";
import { familyHolders } from "./accounts.ts";
import { mirrorAdjustments } from "./adjustments.ts";
import type { Asked } from "./commit.ts";
import { askedOf, openForCommit, storedFor } from "./commit.ts";
import { closeByReversal } from "./findings.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import { factsOf } from "./intake.ts";
import type { Stored } from "./read-settlement.ts";
import { committedOf, readStored } from "./read-settlement.ts";
import { settleAgain } from "./settle-again.ts";
import type { Committed, Refused, Result, ReverseRequest } from "./terminal.ts";
import { writeSettlement } from "./write-settlement.ts";

/** A settlement that may be taken back now. */
export interface Reversible {
  readonly stored: Stored;
  readonly nowMs: number;
}

/** Takes a settlement back whole: a new one with every amount negated (domain §6). */
export function reverse(ground: Ground, request: ReverseRequest): Result<Committed> {
  const written = ground.store.write((): Result<SettlementRow> => {
    const asked = askedOf(ground, request, `reversal\n${request.settlementId}`);
    const known = storedFor(asked);
    if (known !== null) return accept(known);
    const found = reversible(ground, request.settlementId, asked);
    if (!found.ok) return found;
    const { stored } = found.value;
    const facts = factsOf(ground, stored.row.person_key, stored.row.plan);
    return accept(
      writeReversal(ground, found.value, { request, asked, mirrored: mirror(stored.settlement, facts) }),
    );
  });
  return written.ok ? accept(committedOf(ground, written.value)) : written;
}

/** Whether a settlement can be taken back, and why not. */
export function reversible(ground: Ground, settlementId: string, asked: Asked): Result<Reversible> {
  const row = ground.store.settlements.byId(settlementId);
  if (row === undefined)
    return decline("SETTLEMENT_NOT_FOUND", "本机没有这笔结算，请核对结算编号", { settlementId });
  const now = openForCommit(ground, asked);
  if (!now.ok) return now;
  if (row.kind === "reversal")
    return decline("NOT_SUPPORTED", "冲正记录不能再冲正，请重新结算", { settlementId });
  const refusal = alreadyReversed(ground, row);
  if (refusal !== null) return { ok: false, refusal };
  const stored = readStored(ground, recordOf(ground.store, row));
  const depending = laterDependents(ground, stored);
  if (depending.length > 0) {
    const message = "其后的结算依赖这笔结算，请从最后一笔起依次冲正";
    return decline("LATER_SETTLEMENTS_DEPEND", message, { settlementId, settlements: depending });
  }
  return accept({ stored, nowMs: now.value });
}

/** A settlement is taken back once, whether by itself, by a refund or by settling a cash sale. */
export function alreadyReversed({ store }: Ground, row: SettlementRow): Refused | null {
  const reversal = store.settlements.reversalOf(row.number);
  if (reversal === undefined) return null;
  const details = {
    settlementId: row.id,
    reversedBy: reversal.id,
    reversedAt: reversal.committed_at,
    replacedBy: store.settlements.remainderOf(row.number)?.id ?? null,
  };
  return decline("ALREADY_REVERSED", "这笔结算已经冲正", details).refusal;
}

/** Writes the mirror of a settlement; money goes back the way it came. */
export function writeReversal(
  ground: Ground,
  { stored, nowMs }: Reversible,
  what: { readonly request: ReverseRequest; readonly asked: Asked; readonly mirrored: Settlement },
): SettlementRow {
  const { row } = stored;
  const { tenders } = stored.record;
  const reversal = writeSettlement(ground, {
    kind: "reversal",
    mode: row.mode,
    settlement: what.mirrored,
    personKey: row.person_key,
    familyHolders: familyHolders(ground, stored.claim),
    plan: row.plan,
    medType: row.medical_type,
    serviceDate: row.service_date,
    supplementSha256: row.supplement_sha256,
    claim: stored.claim,
    claimText: null,
    named: [],
    reverses: row.number,
    replaces: null,
    idempotencyKey: what.asked.key,
    requestHash: what.asked.hash,
    msgid: what.request.msgid,
    actor: what.request.actor,
    tenders: tenders.map((tender) => ({ kind: tender.kind, amount: negateFen(tender.amount_fen) })),
    traceCodes: [],
    nowMs,
  });
  // What was paid otherwise than it was written goes back as it was paid.
  mirrorAdjustments(ground, row.number, reversal);
  closeByReversal(ground, row, reversal);
  return reversal;
}

function laterDependents(ground: Ground, stored: Stored): readonly string[] {
  const { row, settlement } = stored;
  const postings = ground.store.postings.since(row.person_key, row.plan, row.number);
  const now = factsOf(ground, row.person_key, row.plan);
  const first = new Map<string, number>();
  for (const one of postings) {
    const key = `${one.period} ${one.accumulator}`;
    if (!first.has(key)) first.set(key, one.before_value);
  }
  const before: Facts = { before: (id, period) => first.get(`${period} ${id}`) ?? now.before(id, period) };
  return dependentsOf(settlement, before, laterEvents(ground, row, postings));
}

/** Sales since that still stand, and what else was told of the person, in the order of their postings. */
function laterEvents(ground: Ground, row: SettlementRow, postings: readonly PostingRow[]): LaterEvent[] {
  const rows = ground.store.settlements.after(row.person_key, row.number);
  const reversed = new Set(rows.map((one) => one.reverses));
  const standing = new Map(
    rows.filter((one) => one.kind === "sale" && !reversed.has(one.number)).map((one) => [one.number, one]),
  );
  const events: LaterEvent[] = [];
  for (const one of postings) {
    if (one.number === row.number) continue;
    if (one.kind !== "settlement") {
      const { kind, period, accumulator, before_value: from, after_value: to } = one;
      events.push({ kind: "posting", posting: { kind, period, accumulator, before: from, after: to } });
      continue;
    }
    const sale = standing.get(one.number ?? 0);
    if (sale === undefined) continue;
    standing.delete(sale.number);
    events.push(saleEvent(ground, sale));
  }
  return events;
}

function saleEvent(ground: Ground, row: SettlementRow): LaterEvent {
  const stored = readStored(ground, recordOf(ground.store, row));
  return {
    kind: "sale",
    id: row.id,
    settlement: stored.settlement,
    again: (facts) => settleAgain(ground, stored, { facts, explain: false }),
  };
}
