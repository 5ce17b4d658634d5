import type { Backoff } from "./backoff.ts";
import { delayMs } from "./backoff.ts";

/**
 * Whether calls go to the centre at all. Closed: they do. Open: none does until a moment. Probing: one is out, and its fate
 * decides.
 */
export type Breaker =
  | { readonly state: "closed"; readonly failures: number }
  | { readonly state: "open"; readonly failures: number; readonly untilMs: number }
  | { readonly state: "probing"; readonly failures: number };

/** So many calls in a row must fail before the others wait. */
const failuresMax = 3;
const pause: Backoff = { baseMs: 1000, maxMs: 30_000 };
/** A centre that is down is not asked more often than this, whatever was drawn. */
const pauseMsMin = 250;

export const closedBreaker: Breaker = { state: "closed", failures: 0 };

/** How many calls may begin now. @param free  how many there is room for */
export function mayBegin(breaker: Breaker, free: number, nowMs: number): number {
  switch (breaker.state) {
    case "closed":
      return free;
    case "open":
      return nowMs >= breaker.untilMs ? Math.min(free, 1) : 0;
    case "probing":
      return 0;
  }
}

/** A call begins: where the breaker was open, it is the probe. */
export function onBegin(breaker: Breaker): Breaker {
  return breaker.state === "open" ? { state: "probing", failures: breaker.failures } : breaker;
}

/** A call has ended. @param chance  0 ≤ chance < 1 */
export function onEnd(
  breaker: Breaker,
  reached: boolean,
  { nowMs, chance }: { readonly nowMs: number; readonly chance: number },
): Breaker {
  if (reached) return closedBreaker;
  const failures = breaker.failures + 1;
  if (breaker.state === "closed" && failures < failuresMax) return { state: "closed", failures };
  // Calls that were out when the first ones failed do not make the pause longer.
  if (breaker.state === "open") return breaker;
  const waitMs = Math.max(pauseMsMin, delayMs(failures - failuresMax + 1, pause, chance));
  return { state: "open", failures, untilMs: nowMs + waitMs };
}
