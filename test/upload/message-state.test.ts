import { expect, test } from "vitest";

import { Bug } from "../../src/base/assert.ts";
import type { MessageEvent, MessageState } from "../../src/upload/message-state.ts";
import { isOpen, nextState } from "../../src/upload/message-state.ts";

const states: readonly MessageState[] = ["pending", "sent", "unknown", "confirmed", "rejected"];
const events: readonly MessageEvent[] = ["send", "confirm", "reject", "lose", "recall"];

/** Every pair that may happen; all the others are bugs. */
const legal: readonly (readonly [MessageState, MessageEvent, MessageState])[] = [
  ["pending", "send", "sent"],
  ["sent", "confirm", "confirmed"],
  ["sent", "reject", "rejected"],
  ["sent", "lose", "unknown"],
  ["sent", "recall", "pending"],
  ["unknown", "send", "sent"],
  ["unknown", "confirm", "confirmed"],
  ["unknown", "reject", "rejected"],
];

/** The state after an event; null where the event is a bug. */
function tryNext(state: MessageState, event: MessageEvent): MessageState | null {
  try {
    return nextState(state, event);
  } catch (error) {
    if (error instanceof Bug) return null;
    throw error;
  }
}

test.each(states.flatMap((state) => events.map((event) => [state, event] as const)))(
  "a message that is %s and is to %s",
  (state, event) => {
    const way = legal.find(([from, what]) => from === state && what === event);
    expect(tryNext(state, event)).toBe(way?.[2] ?? null);
  },
);

test("only an answered message is closed", () => {
  expect(states.filter(isOpen)).toEqual(["pending", "sent", "unknown"]);
});
