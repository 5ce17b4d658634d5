import { z } from "zod";

import { assert } from "../base/assert.ts";
import type { Messages, MessageRow, OpenMessageRow } from "../store/messages.ts";
import type { Store } from "../store/open-store.ts";
import { StoreError } from "../store/store-error.ts";
import type { MessageEvent, MessageState } from "../upload/message-state.ts";
import { isOpen, nextState } from "../upload/message-state.ts";
import type { CentreNumbers, OutgoingMessage } from "../wire/outgoing.ts";
import { shanghaiTime } from "./clock.ts";
import { openQueueOf } from "./open-queue.ts";
import type { OutboxSeal } from "./outbox-seal.ts";

/** A message that has no answer yet. */
export interface UnsentMessage {
  readonly msgid: string;
  /** Of its settlement. */
  readonly number: number;
  readonly state: MessageState;
  readonly tries: number;
  readonly message: OutgoingMessage;
  /** What a reversal takes back, by the numbers under which the centre has confirmed it; null for a sale. */
  readonly original: (CentreNumbers & { readonly msgid: string; readonly state: MessageState }) | null;
}

/** What became of a message that was sent. */
export type Outcome =
  ({ readonly state: "confirmed" } & CentreNumbers) | { readonly state: "rejected" | "unknown" };

/** What waits to be sent, for the line to the centre. */
export interface Outbox {
  /**
   * The oldest open message of each person, in the order of the ledger: what comes later of the same person waits.
   * `sent` here means that it left and its answer is still out, `unknown` that its answer was lost: ask first.
   *
   * @param isWanted  those that are not are passed over without being read, and so is who stands behind them
   */
  readonly unsent: (limit: number, isWanted?: (msgid: string) => boolean) => readonly UnsentMessage[];
  /** Before the first byte leaves. @throws Bug when it may not leave in its state */
  readonly markSent: (msgid: string) => void;
  /**
   * It certainly did not arrive: as if it had not left, unless it left before and that may have arrived.
   *
   * @throws Bug when it was not sent
   */
  readonly recall: (msgid: string) => void;
  /** A confirmed or rejected message loses its payload. @throws Bug when it was not sent */
  readonly markAnswered: (msgid: string, outcome: Outcome) => void;
}

/** What an outbox stands on; the data key is not among it. */
export interface OutboxGround {
  readonly store: Store;
  readonly outbox: OutboxSeal;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}

export function outboxOf(ground: OutboxGround): Outbox {
  const { store } = ground;
  const queue = openQueueOf(() => store.messages);
  return {
    unsent: (limit, isWanted = () => true) =>
      queue.heads(limit, isWanted).flatMap((row) => {
        const unsent = unsentOf(ground.outbox, row);
        return unsent === null ? [] : [unsent];
      }),
    markSent: (msgid) => {
      store.write(() => {
        const row = rowOf(store.messages, msgid);
        const state = nextState(row.state, "send");
        const sentAt = shanghaiTime(ground.nowMs());
        store.messages.setState({ msgid, state, tries: row.tries + 1, sent_at: sentAt });
      });
    },
    recall: (msgid) => {
      store.write(() => {
        const row = rowOf(store.messages, msgid);
        const state = nextState(row.state, row.tries === 1 ? "recall" : "lose");
        const isBack = state === "pending";
        const sentAt = isBack ? null : row.sent_at;
        store.messages.setState({ msgid, state, tries: isBack ? 0 : row.tries, sent_at: sentAt });
      });
    },
    markAnswered: (msgid, outcome) => {
      store.write(() => answer(ground, rowOf(store.messages, msgid), outcome));
    },
  };
}

/** Every open message, in order: for whoever has to send them by other means. */
export function allOpenMessages(ground: Pick<OutboxGround, "store" | "outbox">): {
  readonly messages: readonly UnsentMessage[];
  /** How many do not open: damaged, or from before the outbox had keys of its own. */
  readonly outOfReach: number;
} {
  const messages = openMessages(ground);
  return { messages, outOfReach: [...ground.store.messages.open()].length - messages.length };
}

function openMessages({ store, outbox }: Pick<OutboxGround, "store" | "outbox">): readonly UnsentMessage[] {
  const found: UnsentMessage[] = [];
  for (const row of store.messages.open()) {
    const unsent = unsentOf(outbox, row);
    if (unsent !== null) found.push(unsent);
  }
  return found;
}

const events = { confirmed: "confirm", rejected: "reject", unknown: "lose" } as const satisfies Record<
  Outcome["state"],
  MessageEvent
>;

function answer({ store, outbox, nowMs }: OutboxGround, row: MessageRow, outcome: Outcome): void {
  const { msgid, tries, payload } = row;
  const state = nextState(row.state, events[outcome.state]);
  if (isOpen(state)) {
    store.messages.setState({ msgid, state, tries, sent_at: row.sent_at });
    return;
  }
  assert(payload !== null, "an open message without payload");
  const isConfirmed = outcome.state === "confirmed";
  store.messages.answer({
    msgid,
    state,
    payload_digest: outbox.digest(msgid, outbox.open(msgid, payload)),
    answered_at: shanghaiTime(nowMs()),
    centre_settlement: isConfirmed ? outcome.centreSettlementId : null,
    centre_visit: isConfirmed ? outcome.centreVisitId : null,
  });
}

function rowOf(messages: Messages, msgid: string): MessageRow {
  const row = messages.byMsgid(msgid);
  assert(row !== undefined, "a message that nobody wrote");
  return row;
}

const fields = z.record(z.string(), z.unknown());
const transaction = { infno: z.string(), input: fields };
const messageShape = z.strictObject({
  envelope: z.looseObject({ ...transaction, msgid: z.string() }),
  before: z.array(z.strictObject(transaction)),
});

/** A payload as it was sealed. @throws when it is no message */
function parsePayload(text: string): OutgoingMessage {
  return messageShape.parse(JSON.parse(text));
}

function readPayload(
  outbox: OutboxSeal,
  { msgid, payload, payload_key: key }: OpenMessageRow,
): OutgoingMessage | null {
  // What the data key sealed is written anew when the books open with it; without it nobody can read it.
  if (key === 0) return null;
  try {
    return parsePayload(outbox.open(msgid, payload));
  } catch (error) {
    if (error instanceof StoreError) return null;
    throw error;
  }
}

/** null for what does not open: damage is for `verify` to name, and stops nobody else's messages. */
export function unsentOf(outbox: OutboxSeal, row: OpenMessageRow): UnsentMessage | null {
  const { msgid, number, state, tries } = row;
  const message = readPayload(outbox, row);
  if (message === null) return null;
  const { original_msgid: original, original_state: before } = row;
  const { original_visit: centreVisitId, original_settlement: centreSettlementId } = row;
  return {
    msgid,
    number,
    state,
    tries,
    message,
    original:
      original === null || before === null
        ? null
        : { msgid: original, state: before, centreVisitId, centreSettlementId },
  };
}
