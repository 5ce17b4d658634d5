import type { CardEvent, DeviceEvent, StateEvent } from "../../src/scan/device-event.ts";
import type { CardResult } from "./card-fields.ts";

/** Whoever hears what a device does. */
export type Emit = (event: DeviceEvent) => void;

/** The events of one card reader; nothing is said any more once it is closed. */
export interface CardVoice {
  readonly state: (state: StateEvent["state"], reason: string | null) => void;
  readonly moved: (change: "inserted" | "removed") => void;
  readonly read: (result: CardResult) => void;
  readonly unreadable: (reason: string) => void;
  readonly hush: () => void;
}

/** @param now  milliseconds since 1970 */
export function cardVoice(device: string, emit: Emit, now: () => number): CardVoice {
  let isOpen = true;
  const say = (event: DeviceEvent): void => {
    if (isOpen) emit(event);
  };
  const card = (change: CardEvent["change"], read: CardEvent["card"], reason: string | null): void => {
    say({ device, at: now(), event: "card", change, card: read, reason, simulated: false });
  };
  return {
    state: (state, reason) => {
      say({ device, at: now(), event: "state", kind: "cardReader", state, reason, simulated: false });
    },
    moved: (change) => {
      card(change, null, null);
    },
    read: (result) => {
      say(cardEvent({ device, at: now(), simulated: false }, result));
    },
    unreadable: (reason) => {
      card("unreadable", null, reason);
    },
    hush: () => {
      isOpen = false;
    },
  };
}

/** What came of reading a card. */
export function cardEvent(
  about: Pick<CardEvent, "device" | "at" | "simulated">,
  result: CardResult,
): CardEvent {
  const said = { ...about, event: "card" } as const;
  if (result.ok) return { ...said, change: "read", card: result.card, reason: null };
  const reason = result.faults.map((fault) => `${fault.field}：${fault.reason}`).join("；");
  return { ...said, change: "unreadable", card: null, reason };
}
