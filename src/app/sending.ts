import type { LineAdapter } from "../line/adapter.ts";
import type { LineClient } from "../line/client.ts";
import type { Session } from "../line/session.ts";
import { openSession } from "../line/session.ts";
import type { Backoff } from "../upload/backoff.ts";
import { delayMs } from "../upload/backoff.ts";
import type { Breaker } from "../upload/breaker.ts";
import { closedBreaker, mayBegin, onBegin, onEnd } from "../upload/breaker.ts";
import { nextSends } from "../upload/next-send.ts";
import type { Line } from "../upload/outage.ts";
import { isStopped } from "../upload/outage.ts";
import type { Tried } from "./deliver.ts";
import { deliver } from "./deliver.ts";
import type { LineBooks } from "./line-books.ts";
import type { LineVerbs } from "./line-state.ts";
import type { UnsentMessage } from "./outbox.ts";
import type { Terminal } from "./terminal.ts";
import type { Turns } from "./turns.ts";
import { turnsOf } from "./turns.ts";
import { writesTogether } from "./writes-together.ts";

/** Brings what waits to the centre, a step at a time. */
export interface Sender {
  /** Begins what may begin now. @returns when to look again at the latest, in milliseconds from now */
  readonly pump: () => number;
  /** Until nothing is under way. */
  readonly idle: () => Promise<void>;
  /** The message of this settlement goes before others; nobody waits for its next try. */
  readonly hurry: (settlementId: string) => void;
  /** Everything is tried now, whatever it was to wait for. */
  readonly retryNow: () => void;
  readonly state: () => SenderState;
  /** Nothing new begins. */
  readonly stop: () => void;
}

export interface SenderState {
  readonly inFlight: number;
  readonly breaker: Breaker["state"];
  readonly clockOffsetMs: number | null;
  /** When the centre last answered, milliseconds since 1970; null: not yet. */
  readonly reachedMs: number | null;
  /** Why the last call did not reach it; null: it did. */
  readonly lastFailure: string | null;
  /** Until when no call is tried at all; null: nothing holds them back. */
  readonly pausedUntilMs: number | null;
  /** Before when a message is not tried again; null: it goes as soon as there is room. */
  readonly notBeforeMs: (msgid: string) => number | null;
}

export interface SenderOptions {
  readonly terminal: LineBooks &
    Pick<LineVerbs, "line" | "noteLine"> &
    Pick<Terminal, "institution" | "each">;
  readonly client: Pick<LineClient, "send">;
  readonly adapter: LineAdapter;
  readonly now: () => number;
  /** 0 ≤ chance < 1, drawn anew. */
  readonly random: () => number;
  /** Messages at once. */
  readonly concurrencyMax?: number;
  /** After every try, when the next one may begin. */
  readonly tried?: (tried: Tried) => void;
  /** A fault of the books: the message stays as it is and is tried again. */
  readonly failed?: (error: unknown) => void;
  /** Whether selling goes on beside it: then sending gives way, unless somebody waits for an answer. */
  readonly isInUse?: () => boolean;
}

const usualConcurrency = 8;
/** How often it is looked for something new, when nothing else says when. */
const lookMs = 250;
/** How often a centre that was lost is knocked at, when nothing waits to be sent. */
const retry: Backoff = { baseMs: 500, maxMs: 60_000 };

interface Held {
  readonly inFlight: Map<string, Promise<void>>;
  /** Failures of a message in a row, and when it may go again. */
  readonly later: Map<string, { readonly failures: number; readonly atMs: number }>;
  /** Settlements that somebody waits for. */
  readonly urgent: Set<string>;
  breaker: Breaker;
  reachedMs: number | null;
  lastFailure: string | null;
  isStopped: boolean;
}

export function openSender(options: SenderOptions): Sender {
  const { terminal, adapter, now } = options;
  const held = nothingYet();
  const { isInUse = (): boolean => false } = options;
  const turns = turnsOf(() => isInUse() && held.urgent.size === 0);
  const session = openSession({
    client: readInTurn(options.client, turns),
    adapter,
    institution: () => terminal.institution,
    newMsgid: terminal.newMsgid,
    now,
  });
  const carrier = {
    books: terminal,
    write: writesTogether(terminal, turns),
    session: askInTurn(session, turns),
    habits: adapter.habits,
  };
  const begin = (key: string, work: () => Promise<Tried>): void => {
    held.breaker = onBegin(held.breaker);
    held.inFlight.set(key, run(options, held, { key, work, turns }));
  };
  return {
    pump: () => {
      if (held.isStopped) return lookMs;
      const line = terminal.noteLine({ kind: "looked" });
      if (isStopped(line, now())) return lookMs;
      const candidates = candidatesOf(options, held);
      const next = chosen(options, held, candidates);
      for (const unsent of next) begin(unsent.msgid, async () => await deliver(carrier, unsent));
      // Nothing tells that a lost centre is back, unless it is asked.
      if (next.length === 0 && isLost(held, line) && mayBegin(held.breaker, 1, now()) > 0)
        begin("knock", async () => await knocked(session));
      return lookMs;
    },
    idle: async () => {
      while (held.inFlight.size > 0) await Promise.all(held.inFlight.values());
    },
    hurry: (settlementId) => {
      held.urgent.add(settlementId);
      const next = terminal.nextOf(settlementId);
      if (next !== null) held.later.delete(next.msgid);
    },
    retryNow: () => {
      held.later.clear();
      if (held.breaker.state === "open") held.breaker = { ...held.breaker, untilMs: 0 };
    },
    state: () => stateOf(held, session),
    stop: () => {
      held.isStopped = true;
    },
  };
}

