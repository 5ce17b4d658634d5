import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { refund, reverse } from "../../src/settle/reverse.ts";
import type { Settlement } from "../../src/settle/settlement.ts";
import type { Bill } from "./generated-bill.ts";
import {
  answerOf,
  bills,
  demoBook,
  expectSame,
  factsOf,
  holdsForAll,
  readClaim,
  sayHowToRepeat,
  settlementOf,
  usedAfter,
} from "./generated-bill.ts";

// What holds of bills that are given back, whole or in part.

sayHowToRepeat();
const timeout = 300_000;

describe("reversals", () => {
  test(
    "bring every accumulator back and sum to zero with the original, also when bills came between",
    () => {
      holdsForAll(fc.tuple(bills(), fc.nat(13)), ([bill, kept]) => {
        const original = settlementOf(bill.claim, bill.used);
        const after = usedAfter(bill.used, original);
        const restored = reverse(original, factsOf(after));
        expectSame(restored.movements.map(atEnd), original.movements.map(atStart));
        expectMirror(original, restored);
        // A bill between moves what it moves; the reversal takes back its own part alone.
        const between = answerOf(partOf(bill, kept), after);
        fc.pre(between.ok);
        const later = reverse(original, factsOf(usedAfter(after, between.settlement)));
        expectMirror(original, later);
        expectSame(later.movements.map(takenBack), original.movements.map(added));
        expect(() => reverse(restored, factsOf(after))).toThrow("is a reversal itself");
      });
    },
    timeout,
  );

  test(
    "a partial refund leaves what the kept lines alone would have cost",
    () => {
      holdsForAll(fc.tuple(bills(), fc.nat(13)), ([bill, kept]) => {
        const original = settlementOf(bill.claim, bill.used);
        const json = partOf(bill, kept);
        const claim = readClaim(json);
        const rules = demoBook.rulesOn(claim.plan, claim.serviceDate);
        fc.pre(rules !== null);
        const facts = factsOf(usedAfter(bill.used, original));
        const refunded = refund(original, claim, { facts, rules, explain: false });
        const alone = answerOf(json, bill.used);
        expect(refunded.ok).toBe(alone.ok);
        fc.pre(refunded.ok && alone.ok);
        expect(refunded.remainder).not.toBeNull();
        expectSame(refunded.remainder, alone.settlement);
        const names = Object.keys(original.split) as (keyof Settlement["split"])[];
        expectSame(
          names.map((name) => refunded.net[name]),
          names.map((name) => alone.settlement.split[name] - original.split[name]),
        );
      });
    },
    timeout,
  );
});

/** The bill with some of its lines. */
function partOf({ claim }: Bill, kept: number): Bill["claim"] {
  return { ...claim, items: claim.items.slice(0, 1 + (kept % claim.items.length)) };
}

type Movement = Settlement["movements"][number];

function atStart({ id, period, before }: Movement): unknown {
  return { id, period, held: before };
}

function added({ id, period, before, after }: Movement): unknown {
  return { id, period, by: after - before };
}

function takenBack({ id, period, before, after }: Movement): unknown {
  return { id, period, by: before - after };
}

function atEnd({ id, period, after }: Movement): unknown {
  return { id, period, held: after };
}

/** Part by part the negative of the original, and no −0, which would print as another amount. */
function expectMirror(original: Settlement, reversal: Settlement): void {
  expectSame(amountsOf(reversal), amountsOf(original).map(negative));
  expect(amountsOf(reversal).some((amount) => Object.is(amount, -0))).toBe(false);
  expectSame(namesOf(reversal), namesOf(original));
}

function negative(amount: number): number {
  return amount === 0 ? 0 : -amount;
}

function amountsOf({ split, lines, benefits, draws }: Settlement): readonly number[] {
  return [split, ...lines, ...benefits, ...draws].flatMap((part) =>
    Object.entries(part).flatMap(([name, value]) =>
      typeof value === "number" && name !== "member" ? [value] : [],
    ),
  );
}

function namesOf({ lines, benefits, draws }: Settlement): unknown {
  return [...lines, ...benefits, ...draws].map((part) =>
    Object.entries(part).filter(([name, value]) => typeof value !== "number" || name === "member"),
  );
}
