import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { resultJson } from "../../src/settle/result.ts";
import type { Settlement, Split } from "../../src/settle/settlement.ts";
import type { ClaimJson } from "../oracle/claim-json.ts";
import { shippedBook } from "../shipped-packs.ts";
import type { Bill } from "./generated-bill.ts";
import {
  answerOf,
  bills,
  expectSame,
  fenOf,
  holdsForAll,
  sayHowToRepeat,
  settlementOf,
} from "./generated-bill.ts";
import { shiftBill } from "./shifted-bill.ts";

// What holds of one bill, whatever it is. What holds of several in a row stands in properties-of-years.test.ts.

sayHowToRepeat();
const timeout = 300_000;

function everyBill(holds: (bill: Bill, settlement: Settlement) => void): void {
  holdsForAll(bills(), (bill) => {
    holds(bill, settlementOf(bill.claim, bill.used));
  });
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

test(
  "the whole is the sum of its parts; deductibles and funds look at in-scope money alone",
  () => {
    everyBill((_bill, settlement) => {
      checkSplit(settlement.split);
      checkParts(settlement);
      checkBenefits(settlement);
      expect(settlement.split.total).toBe(sum(settlement.lines.map((line) => line.amount)));
    });
  },
  timeout,
);

function checkSplit(split: Split): void {
  const { total, fundTotal, personal } = split;
  expect(split.ownPay + split.overLimit + split.selfPayFirst + split.inScope).toBe(total);
  expect(fundsOf(split)).toBe(fundTotal);
  expect(fundTotal + personal).toBe(total);
  expect(split.account + split.family + split.cash).toBe(personal);
  expect(Object.values(split).filter((amount) => !Number.isSafeInteger(amount) || amount < 0)).toEqual([]);
}

function checkParts({ split, lines, benefits, draws }: Settlement): void {
  const broken = lines.filter(
    (line) => line.ownPay + line.overLimit + line.selfPayFirst + line.inScope !== line.amount,
  );
  expect(broken).toEqual([]);
  const ofLines = ["ownPay", "overLimit", "selfPayFirst", "inScope"] as const;
  const ofBenefits = ["deductible", "basic", "majorMedical", "supplementary", "assistance"] as const;
  const drawn = (own: boolean): number[] =>
    draws.flatMap((draw) => ((draw.member === null) === own ? [draw.amount] : []));
  expectSame(
    [
      ...ofLines.map((part) => sum(lines.map((line) => line[part]))),
      ...ofBenefits.map((part) => sum(benefits.map((benefit) => benefit[part]))),
      sum(drawn(true)),
      sum(drawn(false)),
    ],
    [
      ...ofLines.map((part) => split[part]),
      ...ofBenefits.map((part) => split[part]),
      split.account,
      split.family,
    ],
  );
}

/** Only in-scope money fills a deductible or is paid by a fund; a fixed sum alone looks at the bill. */
function checkBenefits({ benefits, lines }: Settlement): void {
  for (const benefit of benefits) {
    const mine = lines.filter((line) => line.benefit === benefit.id);
    expect(benefit.inScope).toBe(sum(mine.map((line) => line.inScope)));
    expect(benefit.deductible).toBeLessThanOrEqual(benefit.inScope);
    const ceiling = benefit.id === "birth" ? benefit.total : benefit.inScope - benefit.deductible;
    expect(benefit.basic).toBeLessThanOrEqual(ceiling);
    const upper = benefit.majorMedical + benefit.supplementary + benefit.assistance;
    expect(upper).toBeLessThanOrEqual(Math.max(0, benefit.inScope - benefit.basic));
  }
}

function fundsOf(split: Split): number {
  return sum([
    split.basic,
    split.majorMedical,
    split.supplementary,
    split.civilServant,
    split.assistance,
    split.other,
  ]);
}

/** Kinds that an account does not pay, after 十政办发〔2022〕61号 第十三条. */
const notForAccounts: Readonly<Record<string, readonly string[]>> = {
  hospital: ["wellness"],
  pharmacy: ["wellness", "service", "other"],
};

test(
  "accounts pay what they hold at most, own before family, and nothing that they may not pay",
  () => {
    everyBill(({ claim }, { split, lines, draws }) => {
      const { use, balance, family, requested } = claim.account;
      const holds = [fenOf(balance), ...family.map((member) => fenOf(member.balance))];
      const drawn = holds.map(
        (_held, at) => draws.find((draw) => (draw.member ?? -1) === at - 1)?.amount ?? 0,
      );
      expect(sum(drawn)).toBe(split.account + split.family);
      for (const [at, amount] of drawn.entries()) {
        expect(amount).toBeLessThanOrEqual(holds[at] ?? 0);
        // Whoever stands later pays only when everybody before is empty.
        const before = drawn.slice(0, at).every((one, place) => one === holds[place]);
        expect(amount === 0 || before).toBe(true);
      }
      expect(sum(drawn)).toBeLessThanOrEqual(use ? fenOf(requested ?? "9999999999.99") : 0);
      const kinds = notForAccounts[claim.institution.type] ?? [];
      const outside = lines.filter((_line, at) => kinds.includes(claim.items[at]?.kind ?? ""));
      const owed = sum(outside.map((line) => line.ownPay + line.overLimit + line.selfPayFirst));
      // A fixed sum may pay for what is owed, too.
      expect(sum(drawn)).toBeLessThanOrEqual(Math.max(0, split.personal - owed));
    });
  },
  timeout,
);

describe("the same bill gives the same answer", () => {
  const otherBook = shippedBook("demo");

  test(
    "in the same bytes: read again, on other packs of the same text, its fields in another order; and unexplained",
    () => {
      holdsForAll(bills(), ({ claim, used }) => {
        const answer = answerOf(claim, used, { explain: true });
        const bytes = bytesOf(answer);
        const again = structuredClone(claim);
        expect(bytesOf(answerOf(again, used, { explain: true, book: otherBook }))).toBe(bytes);
        const turned = reverseKeys(claim) as ClaimJson;
        expect(bytesOf(answerOf(turned, used, { explain: true }))).toBe(bytes);
        fc.pre(answer.ok);
        expectSame(settlementOf(claim, used), { ...answer.settlement, steps: [] });
      });
    },
    timeout,
  );

  test(
    "on another day of the same year and the same stretch of rules, its person as old and as long insured",
    () => {
      const days = fc.noBias(fc.integer({ min: -200, max: 200 }));
      holdsForAll(fc.tuple(bills(), days), ([bill, by]) => {
        const shifted = shiftBill(bill, by);
        fc.pre(shifted !== null);
        const first = settlementOf(shifted.from.claim, shifted.from.used);
        const second = settlementOf(shifted.to.claim, shifted.to.used);
        expectSame(amountsOf(second), amountsOf(first));
        const moved = first.movements.map((one) => ({ ...one, id: shifted.rename(one.id) }));
        expectSame(second.movements, moved);
        expect(second.split.cash).toBe(first.split.cash);
      });
    },
    timeout,
  );
});

function amountsOf({ split, lines, benefits, draws }: Settlement): unknown {
  return { split, lines, benefits, draws };
}

function bytesOf(answer: ReturnType<typeof answerOf>): string {
  return JSON.stringify(answer.ok ? resultJson(answer.settlement) : answer.refusal);
}

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, reverseKeys(inner)] as const);
  return Object.fromEntries(entries.toReversed());
}