/** Asks a centre that was lost whether it is back. */
async function knocked({ knock }: Pick<Session, "knock">): Promise<Tried> {
  const reply = await knock();
  const code = reply.kind === "done" ? "" : reply.code;
  return { end: reply.kind === "done" || reply.kind === "refused" ? "waits" : "down", code };
}

function stateOf(held: Held, { clockOffsetMs }: Pick<Session, "clockOffsetMs">): SenderState {
  const { breaker, inFlight, later, reachedMs, lastFailure } = held;
  return {
    inFlight: inFlight.size,
    breaker: breaker.state,
    clockOffsetMs: clockOffsetMs(),
    reachedMs,
    lastFailure,
    pausedUntilMs: breaker.state === "open" ? breaker.untilMs : null,
    notBeforeMs: (msgid) => later.get(msgid)?.atMs ?? null,
  };
}

/** Messages that go together are encoded one by one. */
function askInTurn({ ask }: Pick<Session, "ask">, turns: Turns): Pick<Session, "ask"> {
  return {
    ask: async (transaction, about) => {
      await turns.next();
      return await ask(transaction, about);
    },
  };
}

/** Answers that come together are read one by one. */
function readInTurn({ send }: Pick<LineClient, "send">, turns: Turns): Pick<LineClient, "send"> {
  return {
    send: async (body) => {
      const sent = await send(body);
      await turns.next();
      return sent;
    },
  };
}

function nothingYet(): Held {
  return {
    inFlight: new Map(),
    later: new Map(),
    urgent: new Set(),
    breaker: closedBreaker,
    reachedMs: null,
    lastFailure: null,
    isStopped: false,
  };
}

/** The centre has been lost, or was stopped, and not been reached since. */
function isLost({ breaker, inFlight }: Held, { state }: Pick<Line, "state">): boolean {
  return (breaker.state === "open" || state === "offline") && inFlight.size === 0;
}

/** What somebody waits for first, then the oldest of each person. */
function candidatesOf(
  { terminal, now, concurrencyMax = usualConcurrency }: SenderOptions,
  held: Held,
): readonly UnsentMessage[] {
  const urgent: UnsentMessage[] = [];
  for (const settlementId of held.urgent) {
    const next = terminal.nextOf(settlementId);
    if (next === null) held.urgent.delete(settlementId);
    else urgent.push(next);
  }
  const nowMs = now();
  const room = mayBegin(held.breaker, concurrencyMax - held.inFlight.size, nowMs);
  if (room <= 0) return urgent;
  // What is under way or has to wait is passed over unread, so that a long queue costs no more than a short one.
  const waiting = terminal.unsent(
    room,
    (msgid) => !held.inFlight.has(msgid) && (held.later.get(msgid)?.atMs ?? 0) <= nowMs,
  );
  return [...new Map([...urgent, ...waiting].map((one) => [one.msgid, one])).values()];
}

function chosen(
  { now, concurrencyMax = usualConcurrency }: SenderOptions,
  held: Held,
  candidates: readonly UnsentMessage[],
): readonly UnsentMessage[] {
  const sending = {
    nowMs: now(),
    concurrencyMax,
    inFlight: new Set(held.inFlight.keys()),
    notBefore: new Map([...held.later].map(([msgid, { atMs }]) => [msgid, atMs])),
    breaker: held.breaker,
  };
  const msgids = new Set(
    nextSends(
      candidates.map(({ msgid }) => msgid),
      sending,
    ),
  );
  return candidates.filter(({ msgid }) => msgids.has(msgid));
}

interface Work {
  readonly key: string;
  readonly work: () => Promise<Tried>;
  readonly turns: Turns;
}

async function run(options: SenderOptions, held: Held, { key, work, turns }: Work): Promise<void> {
  const { now, random } = options;
  let report: Tried | null = null;
  try {
    const tried = await work();
    await turns.next();
    const isReached = tried.end !== "down";
    // It is back: nobody waits out what was meant for a centre that is away.
    if (isReached && held.breaker.state === "probing") held.later.clear();
    held.breaker = onEnd(held.breaker, isReached, { nowMs: now(), chance: random() });
    held.lastFailure = isReached ? null : tried.code;
    if (isReached) held.reachedMs = now();
    options.terminal.noteLine(isReached ? { kind: "reached" } : { kind: "failed", code: tried.code });
    if (tried.end === "answered") held.later.delete(key);
    else postpone(options, held, key);
    report = tried;
  } catch (error) {
    // The books, not the line: the line is neither better nor worse for it, and a probe that was out is over.
    if (held.breaker.state === "probing")
      held.breaker = onEnd(held.breaker, false, { nowMs: now(), chance: random() });
    postpone(options, held, key);
    options.failed?.(error);
  }
  held.inFlight.delete(key);
  if (report !== null) options.tried?.(report);
}

function postpone({ now, random }: SenderOptions, { later }: Held, key: string): void {
  const failures = (later.get(key)?.failures ?? 0) + 1;
  later.set(key, { failures, atMs: now() + delayMs(failures, retry, random()) });
}
