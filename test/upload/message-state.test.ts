import { expect, test } from "vitest";

import type { MessageEvent, MessageState } from "../../src/upload/message-state.ts";
import { isOpen, nextState } from "../../src/upload/message-state.ts";

const states: readonly MessageState[] = ["pending", "sent", "unknown", "confirmed", "rejected"];
const events: readonly MessageEvent[] = ["send", "confirm", "reject", "lose"];

/** Every pair that may happen; all the others are bugs. */
const legal: readonly (readonly [MessageState, MessageEvent, MessageState])[] = [
  ["pending", "send", "sent"],
  ["sent", "confirm", "confirmed"],
  ["sent", "reject", "rejected"],
  ["sent", "lose", "unknown"],
  ["unknown", "send", "sent"],
  ["unknown", "confirm", "confirmed"],
  ["unknown", "reject", "rejected"],
];

test.each(states.flatMap((state) => events.map((event) => [state, event] as const)))(
  "a message that is %s and is to %s",
  (state, event) => {
    const way = legal.find(([from, what]) => from === state && what === event);
    if (way === undefined) expect(() => nextState(state, event)).toThrow(`${state} cannot ${event}`);
    else expect(nextState(state, event)).toBe(way[2]);
  },
);

test("only an answered message is closed", () => {
  expect(states.filter(isOpen)).toEqual(["pending", "sent", "unknown"]);
});