/**
 * The order of lines decides nothing but where the rounding of one spread goes: fund money of a benefit is spread over
 * its n in-scope lines, each share rounded and the last taking what is left, to tell what is owed on the lines that the
 * account may not pay. A share is half a fen off at most, so the sum over these lines is at most (n − 1) ÷ 2 off, and
 * two orders at most n − 1 fen apart; where all lines or none are such lines, nothing is spread and nothing is off.
 */
test(
  "the order of lines changes no fund, no total, no accumulator, and accounts by the rounding of one spread",
  () => {
    const keys = fc.noBias(fc.array(fc.nat(1000), { minLength: 14, maxLength: 14 }));
    holdsForAll(fc.tuple(bills(), keys), ([{ claim, used }, order]) => {
      const items = claim.items
        .map((item, at) => ({ item, key: order[at] ?? 0 }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ item }) => item);
      const one = answerOf(claim, used);
      const other = answerOf({ ...claim, items }, used);
      expect(other.ok).toBe(one.ok);
      expect(other.ok || other.refusal.code).toBe(one.ok || one.refusal.code);
      fc.pre(one.ok && other.ok);
      const [first, second] = [one.settlement, other.settlement];
      expectSame(withoutAccounts(second), withoutAccounts(first));
      const apart = Math.abs(second.split.cash - first.split.cash);
      expect(apart).toBeLessThanOrEqual(spreadError(claim, first));
    });
  },
  timeout,
);

function withoutAccounts({ split, lines, benefits, movements, notes }: Settlement): unknown {
  const { account, family, cash, ...rest } = split;
  const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
  const paidByPerson = account + family + cash;
  return {
    ...rest,
    paidByPerson,
    lines: lines.toSorted(byId),
    benefits,
    movements: movements.toSorted(byId),
    notes,
  };
}

function spreadError(claim: ClaimJson, { lines, benefits }: Settlement): number {
  if (!claim.account.use) return 0;
  const kinds = notForAccounts[claim.institution.type] ?? [];
  const errors = benefits.map((benefit) => {
    const mine = lines.filter((line) => line.benefit === benefit.id && line.inScope > 0);
    const outside = mine.filter((line) => {
      const kind = claim.items.find((item) => item.id === line.id)?.kind ?? "";
      return kinds.includes(kind);
    });
    return outside.length === 0 || outside.length === mine.length ? 0 : mine.length - 1;
  });
  return sum(errors);
}

test(
  "a class C line more changes no fund and no accumulator; a fixed sum may pay more of a larger bill",
  () => {
    holdsForAll(fc.tuple(bills(), fc.nat(13), fc.nat(1_000_000)), ([{ claim, used }, at, fen]) => {
      const settlement = settlementOf(claim, used);
      const like = claim.items[at % claim.items.length] as ClaimJson["items"][number];
      const price = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;
      const line = { ...like, id: "own", class: "C", qty: "1", price };
      const larger = settlementOf({ ...claim, items: [...claim.items, line] }, used);
      expect(larger.split.total).toBe(settlement.split.total + fen);
      expect(larger.split.ownPay).toBe(settlement.split.ownPay + fen);
      expect(larger.split.inScope).toBe(settlement.split.inScope);
      // A fixed sum pays the bill whatever its classes, so it alone may pay more.
      const fixed = settlement.benefits.some((benefit) => benefit.id === "birth");
      expect(larger.split.fundTotal).toBeGreaterThanOrEqual(settlement.split.fundTotal);
      expectSame(fixed || funds(larger), fixed || funds(settlement));
      expectSame(fixed || larger.movements, fixed || settlement.movements);
    });
  },
  timeout,
);

function funds({ benefits }: Settlement): unknown {
  return benefits.map(({ total: _total, ...paid }) => paid);
}
