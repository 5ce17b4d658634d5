import type { Fen } from "../base/money.ts";
import { formatMsgid, nextMsgid } from "../ledger/msgid.ts";
import type { Claim } from "../settle/claim.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { CounterValues } from "../store/counters.ts";
import type { SettlementRow } from "../store/settlements.ts";
import type { TenderRow } from "../store/tenders.ts";
import { appendAudit, recordText } from "./audit-chain.ts";
import { dayOf, secondAfter, secondOf, shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import { engineVersion } from "./ground.ts";
import { payloadOf } from "./payload.ts";
import { amountsOf } from "./split-columns.ts";
import type { Actor } from "./terminal.ts";

/** A settlement that is decided and only has to be written down. */
export interface Draft {
  readonly kind: "sale" | "reversal";
  readonly mode: SettlementRow["mode"];
  readonly settlement: Settlement;
  readonly personKey: Buffer;
  /** Whose accounts the relatives of the claim are, by their place; null: not known. */
  readonly familyHolders: readonly (Buffer | null)[];
  readonly plan: string;
  readonly medType: string;
  readonly serviceDate: string;
  readonly supplementSha256: string | null;
  /** What is settled; of a reversal the claim of its original. */
  readonly claim: Claim;
  /** The claim as canonical JSON; null for a reversal, which has that of its original. */
  readonly claimText: string | null;
  /** Accumulators whose value the claim itself told. */
  readonly named: readonly string[];
  readonly reverses: number | null;
  readonly replaces: number | null;
  readonly idempotencyKey: Buffer;
  readonly requestHash: Buffer;
  readonly msgid: string | null;
  readonly actor: Actor;
  readonly tenders: readonly { readonly kind: TenderRow["kind"]; readonly amount: Fen }[];
  readonly traceCodes: readonly { readonly code: string; readonly line: string }[];
  readonly nowMs: number;
}

/** Writes everything that one settlement leaves behind. Call inside `store.write`. */
export function writeSettlement(ground: Ground, draft: Draft): SettlementRow {
  const { row, counters } = rowOf(ground, draft);
  const { store } = ground;
  store.settlements.add(row);
  writeParts(ground, draft, row);
  writePostings(ground, draft, row);
  const { number } = row;
  store.traceCodes.addAll(draft.traceCodes.map(({ code, line }) => ({ code, number, line, freed_by: null })));
  if (draft.reverses !== null) store.traceCodes.free(draft.reverses, row.number);
  // The centre hears nothing of a cash sale, nor of its reversal: its number is never sent.
  if (row.mode === "insured") addMessage(ground, row, draft);
  store.counters.write({ ...counters, clockFloorMs: draft.nowMs });
  appendAudit(ground, {
    at: row.committed_at,
    action: row.kind,
    subject: row.id,
    actor: draft.actor,
    content: recordText(
      row,
      ground.settledBefore.text(draft.settlement),
      draft.tenders.map(({ kind, amount }) => ({ kind, amount_fen: amount })),
    ),
  });
  return row;
}

function addMessage(ground: Ground, row: SettlementRow, draft: Draft): void {
  ground.store.messages.add({
    msgid: row.msgid,
    number: row.number,
    origin: draft.msgid === null ? "terminal" : "his",
    state: "pending",
    ...payloadOf(ground, row, draft),
    payload_digest: null,
    tries: 0,
    sent_at: null,
    answered_at: null,
    centre_settlement: null,
    centre_visit: null,
  });
}

/** @returns the row, and the counters that must move with it */
function rowOf(
  ground: Ground,
  draft: Draft,
): { readonly row: SettlementRow; readonly counters: CounterValues } {
  const { settlement, actor, nowMs } = draft;
  const { split } = settlement;
  const number = ground.store.settlements.lastNumber() + 1;
  const time = shanghaiTime(nowMs);
  const second = secondOf(time);
  const block = String(ground.block.from).padStart(4, "0");
  const id = `${second}${block}${String(number).padStart(9, "0")}`;
  const { msgid, counters } =
    draft.msgid === null ? nextMsgidOf(ground, second) : { msgid: draft.msgid, counters: {} };
  const row: SettlementRow = {
    number,
    id,
    kind: draft.kind,
    mode: draft.mode,
    reverses: draft.reverses,
    replaces: draft.replaces,
    idempotency_key: draft.idempotencyKey,
    request_hash: draft.requestHash,
    msgid,
    person_key: draft.personKey,
    plan: draft.plan,
    medical_type: draft.medType,
    service_date: draft.serviceDate,
    committed_at: time,
    committed_day: dayOf(time),
    operator: actor.operator,
    pharmacist: actor.pharmacist,
    desk: actor.desk,
    pack: settlement.pack,
    pack_sha256: settlement.packSha256,
    supplement: settlement.supplement,
    supplement_sha256: draft.supplementSha256,
    engine_version: engineVersion,
    notes: JSON.stringify(settlement.notes),
    ...amountsOf(split),
    sealed: ground.vault.seal("settlement", id, sealedText(draft)),
  };
  return { row, counters };
}

/** Sealed with its number: neither claim nor facts can be those of another settlement, chain or no chain. */
function sealedText({ claimText, settlement }: Draft): string {
  const facts = JSON.stringify(settlement.movements.map((one) => [one.id, one.period, one.before]));
  return claimText === null ? `{"facts":${facts}}` : `{"claim":${claimText},"facts":${facts}}`;
}

/** Mints a message number. Call inside `store.write`: a number once given out is never given out again. */
export function mintMsgid(ground: Pick<Ground, "store" | "block" | "institution">, second: string): string {
  const { msgid, counters } = nextMsgidOf(ground, second);
  ground.store.counters.write(counters);
  return msgid;
}

/** A message number, and the counters that its transaction has to write for it. */
function nextMsgidOf(
  { store, block, institution }: Pick<Ground, "store" | "block" | "institution">,
  second: string,
): { readonly msgid: string; readonly counters: CounterValues } {
  const [msgidSecond, last] = store.counters.pair("msgidSecond", "msgidLast");
  const held = msgidSecond === undefined || last === undefined ? null : { second: String(msgidSecond), last };
  const next = nextMsgid(second, held, block, secondAfter);
  const counters = { msgidSecond: Number(next.second), msgidLast: next.last };
  return { msgid: formatMsgid(institution.code, next), counters };
}

function writeParts({ store }: Ground, draft: Draft, row: SettlementRow): void {
  const { settlement, tenders, personKey, familyHolders } = draft;
  const { number } = row;
  store.lines.addAll(
    settlement.lines.map((line, seq) => ({
      number,
      seq,
      id: line.id,
      benefit: line.benefit,
      amount_fen: line.amount,
      own_pay_fen: line.ownPay,
      over_limit_fen: line.overLimit,
      self_pay_first_fen: line.selfPayFirst,
      in_scope_fen: line.inScope,
    })),
  );
  for (const [seq, share] of settlement.benefits.entries()) {
    store.funding.add({
      number,
      seq,
      benefit: share.id,
      total_fen: share.total,
      in_scope_fen: share.inScope,
      deductible_fen: share.deductible,
      basic_fen: share.basic,
      major_medical_fen: share.majorMedical,
      supplementary_fen: share.supplementary,
      assistance_fen: share.assistance,
    });
  }
  for (const [seq, { member, relation, amount }] of settlement.draws.entries()) {
    const holder = member === null ? personKey : (familyHolders[member] ?? null);
    store.accountMovements.add({ number, seq, person_key: holder, member, relation, amount_fen: amount });
  }
  for (const [seq, { kind, amount }] of tenders.entries())
    store.tenders.add({ number, seq, kind, amount_fen: amount });
}

function writePostings({ store }: Ground, draft: Draft, row: SettlementRow): void {
  const { personKey, plan, settlement } = draft;
  const rows = settlement.movements.flatMap(({ id, period, before, after }) => {
    const about = { number: row.number, person_key: personKey, plan, period, accumulator: id };
    const posted_at = row.committed_at;
    // Read in this very transaction; only what the claim itself told can differ from what is held.
    const held = draft.named.includes(id) ? store.postings.valueOf(personKey, plan, period, id) : before;
    const told = { ...about, kind: "named" as const, before_value: held, after_value: before, posted_at };
    const moved = {
      ...about,
      kind: "settlement" as const,
      before_value: before,
      after_value: after,
      posted_at,
    };
    return held === before ? [moved] : [told, moved];
  });
  store.postings.addAll(rows);
}
