import { Bug } from "../base/assert.ts";
import { openFold } from "../ledger/fold.ts";
import type { Fold } from "../ledger/fold.ts";
import { settlementText } from "../ledger/same-money.ts";
import { assertIdentities } from "../settle/identities.ts";
import { reverse } from "../settle/reverse.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { AuditRow } from "../store/audit.ts";
import type { Store } from "../store/open-store.ts";
import type { SettlementRecord } from "../store/records.ts";
import { recordOf, recordsBetween } from "../store/records.ts";
import type { SettlementRow } from "../store/settlements.ts";
import { chainHash, chainStart, recordText } from "./audit-chain.ts";
import { verifyDays } from "./day-close.ts";
import type { Ground } from "./ground.ts";
import { isIntact } from "./items.ts";
import { parsePayload } from "./outbox.ts";
import { infnoOf } from "./payload.ts";
import { readStored } from "./read-settlement.ts";
import { verifyPeople } from "./people.ts";
import { settleAgain } from "./settle-again.ts";
import type { Finding } from "./terminal.ts";

/**
 * Holds the books to what they say: every settlement computed anew from its claim, facts and rules, every accumulator
 * folded from its postings, every entry of the audit chain hashed again, the file asked about its own pages.
 */
export function* verify(ground: Ground): Generator<Finding> {
  for (const reason of ground.store.damage()) yield { what: "file", id: "onestop.db", reason };
  const closes = new Map<string, Buffer>();
  yield* guarded("file", () => verifySettlements(ground, closes));
  yield* guarded("file", () => verifyAccumulators(ground));
  yield* guarded("file", () => verifyCatalogue(ground));
  yield* guarded("day", () => verifyDays(ground, closes));
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

/** Settlements and entries are read this many at a time: memory stays flat however long the books are. */
const atOnce = 500;

/** What the audit chain says of settlements, read along as far as it is asked for. */
interface Chain {
  readonly contents: Map<string, Buffer>;
  /** Reads on. @returns what was wrong, or null at the end of the chain */
  readonly readOn: () => readonly Finding[] | null;
}

function openChain({ store, vault }: Ground, closes: Map<string, Buffer>): Chain {
  let previous: Pick<AuditRow, "number" | "hash"> = { number: 0, hash: chainStart };
  const contents = new Map<string, Buffer>();
  const check = (row: AuditRow): Finding[] => {
    const id = String(row.number);
    const continued = row.number === previous.number + 1 && row.previous.equals(previous.hash);
    const intact = chainHash(vault, row).equals(row.hash);
    previous = row;
    if (row.action === "sale" || row.action === "reversal") contents.set(row.subject, row.content);
    if (row.action === "closeDay") closes.set(row.subject, row.content);
    return [
      ...(continued ? [] : [{ what: "audit" as const, id, reason: "审计链在此断开" }]),
      ...(intact ? [] : [{ what: "audit" as const, id, reason: "审计记录被改动" }]),
    ];
  };
  return {
    contents,
    readOn: () => {
      const rows = store.audit.next(previous.number, atOnce);
      // A damaged page may lead in a circle; the file's own check has said so.
      return (rows.at(-1)?.number ?? 0) <= previous.number ? null : rows.flatMap(check);
    },
  };
}

/**
 * Settlements and audit entries side by side: each commit wrote one of both.
 *
 * @param closes  takes what the chain says of closed days
 */
function* verifySettlements(ground: Ground, closes: Map<string, Buffer>): Generator<Finding> {
  const { store } = ground;
  const chain = openChain(ground, closes);
  const last = store.settlements.lastNumber();
  for (let from = 1; from <= last; from += atOnce) {
    const to = Math.min(last, from + atOnce - 1);
    let expected = from;
    for (const { number, record } of readable(store, from, to)) {
      for (; expected < number; expected += 1) yield numbered(expected, "结算记录缺失");
      expected = number + 1;
      if (record === null) {
        yield numbered(number, "结算记录读不出，账本文件在此损坏");
        continue;
      }
      while (!chain.contents.has(record.row.id)) {
        const found = chain.readOn();
        if (found === null) break;
        yield* found;
      }
      yield* verifyOne(ground, record, chain.contents.get(record.row.id));
      chain.contents.delete(record.row.id);
    }
    for (; expected <= to; expected += 1) yield numbered(expected, "结算记录缺失");
  }
  for (let found = chain.readOn(); found !== null; found = chain.readOn()) yield* found;
  for (const id of chain.contents.keys()) yield { what: "settlement", id, reason: "审计有记录，账本中没有" };
}

/** A record by its number; null when the file can no longer give it. */
interface Read {
  readonly number: number;
  readonly record: SettlementRecord | null;
}

/** A stretch of records at once; where the file is damaged one by one, so that only the damaged ones are lost. */
function readable(store: Store, from: number, to: number): readonly Read[] {
  try {
    return recordsBetween(store, from, to).map((record) => ({ number: record.row.number, record }));
  } catch {
    if (from === to) return [{ number: from, record: null }];
    const numbers = Array.from({ length: to - from + 1 }, (_, at) => from + at);
    return numbers.flatMap((number) => readable(store, number, number));
  }
}

function numbered(number: number, reason: string): Finding {
  return { what: "settlement", id: String(number), reason };
}

function* verifyOne(
  ground: Ground,
  record: SettlementRecord,
  content: Buffer | undefined,
): Generator<Finding> {
  const { row } = record;
  const reason = attempt(() => faultOf(ground, record, content));
  if (reason !== null) yield { what: "settlement", id: row.id, reason };
  const message = attempt(() => messageFault(ground, row));
  if (message !== null) yield { what: "message", id: row.msgid, reason: message };
}

/** Why a settlement is not what was written and what its claim comes to; null when it is. */
export function faultOf(
  ground: Ground,
  record: SettlementRecord,
  content: Buffer | undefined,
): string | null {
  const stored = readStored(ground, record);
  const text = recordText(record.row, stored.settlement, record.tenders);
  if (content === undefined) return "审计链中没有这笔结算";
  if (!ground.vault.digest(text).equals(content)) return "记录与审计链中的摘要不符";
  assertIdentities(stored.settlement);
  const again = record.row.reverses === null ? computeSale(ground, stored) : computeReversal(ground, stored);
  if (again === null) return "按原政策包重算被拒绝";
  return settlementText(again) === settlementText(stored.settlement) ? null : "重算结果与记录不同";
}

function computeSale(ground: Ground, stored: ReturnType<typeof readStored>): Settlement | null {
  return settleAgain(ground, stored, { facts: stored.facts, explain: false });
}

function computeReversal(ground: Ground, stored: ReturnType<typeof readStored>): Settlement | null {
  const { store } = ground;
  const original = store.settlements.byNumber(stored.row.reverses ?? 0);
  if (original === undefined) return null;
  return reverse(readStored(ground, recordOf(store, original)).settlement, stored.facts);
}

/** An unsent message must open; of an answered one the file itself holds that a digest stands in its place. */
export function messageFault(ground: Ground, row: SettlementRow): string | null {
  const message = ground.store.messages.of(row.number);
  if (row.mode === "cash") return message === undefined ? null : "暂记收现不应有报文";
  if (message === undefined) return "结算没有对应的报文";
  if (message.msgid !== row.msgid) return "报文标识与结算不符";
  if (message.infno !== infnoOf(ground, row)) return "报文交易编号与结算不符";
  if (message.payload === null) return null;
  if (message.payload_key === 0) return "报文仍为旧格式，未能重新编制";
  const { envelope } = parsePayload(ground.outbox.open(message.msgid, message.payload));
  return envelope.msgid === message.msgid && envelope.infno === message.infno ? null : "报文内容与结算不符";
}

/** Each posting starts where the one before it ended; so the last one is the sum of all. */
function* verifyAccumulators({ store }: Ground): Generator<Finding> {
  const folds = new Map<string, Fold>();
  for (const row of allPostings(store)) {
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

function* allPostings(store: Store): Generator<ReturnType<Store["postings"]["next"]>[number]> {
  for (let last = 0; ;) {
    const rows = store.postings.next(last, atOnce * 10);
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.id;
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
