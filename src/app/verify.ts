import { z } from "zod";

import { settlementText } from "../ledger/same-money.ts";
import { assertIdentities } from "../settle/identities.ts";
import { reverse } from "../settle/reverse.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { AuditRow } from "../store/audit.ts";
import type { MessageRow } from "../store/messages.ts";
import type { Store } from "../store/open-store.ts";
import type { SettlementRecord } from "../store/records.ts";
import { recordOf, recordsBetween, takeFrom } from "../store/records.ts";
import type { SettlementRow } from "../store/settlements.ts";
import { chainHash, chainStart, recordText } from "./audit-chain.ts";
import { verifyDays } from "./day-close.ts";
import type { Ground } from "./ground.ts";
import { infnoOf } from "./payload.ts";
import { readStored } from "./read-settlement.ts";
import { verifyPeople } from "./people.ts";
import { settleAgain } from "./settle-again.ts";
import type { Finding } from "./terminal.ts";
import { verifyClosings } from "./verify-closings.ts";
import { noteOf, verifyNotes } from "./verify-notes.ts";
import { verifyAccumulators, verifyCatalogue } from "./verify-tables.ts";
import { attempt, reasonOf } from "./verify-words.ts";

/**
 * Holds the books to what they say: every settlement computed anew from its claim, facts and rules, every accumulator
 * folded from its postings, every entry of the audit chain hashed again, the file asked about its own pages.
 */
export function* verify(ground: Ground): Generator<Finding> {
  const { ranges, lastDay, unreadable } = planOf(ground, 1);
  if (unreadable !== null) yield unreadable;
  const lefts: Left[] = [];
  for (const range of ranges) lefts.push(yield* verifyRange(ground, range));
  yield* verifyLeft(ground, joinLefts(lefts), lastDay);
  yield* verifyRest(ground);
}

