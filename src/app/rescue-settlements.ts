import { settlementText } from "../ledger/same-money.ts";
import { traceCodesOf } from "../ledger/trace-rules.ts";
import type { AuditRow } from "../store/audit.ts";
import type { Store } from "../store/open-store.ts";
import type { SettlementRecord } from "../store/records.ts";
import { recordOf } from "../store/records.ts";
import type { SettlementRow } from "../store/settlements.ts";
import { safely } from "../store/wreck.ts";
import { familyHolders } from "./accounts.ts";
import { recordText } from "./audit-chain.ts";
import { openBooks } from "./books.ts";
import { openClaims } from "./claims.ts";
import { openClock } from "./clock.ts";
import { institutionOf, readInstitution } from "./directory.ts";
import type { Ground } from "./ground.ts";
import { lineKeyOf } from "./line-state.ts";
import { readStored } from "./read-settlement.ts";
import type { Rescue } from "./rescue.ts";
import { openSettledBefore } from "./settled-before.ts";
import { faultOf, messageFault } from "./verify.ts";
import { attempt } from "./verify-words.ts";
import { openVerifiers } from "./voucher-signature.ts";

/**
 * Carries the settlements that are what the audit chain says of them and what their claims come to, and names the others.
 *
 * @returns how many came over
 */
export function rescueSettlements(rescue: Rescue, entries: readonly AuditRow[]): number {
  const { wreck, findings } = rescue;
  const ground = groundOf(rescue, { ...rescue.store, ...rescue.wreck.tables });
  const contents = new Map(
    entries
      .filter((entry) => entry.action === "sale" || entry.action === "reversal")
      .map((entry) => [entry.subject, entry.content]),
  );
  const whole = new Map<number, SettlementRow>();
  let next = 1;
  const numbers = wreck.keys("settlements").filter((number) => typeof number === "number");
  for (const number of numbers) {
    for (; next < number; next += 1) findings.push(missing(next));
    next = number + 1;
    const row = safely(() => wreck.tables.settlements.byNumber(number));
    if (row === undefined) {
      findings.push(missing(number));
      continue;
    }
    const reason = attempt(
      () => wrong(ground, row, { content: contents.get(row.id), whole }) ?? lostPostings(wreck, row),
    );
    if (reason === null) whole.set(number, row);
    else findings.push({ what: "settlement", id: row.id, reason: `${reason}；没有转入` });
    if (reason === null && !contents.has(row.id))
      findings.push({ what: "settlement", id: row.id, reason: "审计记录缺失，金额已按原申报重算核对" });
    contents.delete(row.id);
  }
  for (const id of contents.keys())
    findings.push({ what: "settlement", id, reason: "审计有记录，结算读不出来；其累计和账户须与中心核对" });
  for (const row of whole.values()) carry(rescue, ground, row);
  carryPostings(rescue, whole);
  return whole.size;
}

function missing(number: number): Rescue["findings"][number] {
  return { what: "settlement", id: `number ${number}`, reason: "结算记录读不出来，没有转入" };
}

/** Under the packs that came over. @param judged  whose rows are looked at: the wreck's, or what came over */
export function groundOf({ store, vault, outbox, clock }: Rescue, judged: Store): Ground {
  const row = readInstitution(store, vault);
  return {
    store: judged,
    vault,
    lineKey: lineKeyOf(vault),
    outbox,
    institution: institutionOf(row),
    reloadInstitution: () => undefined,
    block: { from: row.block_from, to: row.block_to },
    books: openBooks(store),
    clock: openClock(store, clock),
    claims: openClaims(vault),
    settledBefore: openSettledBefore(),
    verifiers: openVerifiers(),
  };
}

interface Proof {
  readonly content: Buffer | undefined;
  readonly whole: ReadonlyMap<number, SettlementRow>;
}

function wrong(ground: Ground, row: SettlementRow, { content, whole }: Proof): string | null {
  for (const before of [row.reverses, row.replaces])
    if (before !== null && !whole.has(before)) return "它所冲正或替代的结算已损坏";
  // Without its entry in the chain a settlement is held to its sealed claim and facts alone.
  const record = recordOf(ground.store, row);
  return faultOf(ground, record, content ?? ownDigest(ground, record));
}

