import type { Breaker } from "./breaker.ts";
import { mayBegin } from "./breaker.ts";

/** What is known of the messages that could go, and of the way to the centre. */
export interface Sending {
  readonly nowMs: number;
  /** Messages at once; each is another person's. */
  readonly concurrencyMax: number;
  /** Under way. */
  readonly inFlight: ReadonlySet<string>;
  /** Before when a message that has failed is not tried again. */
  readonly notBefore: ReadonlyMap<string, number>;
  readonly breaker: Breaker;
}

/**
 * Which messages go now. Those of one person never go side by side, as only the oldest open one of each is a candidate.
 *
 * @param candidates  numbers of messages, the urgent ones first, at most one of each person
 * @source domain §8
 */
export function nextSends(candidates: readonly string[], sending: Sending): readonly string[] {
  const { nowMs, concurrencyMax, inFlight, notBefore, breaker } = sending;
  const free = mayBegin(breaker, Math.max(0, concurrencyMax - inFlight.size), nowMs);
  const ready = new Set(
    candidates.filter((msgid) => !inFlight.has(msgid) && (notBefore.get(msgid) ?? 0) <= nowMs),
  );
  return [...ready].slice(0, free);
}