/** A stretch of the audit chain with the settlements that it tells of; both ends belong to it. */
export interface Range {
  readonly entries: Stretch;
  readonly settlements: Stretch;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What there is to verify, as of one moment: what is written after it is for the next time. */
export interface Plan {
  readonly ranges: readonly Range[];
  /** The last day that was closed; "" when none was. */
  readonly lastDay: string;
  /** Why there is nothing to plan: the file cannot even say how long its books are. */
  readonly unreadable: Finding | null;
}

/** What the stretches of a chain could not settle among themselves. */
export interface Left {
  /** Entries whose settlement is not in their stretch: digests by settlement. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
  /** Settlements whose entry is not in their stretch, by number. */
  readonly settlements: readonly number[];
  /** Digests of closed days. */
  readonly closes: ReadonlyMap<string, Uint8Array>;
  /** What it says of adjustments, marks and days that were held against the centre. */
  readonly notes: ReadonlySet<string>;
  /** The last entry; 0: not all of them could be read. */
  readonly lastEntry: number;
}

/** @param parts  how many ranges there are to be, as far as the books have a place to cut */
export function planOf({ store }: Pick<Ground, "store">, parts: number): Plan {
  try {
    return store.run(() => planned(store, parts));
  } catch (error) {
    const unreadable: Finding = { what: "file", id: "onestop.db", reason: reasonOf(error) };
    return { ranges: [], lastDay: "", unreadable };
  }
}

function planned(store: Store, parts: number): Plan {
  const end = {
    entry: (store.audit.last()?.number ?? 0) + 1,
    settlement: store.settlements.lastNumber() + 1,
  };
  const ranges: Range[] = [];
  let start = { entry: 1, settlement: 1 };
  for (let part = 1; part <= parts; part += 1) {
    const cut = part === parts ? end : cutAt(store, Math.ceil((end.entry * part) / parts));
    // Where the chain is not in the order of the ledger it is not cut; the parts would contradict each other.
    const fits = cut !== null && cut.entry > start.entry && cut.settlement > start.settlement;
    if (part < parts && (!fits || cut.settlement >= end.settlement)) continue;
    const { entry, settlement } = cut ?? end;
    ranges.push({
      entries: { from: start.entry, to: entry - 1 },
      settlements: { from: start.settlement, to: settlement - 1 },
    });
    start = { entry, settlement };
  }
  return { ranges, lastDay: store.dayCloses.last() ?? "", unreadable: null };
}

/** The first entry from a number on whose settlement is in the books, with that settlement; null when none is near. */
function cutAt(store: Store, number: number): { readonly entry: number; readonly settlement: number } | null {
  for (const entry of store.audit.next(number - 1, atOnce)) {
    const row = isOfSettlement(entry) ? store.settlements.byId(entry.subject) : undefined;
    if (row !== undefined) return { entry: entry.number, settlement: row.number };
  }
  return null;
}

function isOfSettlement({ action }: AuditRow): boolean {
  return action === "sale" || action === "reversal";
}

/** Settlements of a range and its entries of the audit chain. @returns what other ranges may know more of */
export function* verifyRange(ground: Ground, range: Range): Generator<Finding, Left> {
  const lastEntry = range.entries.to;
  const left: Gathered = {
    contents: new Map(),
    settlements: [],
    closes: new Map(),
    notes: new Set(),
    lastEntry,
  };
  const isWhole = yield* guarded("file", () => verifySettlements(ground, range, left));
  // Of what was not reached nothing can be said.
  return isWhole ? left : { ...left, contents: new Map(), settlements: [], notes: new Set(), lastEntry: 0 };
}

/** Everything but settlements, chain and days; those that take longest first. */
export const restParts = ["file", "catalogue", "accumulators", "people", "closings"] as const;
export type RestPart = (typeof restParts)[number];

export function* verifyRest(ground: Ground, parts: readonly RestPart[] = restParts): Generator<Finding> {
  for (const part of parts) yield* guarded("file", () => verifyRestPart(ground, part));
}

function* verifyRestPart(ground: Ground, part: RestPart): Generator<Finding> {
  switch (part) {
    case "file":
      for (const reason of ground.store.damage()) yield { what: "file", id: "onestop.db", reason };
      return;
    case "catalogue":
      yield* verifyCatalogue(ground);
      return;
    case "accumulators":
      yield* verifyAccumulators(ground);
      return;
    case "people":
      yield* verifyPeople(ground);
      return;
    case "closings":
      yield* verifyClosings(ground);
  }
}

export function joinLefts(lefts: readonly Left[]): Left {
  return {
    contents: new Map(lefts.flatMap(({ contents }) => [...contents])),
    settlements: lefts.flatMap(({ settlements }) => settlements),
    closes: new Map(lefts.flatMap(({ closes }) => [...closes])),
    notes: new Set(lefts.flatMap(({ notes }) => [...notes])),
    lastEntry: lefts.some(({ lastEntry }) => lastEntry === 0)
      ? 0
      : lefts.reduce((last, { lastEntry }) => Math.max(last, lastEntry), 0),
  };
}

/** What needs the whole chain: entries and settlements that found nothing in their range, and the closed days. */
export function* verifyLeft(ground: Ground, left: Left, lastDay: string): Generator<Finding> {
  const contents = new Map(left.contents);
  yield* guarded("file", () => verifyUnpaired(ground, left.settlements, contents));
  yield* guarded("day", () => verifyDays(ground, { digests: left.closes, lastDay }));
  yield* guarded("file", () => verifyNotes(ground, left));
}

/** A part that can no longer be read at all is a finding like any other; what it found before stays found. */
function* guarded(what: Finding["what"], part: () => Generator<Finding>): Generator<Finding, boolean> {
  try {
    yield* part();
    return true;
  } catch (error) {
    yield { what, id: "onestop.db", reason: reasonOf(error) };
    return false;
  }
}

/** Settlements and entries are read this many at a time: memory stays flat however long the books are. */
const atOnce = 500;

/** A `Left` while it is gathered. */
interface Gathered extends Left {
  readonly contents: Map<string, Uint8Array>;
  readonly settlements: number[];
  readonly closes: Map<string, Uint8Array>;
  readonly notes: Set<string>;
}

/** Reads a stretch of the audit chain on. @returns what was wrong, or null at its end */
type ReadOn = () => readonly Finding[] | null;

function openChain({ store, vault }: Ground, { from, to }: Stretch, gathered: Gathered): ReadOn {
  let previous: Pick<AuditRow, "number" | "hash"> = store.audit.upTo(from - 1, 1)[0] ?? {
    number: 0,
    hash: chainStart,
  };
  const check = (row: AuditRow): Finding[] => {
    const id = String(row.number);
    const continued = row.number === previous.number + 1 && row.previous.equals(previous.hash);
    const intact = chainHash(vault, row).equals(row.hash);
    previous = row;
    if (isOfSettlement(row)) gathered.contents.set(row.subject, row.content);
    if (row.action === "closeDay") gathered.closes.set(row.subject, row.content);
    const note = noteOf(row);
    if (note !== null) gathered.notes.add(note);
    return [
      ...(continued ? [] : [{ what: "audit" as const, id, reason: "审计链在此断开" }]),
      ...(intact ? [] : [{ what: "audit" as const, id, reason: "审计记录被改动" }]),
    ];
  };
  return () => {
    const rows = store.audit.next(previous.number, atOnce).filter(({ number }) => number <= to);
    // A damaged page may lead in a circle; the file's own check has said so.
    return (rows.at(-1)?.number ?? 0) <= previous.number ? null : rows.flatMap(check);
  };
}

/** Settlements and audit entries side by side: each commit wrote one of both. */
function* verifySettlements(
  ground: Ground,
  { entries, settlements }: Range,
  gathered: Gathered,
): Generator<Finding> {
  const readOn = openChain(ground, entries, gathered);
  const { contents } = gathered;
  for (let { from } = settlements; from <= settlements.to; from += atOnce) {
    const to = Math.min(settlements.to, from + atOnce - 1);
    let expected = from;
    for (const read of readable(ground.store, from, to)) {
      for (; expected < read.number; expected += 1) yield numbered(expected, "结算记录缺失");
      expected = read.number + 1;
      if (read.record === null) {
        yield numbered(read.number, "结算记录读不出，账本文件在此损坏");
        continue;
      }
      const { id } = read.record.row;
      while (!contents.has(id)) {
        const found = readOn();
        if (found === null) break;
        yield* found;
      }
      const content = contents.get(id);
      if (content === undefined) gathered.settlements.push(read.number);
      else yield* verifyOne(ground, read.record, { content, message: read.message });
      contents.delete(id);
    }
    for (; expected <= to; expected += 1) yield numbered(expected, "结算记录缺失");
  }
  for (let found = readOn(); found !== null; found = readOn()) yield* found;
}

/** @param contents  what the whole chain says of settlements that were not met yet */
function* verifyUnpaired(
  ground: Ground,
  numbers: readonly number[],
  contents: Map<string, Uint8Array>,
): Generator<Finding> {
  for (const { record, message } of numbers.flatMap((number) => readable(ground.store, number, number))) {
    if (record === null) continue;
    const { id } = record.row;
    yield* verifyOne(ground, record, { content: contents.get(id), message });
    contents.delete(id);
  }
  for (const id of contents.keys()) yield { what: "settlement", id, reason: "审计有记录，账本中没有" };
}

/** A record by its number; null when the file can no longer give it. */
interface Read {
  readonly number: number;
  readonly record: SettlementRecord | null;
  readonly message: () => MessageRow | undefined;
}

/** A stretch of records at once; where the file is damaged one by one, so that only the damaged ones are lost. */
function readable(store: Store, from: number, to: number): readonly Read[] {
  try {
    const messages = messagesBetween(store, from, to);
    return recordsBetween(store, from, to).map((record) => {
      const { number } = record.row;
      return { number, record, message: messages(number) };
    });
  } catch {
    if (from === to) return [{ number: from, record: null, message: () => undefined }];
    const numbers = Array.from({ length: to - from + 1 }, (_, at) => from + at);
    return numbers.flatMap((number) => readable(store, number, number));
  }
}

/** Handed out in order; where a page of them is damaged each is asked for by itself, and says so by itself. */
function messagesBetween(store: Store, from: number, to: number): (number: number) => Read["message"] {
  try {
    const messages = takeFrom(store.messages.between(from, to));
    return (number) => {
      const [message] = messages(number);
      return () => message;
    };
  } catch {
    return (number) => () => store.messages.of(number);
  }
}

function numbered(number: number, reason: string): Finding {
  return { what: "settlement", id: String(number), reason };
}

function* verifyOne(
  ground: Ground,
  record: SettlementRecord,
  { content, message: messageOf }: Pick<Read, "message"> & { readonly content: Uint8Array | undefined },
): Generator<Finding> {
  const { row } = record;
  const reason = attempt(() => faultOf(ground, record, content));
  if (reason !== null) yield { what: "settlement", id: row.id, reason };
  const message = attempt(() => messageFault(ground, row, messageOf()));
  if (message !== null) yield { what: "message", id: row.msgid, reason: message };
}

/** Why a settlement is not what was written and what its claim comes to; null when it is. */
export function faultOf(
  ground: Ground,
  record: SettlementRecord,
  content: Uint8Array | undefined,
): string | null {
  const stored = readStored(ground, record);
  const settled = settlementText(stored.settlement);
  const text = recordText(record.row, settled, record.tenders);
  if (content === undefined) return "审计链中没有这笔结算";
  if (!ground.vault.digest(text).equals(content)) return "记录与审计链中的摘要不符";
  assertIdentities(stored.settlement);
  const again = record.row.reverses === null ? computeSale(ground, stored) : computeReversal(ground, stored);
  if (again === null) return "按原政策包重算被拒绝";
  return settlementText(again) === settled ? null : "重算结果与记录不同";
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

/** What it opened to is what was sealed, whole: only whose it is remains to be asked. */
const namesShape = z.object({ envelope: z.object({ msgid: z.string(), infno: z.string() }) });

/** An unsent message must open; of an answered one the file itself holds that a digest stands in its place. */
export function messageFault(
  ground: Ground,
  row: SettlementRow,
  message: MessageRow | undefined,
): string | null {
  if (row.mode === "cash") return message === undefined ? null : "暂记收现不应有报文";
  if (message === undefined) return "结算没有对应的报文";
  if (message.msgid !== row.msgid) return "报文标识与结算不符";
  if (message.infno !== infnoOf(ground, row)) return "报文交易编号与结算不符";
  if (message.payload === null) return null;
  if (message.payload_key === 0) return "报文仍为旧格式，未能重新编制";
  const text = ground.outbox.open(message.msgid, message.payload);
  const { envelope } = namesShape.parse(JSON.parse(text));
  return envelope.msgid === message.msgid && envelope.infno === message.infno ? null : "报文内容与结算不符";
}
