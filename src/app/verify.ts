import { Bug } from "../base/assert.ts";
import { openFold } from "../ledger/fold.ts";
import type { Fold } from "../ledger/fold.ts";
import { settlementText } from "../ledger/same-money.ts";
import { assertIdentities } from "../settle/identities.ts";
import { reverse } from "../settle/reverse.ts";
import { settle } from "../settle/settle.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { AuditRow } from "../store/audit.ts";
import type { SettlementRow } from "../store/settlements.ts";
import { chainHash, chainStart, recordText } from "./audit-chain.ts";
import type { Ground } from "./ground.ts";
import { isIntact } from "./items.ts";
import { readStored } from "./read-settlement.ts";
import { verifyPeople } from "./people.ts";
import type { Finding } from "./terminal.ts";

/**
 * Holds the books to what they say: every settlement computed anew from its claim, facts and rules, every accumulator
 * folded from its postings, every entry of the audit chain hashed again, the file asked about its own pages.
 */
export function* verify(ground: Ground): Generator<Finding> {
  for (const reason of ground.store.damage()) yield { what: "file", id: "onestop.db", reason };
  yield* guarded("file", () => verifyChain(ground));
  yield* guarded("file", () => verifySettlements(ground));
  yield* guarded("file", () => verifyAccumulators(ground));
  yield* guarded("file", () => verifyCatalogue(ground));
  yield* guarded("file", () => verifyPeople(ground));
}

/** A part that can no longer be read at all is a finding like any other; what it found before stays found. */
function* guarded(what: Finding["what"], part: () => Generator<Finding>): Generator<Finding> {
  try {
    yield* part();
  } catch (error) {
    yield { what, id: "onestop.db", reason: reasonOf(error) };
  }
}

function* verifyChain({ store, vault }: Ground): Generator<Finding> {
  let previous: Pick<AuditRow, "number" | "hash"> = { number: 0, hash: chainStart };
  for (const row of store.audit.all()) {
    const id = String(row.number);
    if (row.number !== previous.number + 1 || !row.previous.equals(previous.hash))
      yield { what: "audit", id, reason: "审计链在此断开" };
    if (!chainHash(vault, row).equals(row.hash)) yield { what: "audit", id, reason: "审计记录被改动" };
    previous = row;
  }
}

function* verifySettlements(ground: Ground): Generator<Finding> {
  const { store } = ground;
  const contents = contentsOf(ground);
  const last = store.settlements.lastNumber();
  for (let number = 1; number <= last; number += 1) {
    const row = store.settlements.byNumber(number);
    if (row === undefined) {
      yield { what: "settlement", id: String(number), reason: "结算记录缺失" };
      continue;
    }
    const reason = attempt(() => faultOf(ground, row, contents.get(row.id)));
    if (reason !== null) yield { what: "settlement", id: row.id, reason };
    const message = attempt(() => messageFault(ground, row));
    if (message !== null) yield { what: "message", id: row.msgid, reason: message };
    contents.delete(row.id);
  }
  for (const id of contents.keys()) yield { what: "settlement", id, reason: "审计有记录，账本中没有" };
}

/** What the audit chain says of each settlement. */
function contentsOf({ store }: Ground): Map<string, Buffer> {
  const contents = new Map<string, Buffer>();
  for (const { action, subject, content } of store.audit.all())
    if (action === "sale" || action === "reversal") contents.set(subject, content);
  return contents;
}

/** Why a settlement is not what was written and what its claim comes to; null when it is. */
export function faultOf(ground: Ground, row: SettlementRow, content: Buffer | undefined): string | null {
  const stored = readStored(ground, row);
  const text = recordText(row, stored.settlement, ground.store.tenders.of(row.number));
  if (content === undefined) return "审计链中没有这笔结算";
  if (!ground.vault.digest(text).equals(content)) return "记录与审计链中的摘要不符";
  assertIdentities(stored.settlement);
  const again = row.reverses === null ? computeSale(ground, stored) : computeReversal(ground, stored);
  if (again === null) return "按原政策包重算被拒绝";
  return settlementText(again) === settlementText(stored.settlement) ? null : "重算结果与记录不同";
}

function computeSale(ground: Ground, stored: ReturnType<typeof readStored>): Settlement | null {
  const settled = settle(stored.claim, stored.facts, ground.books.rulesOf(stored.row), { explain: false });
  return settled.ok ? settled.settlement : null;
}

function computeReversal(ground: Ground, stored: ReturnType<typeof readStored>): Settlement | null {
  const original = ground.store.settlements.byNumber(stored.row.reverses ?? 0);
  return original === undefined ? null : reverse(readStored(ground, original).settlement, stored.facts);
}

export function messageFault({ store, vault }: Ground, row: SettlementRow): string | null {
  const message = store.messages.of(row.number);
  if (message === undefined) return "结算没有对应的报文";
  if (message.msgid !== row.msgid) return "报文标识与结算不符";
  vault.open("message", message.msgid, message.payload);
  return null;
}

/** Each posting starts where the one before it ended; so the last one is the sum of all. */
function* verifyAccumulators({ store }: Ground): Generator<Finding> {
  const folds = new Map<string, Fold>();
  for (const row of store.postings.all()) {
    const key = `${row.person_key.toString("hex")} ${row.plan}`;
    const fold = folds.get(key) ?? openFold();
    folds.set(key, fold);
    const { kind, period, accumulator, before_value: before, after_value: after } = row;
    const held = fold.apply({ kind, period, accumulator, before, after });
    if (held === null) continue;
    const id = `${accumulator} ${period}`;
    yield { what: "accumulator", id, reason: `第 ${row.id} 条从 ${before} 起，之前为 ${held}` };
  }
}

function* verifyCatalogue({ store, vault }: Ground): Generator<Finding> {
  for (const row of store.catalogue.all())
    if (!isIntact(vault, row)) yield { what: "file", id: row.code, reason: "目录项目被改动" };
}

/** A fault in words, whatever a damaged row makes the reading of it throw. */
export function attempt(work: () => string | null): string | null {
  try {
    return work();
  } catch (error) {
    return reasonOf(error);
  }
}

/** Only our own words: what a library quotes of its input could be personal. */
function reasonOf(error: unknown): string {
  if (error instanceof Bug) return error.message;
  if (error instanceof Error && error.name === "StoreError") return error.message;
  return error instanceof Error ? `读取失败（${error.name}）` : "读取失败";
}
