import { assert } from "../base/assert.ts";

/** How far a message has come. A lost answer is `unknown`, never a failure (domain §8). */
export type MessageState = "pending" | "sent" | "confirmed" | "rejected" | "unknown";

/**
 * What can happen to a message: it leaves, it is answered, its answer does not come, or it is certain that it never
 * arrived.
 */
export type MessageEvent = "send" | "confirm" | "reject" | "lose" | "recall";

/**
 * The state after an event. What certainly did not arrive is as if it had not left: only its first sending can be
 * recalled, as an earlier one may still have arrived. An unknown message may leave once more under its own number where the region's adapter says
 * that the centre is idempotent; an answered one has nothing left to happen to it.
 *
 * @throws Bug when this cannot happen to a message in this state
 * @source domain §8
 */
export function nextState(state: MessageState, event: MessageEvent): MessageState {
  const next = transitions[state][event];
  assert(next !== undefined, `a message that is ${state} cannot ${event}`);
  return next;
}

/** Whether a message still waits for its answer, and so still has its payload. */
export function isOpen(state: MessageState): boolean {
  return state !== "confirmed" && state !== "rejected";
}

const answered = { confirm: "confirmed", reject: "rejected" } as const;

const transitions: Readonly<Record<MessageState, Readonly<Partial<Record<MessageEvent, MessageState>>>>> = {
  pending: { send: "sent" },
  sent: { ...answered, lose: "unknown", recall: "pending" },
  unknown: { ...answered, send: "sent" },
  confirmed: {},
  rejected: {},
};
