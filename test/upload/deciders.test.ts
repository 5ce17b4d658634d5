import { assert as holds, double, nat, property } from "fast-check";
import { describe, expect, test } from "vitest";

import { fen } from "../../src/base/money.ts";
import { splitOf } from "../../src/settle/settlement.ts";
import { delayMs } from "../../src/upload/backoff.ts";
import type { Breaker } from "../../src/upload/breaker.ts";
import { closedBreaker, mayBegin, onBegin, onEnd } from "../../src/upload/breaker.ts";
import { differencesOf, inOurTerms } from "../../src/upload/compare-split.ts";
import { referenceHabits } from "../../src/upload/habits.ts";
import { nextSends } from "../../src/upload/next-send.ts";
import { afterAsking, nextStep } from "../../src/upload/next-step.ts";

describe("a pause", () => {
  test("is anything from nothing to a ceiling that doubles", () => {
    const backoff = { baseMs: 100, maxMs: 1000 };
    const ceilings = [1, 2, 3, 4, 5, 60, 5000].map((failures) => delayMs(failures, backoff, 0.999_999));
    expect(ceilings).toEqual([99, 199, 399, 799, 999, 999, 999]);
    expect(delayMs(5, backoff, 0)).toBe(0);
  });

  test("is whole and never beyond its ceiling, whatever is drawn", () => {
    const chance = double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const always = property(nat(10_000), chance, (failures, drawn) => {
      const delay = delayMs(failures, { baseMs: 500, maxMs: 60_000 }, drawn);
      expect(Number.isInteger(delay) && delay >= 0 && delay < 60_000).toBe(true);
    });
    holds(always);
  });
});

describe("the breaker", () => {
  const fail = (breaker: Breaker, nowMs: number): Breaker => onEnd(breaker, false, { nowMs, chance: 0.5 });

  test("opens after three calls in a row that did not arrive, lets one through, and closes when it arrives", () => {
    const two = fail(fail(closedBreaker, 0), 0);
    expect(mayBegin(two, 4, 0)).toBe(4);
    const open = fail(two, 0);
    expect(open).toMatchObject({ state: "open", untilMs: 500 });
    expect([mayBegin(open, 4, 499), mayBegin(open, 4, 500)]).toEqual([0, 1]);
    const probing = onBegin(open);
    expect(mayBegin(probing, 4, 10_000)).toBe(0);
    expect(onEnd(probing, true, { nowMs: 600, chance: 0 })).toEqual(closedBreaker);
  });

  test("waits longer after every probe in vain, and no longer than half a minute", () => {
    let breaker: Breaker = fail(fail(fail(closedBreaker, 0), 0), 0);
    const waits: number[] = [];
    for (let at = 0; at < 8; at += 1) {
      breaker = onEnd(onBegin(breaker), false, { nowMs: 0, chance: 0.999_999 });
      if (breaker.state === "open") waits.push(breaker.untilMs);
    }
    expect(waits).toEqual([1999, 3999, 7999, 15_999, 29_999, 29_999, 29_999, 29_999]);
  });

  test("a success between failures begins the count anew; calls that were out do not lengthen the pause", () => {
    const two = fail(fail(closedBreaker, 0), 0);
    const again = onEnd(two, true, { nowMs: 0, chance: 0 });
    expect(fail(fail(again, 0), 0).state).toBe("closed");
    const open = fail(two, 0);
    expect(fail(open, 5000)).toBe(open);
  });
});

describe("what goes next", () => {
  const sending = {
    nowMs: 1000,
    concurrencyMax: 3,
    inFlight: new Set(["a"]),
    notBefore: new Map([["b", 1001]]),
    breaker: closedBreaker,
  };

  test("neither what is under way nor what has to wait, and no more than there is room for", () => {
    expect(nextSends(["a", "b", "c", "d", "e"], sending)).toEqual(["c", "d"]);
    expect(nextSends(["b", "c"], { ...sending, nowMs: 1001 })).toEqual(["b", "c"]);
    expect(nextSends(["c"], { ...sending, inFlight: new Set(["x", "y", "z"]) })).toEqual([]);
  });

  test("one at a time where the breaker probes", () => {
    const open = { state: "open", failures: 3, untilMs: 900 } as const;
    expect(nextSends(["c", "d"], { ...sending, breaker: open })).toEqual(["c"]);
    expect(nextSends(["c", "d"], { ...sending, breaker: { ...open, untilMs: 2000 } })).toEqual([]);
  });

  test("what may have arrived is asked for first; what takes back the rejected is dropped", () => {
    expect(nextStep({ state: "pending", original: null })).toBe("send");
    expect(nextStep({ state: "sent", original: null })).toBe("ask");
    expect(nextStep({ state: "unknown", original: { state: "confirmed" } })).toBe("ask");
    expect(nextStep({ state: "pending", original: { state: "confirmed" } })).toBe("send");
    expect(nextStep({ state: "pending", original: { state: "rejected" } })).toBe("drop");
  });

  test("what is there is confirmed; what is not is sent again only where it is done once, else undone", () => {
    expect(afterAsking("there", referenceHabits, "sale")).toBe("confirm");
    expect(afterAsking("notThere", referenceHabits, "sale")).toBe("resend");
    const once = { ...referenceHabits, isIdempotent: false };
    expect(afterAsking("notThere", once, "sale")).toBe("undo");
    // Put out of the way it would leave the sale standing there: a settlement is taken back once, however often it is asked.
    expect(afterAsking("notThere", once, "reversal")).toBe("resend");
  });
});

describe("two splits", () => {
  const here = {
    ...splitOf(() => fen(0)),
    total: fen(1000),
    fundTotal: fen(600),
    account: fen(100),
    family: fen(50),
  };

  test("are compared in our terms, whatever the region counts where", () => {
    const told = { total: fen(1000), fundTotal: fen(750), account: fen(150) };
    const habits = { ...referenceHabits, fundIncludesAccounts: true, tellsFamily: false };
    expect(differencesOf(here, inOurTerms(told, here, habits))).toEqual([]);
    expect(differencesOf(here, inOurTerms(told, here, referenceHabits)).map(({ name }) => name)).toEqual([
      "fundTotal",
      "account",
      "family",
    ]);
  });

  test("what an answer leaves out is no difference; a fen is", () => {
    expect(differencesOf(here, {})).toEqual([]);
    expect(differencesOf(here, { total: fen(999) })).toEqual([
      { name: "total", here: fen(1000), there: fen(999) },
    ]);
  });
});