/** Found by their index they may belong to it and, in their own rows, to nobody: then they would not come over with it. */
function lostPostings(wreck: Rescue["wreck"], { number }: SettlementRow): string | null {
  const own = wreck.postingIds(number).every((id) => wreck.posting(id)?.number === number);
  return own ? null : "累计分录损坏";
}

function ownDigest(ground: Ground, record: SettlementRecord): Buffer {
  const { settlement } = readStored(ground, record);
  return ground.vault.digest(recordText(record.row, settlementText(settlement), record.tenders));
}

/** What the digest covers is copied; what follows from it is made anew. */
function carry({ store, findings }: Rescue, from: Ground, row: SettlementRow): void {
  const { number } = row;
  const record = recordOf(from.store, row);
  store.settlements.add(row);
  store.lines.addAll(record.lines);
  for (const share of record.funding) store.funding.add(share);
  for (const tender of record.tenders) store.tenders.add(tender);
  const { claim } = readStored(from, record);
  const holders = familyHolders(from, claim);
  for (const movement of record.accountMovements) {
    const { member } = movement;
    const person_key = member === null ? row.person_key : (holders[member] ?? null);
    store.accountMovements.add({ ...movement, person_key });
  }
  if (row.reverses !== null) store.traceCodes.free(row.reverses, number);
  else {
    for (const { code, line } of traceCodesOf(claim)) {
      if (store.traceCodes.inUse([code]).length === 0)
        store.traceCodes.addAll([{ code, number, line, freed_by: null }]);
      else findings.push({ what: "settlement", id: row.id, reason: `追溯码 ${code} 另有一笔在用` });
    }
  }
  const fault = attempt(() => messageFault(from, row, from.store.messages.of(number)));
  const message = fault === null ? from.store.messages.of(number) : undefined;
  // A cash sale has none.
  const lost = message === undefined ? fault : attempt(() => added(() => store.messages.add(message)));
  if (lost !== null) findings.push({ what: "message", id: row.msgid, reason: `${lost}；没有转入` });
  store.counters.write({ clockFloorMs: Date.parse(row.committed_at) });
}

/** What the new books do not take, by a CHECK of theirs, was damaged. */
function added(add: () => unknown): null {
  add();
  return null;
}

/** A row may say that it belongs to a settlement that knows nothing of it. */
function isOf(wreck: Rescue["wreck"], id: number, settlement: SettlementRow | undefined): boolean {
  return settlement !== undefined && wreck.postingIds(settlement.number).includes(id);
}

/** In their old order, because an accumulator stands where its last posting left it. */
function carryPostings({ wreck, store, findings }: Rescue, whole: ReadonlyMap<number, SettlementRow>): void {
  let next = 1;
  for (const id of wreck.keys("postings").filter((key) => typeof key === "number")) {
    const row = wreck.posting(id);
    for (; next < id; next += 1) findings.push(lostPosting(next));
    next = id + 1;
    const settlement = whole.get(row?.number ?? 0);
    // Of a settlement's posting the digest vouches, but for whose it is; of any other the index, which has it a second time.
    const isVouched = row?.kind === "settlement" ? isOf(wreck, id, settlement) : wreck.isIndexed(id);
    if (row === undefined || !isVouched) {
      if (row?.kind !== "settlement") findings.push(lostPosting(id));
      continue;
    }
    if (row.number !== null && settlement === undefined) continue;
    const posting =
      settlement === undefined ? row : { ...row, person_key: settlement.person_key, plan: settlement.plan };
    const { person_key: key, plan, period, accumulator, before_value: before } = posting;
    const held = store.postings.valueOf(key, plan, period, accumulator);
    if (held !== before) {
      const reason = `人员 ${key.toString("hex")} 的累计从 ${before} 起，之前为 ${held}，须与中心核对（5206）`;
      findings.push({ what: "accumulator", id: `${accumulator} ${period}`, reason });
    }
    if (attempt(() => added(() => store.postings.add(posting))) !== null) findings.push(lostPosting(id));
  }
}

function lostPosting(id: number): Rescue["findings"][number] {
  return {
    what: "accumulator",
    id: `posting ${id}`,
    reason: "记账分录损坏，没有转入；累计须与中心核对（5206）",
  };
}
