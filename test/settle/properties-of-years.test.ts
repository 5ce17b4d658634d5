import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Settlement } from "../../src/settle/settlement.ts";
import { civilDayOf } from "../oracle/calendar.ts";
import { bills, holdsForAll, sayHowToRepeat, settlementOf } from "./generated-bill.ts";
import { capOf, lawCaps } from "./law-caps.ts";
import { raisedCaps } from "./raised-caps.ts";
import { splitBill } from "./split-bill.ts";

// What holds of bills in a row: caps, deductibles, visits.

sayHowToRepeat();
const timeout = 300_000;

/** Funds of a bill, and whether one benefit alone is fed: two that share a cap take from each other. */
function fundBenefits({ benefits }: Settlement): readonly Settlement["benefits"][number][] {
  return benefits.filter((benefit) => benefit.id !== "accountOnly");
}

describe("caps", () => {
  test(
    "no accumulator goes above what the law says, however the year went before",
    () => {
      holdsForAll(bills(), ({ claim, used }) => {
        const caps = lawCaps(claim, civilDayOf(claim.serviceTime));
        const { movements } = settlementOf(claim, used);
        expect(movements.filter((one) => one.after < one.before || isAbove(one, caps))).toEqual([]);
      });
    },
    timeout,
  );

  const variants = raisedCaps();

  test("there are raised caps of every plan and every fund", () => {
    expect(new Set(variants.map((one) => one.plan)).size).toBe(5);
    expect(new Set(variants.map((one) => one.limits)).size).toBe(4);
  });

  test(
    "a raised cap never lowers what its fund pays, nor all funds of a benefit together",
    () => {
      holdsForAll(fc.tuple(bills(), fc.noBias(fc.nat())), ([{ claim, used }, pick]) => {
        const before = settlementOf(claim, used);
        const mine = variants.filter((one) => one.plan === claim.plan);
        const variant = mine[pick % mine.length] as (typeof mine)[number];
        const after = settlementOf(claim, used, { book: variant.book() });
        const where = variant.path;
        expect(after.split[variant.limits], `at ${where}`).toBeGreaterThanOrEqual(
          before.split[variant.limits],
        );
        const alone = fundBenefits(before).length <= 1;
        const least = alone ? before.split.fundTotal : 0;
        expect(after.split.fundTotal, `at ${where}`).toBeGreaterThanOrEqual(least);
      });
    },
    timeout,
  );

  test(
    "who has used more of a cap gets no more, who has filled more of a deductible or a burden no less",
    () => {
      const amounts = fc.noBias(fc.oneof(fc.nat(2), fc.nat(100_000), fc.nat(30_000_000)));
      holdsForAll(fc.tuple(bills(), fc.noBias(fc.nat()), amounts), ([{ claim, used }, pick, more]) => {
        const before = settlementOf(claim, used);
        const moved = before.movements.filter((one) => !one.id.startsWith("inpatient.stays."));
        fc.pre(moved.length > 0);
        const { id, period, before: held } = moved[pick % moved.length] as (typeof moved)[number];
        const after = settlementOf(claim, new Map([...used, [`${period} ${id}`, held + more]]));
        const fund = fundOf(id);
        const change = after.split[fund] - before.split[fund];
        const grows = /\.(?:deductible|visit|burden)(?:\.|$)/u.test(id);
        expect(grows ? -change : change, `at ${id}`).toBeLessThanOrEqual(0);
      });
    },
    timeout,
  );
});

/** Whether an accumulator went above its cap; where it stood above already, it may stay. */
function isAbove({ id, before, after }: Movement, caps: ReturnType<typeof lawCaps>): boolean {
  return after > Math.max(before, (capOf(caps, id) ?? Infinity) * 100);
}

function fundOf(id: string): "basic" | "majorMedical" | "supplementary" | "assistance" {
  if (id.startsWith("major.")) return "majorMedical";
  if (id.startsWith("supplementary.")) return "supplementary";
  return id.startsWith("assistance.") ? "assistance" : "basic";
}

/**
 * A bill settled in two visits, some lines today and the others after it. Per benefit, S in scope, D the deductible, and
 * every paid amount rounded once, so that two of them may differ from one by a fen:
 *
 * - S is the same. Yearly deductibles, and those of one visit split in two bills, are the same to the fen. Two visits
 *   ask twice: no less, and at most the visit's amount more. Two stays: the first asks what the whole asked as far as
 *   its cost goes, the second asks for itself and never more than the first; if the first never reached its own, less
 *   can be asked in all, and the funds pay more.
 * - What the basic fund pays follows the deductible: at most what more was asked is lost, at most what less was asked
 *   is won, a fen for each benefit aside. The same holds of all funds of a benefit together, a fen for each fund aside,
 *   since whoever pays next looks at what the one before left.
 * - A limit for each operation is there for each bill: two pay no less than one, and at most twice as much.
 */
describe("a bill split into two visits", () => {
  const choices = fc.record({
    second: fc.noBias(fc.array(fc.boolean(), { minLength: 14, maxLength: 14 })),
    sameVisit: fc.boolean(),
  });

  test(
    "loses what two visits ask more and a fen for each paid amount, no more; and exceeds no cap",
    () => {
      holdsForAll(fc.tuple(bills(), choices), ([bill, { second, sameVisit }]) => {
        const split = splitBill(bill, (at) => second[at] === true, sameVisit);
        fc.pre(split !== null);
        const [one, other] = [split.first.settlement, split.second.settlement];
        const whole = fundBenefits(split.whole);
        const asks = whole.map((benefit) => split.asked(benefit.id));
        expect(asks.filter((ask) => ask.parts < ask.least || ask.parts > ask.most)).toEqual([]);
        const more = asks.reduce((sum, ask) => sum + Math.max(0, ask.parts - ask.whole), 0);
        const less = asks.reduce((sum, ask) => sum + Math.max(0, ask.whole - ask.parts), 0);
        const basic = one.split.basic + other.split.basic;
        const twice = bill.claim.medType === "53" ? split.whole.split.basic : less + whole.length;
        expect(basic).toBeGreaterThanOrEqual(split.whole.split.basic - more - whole.length);
        expect(basic).toBeLessThanOrEqual(split.whole.split.basic + twice);
        // Two benefits share the yearly cap, and what one leaves the other may take: then funds above look at other sums.
        const alone = whole.length === 1 && bill.claim.medType !== "53";
        const funds = one.split.fundTotal + other.split.fundTotal;
        const lost = split.whole.split.fundTotal - funds;
        expect(alone ? lost : 0).toBeLessThanOrEqual(more + 4);
        expect(alone ? -lost : 0).toBeLessThanOrEqual(less + 4);
        const caps = lawCaps(bill.claim, civilDayOf(bill.claim.serviceTime));
        expect(other.movements.filter((moved) => isAbove(moved, caps))).toEqual([]);
      });
    },
    timeout,
  );
});

type Movement = Settlement["movements"][number];
