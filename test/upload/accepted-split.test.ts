import type { Arbitrary } from "fast-check";
import { assert, integer, property, record, subarray } from "fast-check";
import { expect, test } from "vitest";

import { fen } from "../../src/base/money.ts";
import { splitFault } from "../../src/settle/identities.ts";
import type { Split } from "../../src/settle/settlement.ts";
import { splitNames, splitOf } from "../../src/settle/settlement.ts";
import { acceptedSplit, lessSplit, sumSplits } from "../../src/upload/accepted-split.ts";
import { differencesOf } from "../../src/upload/compare-split.ts";

const part = integer({ min: 0, max: 99_999 }).map(fen);

/** Any bill whose parts make the whole. */
const anySplit: Arbitrary<Split> = record({
  ownPay: part,
  overLimit: part,
  selfPayFirst: part,
  deductible: part,
  basic: part,
  majorMedical: part,
  supplementary: part,
  civilServant: part,
  assistance: part,
  other: part,
  account: part,
  family: part,
  cash: part,
  more: part,
}).map(({ more, ...one }) => {
  const fundTotal =
    one.basic + one.majorMedical + one.supplementary + one.civilServant + one.assistance + one.other;
  const outside = one.ownPay + one.overLimit + one.selfPayFirst;
  const paid = fundTotal + one.account + one.family + one.cash;
  const total = Math.max(paid, outside) + more;
  const cash = one.cash + total - paid;
  const personal = one.account + one.family + cash;
  const sums = { total, inScope: total - outside, fundTotal, personal, cash };
  return splitOf((name) => fen({ ...one, ...sums }[name]));
});

test("what a centre tells is accepted as it is, and the difference is the whole of it", () => {
  assert(
    property(anySplit, anySplit, (here, there) => {
      const accepted = acceptedSplit(here, differencesOf(here, there), false);
      expect(accepted).toEqual(there);
      expect(sumSplits([here, lessSplit(there, here)])).toEqual(there);
    }),
  );
});

test("what takes it back is its mirror", () => {
  assert(
    property(anySplit, anySplit, (one, other) => {
      const here = splitOf((name) => fen(0 - one[name]));
      const there = splitOf((name) => fen(0 - other[name]));
      expect(acceptedSplit(here, differencesOf(here, there), true)).toEqual(there);
      const isNothing = splitNames.every((name) => there[name] === 0);
      expect(acceptedSplit(here, differencesOf(here, there), false) === null).toBe(!isNothing);
    }),
  );
});

test("of few amounts that are told the parts still make the whole", () => {
  const few = subarray(["total", "fundTotal", "account"] as const);
  assert(
    property(anySplit, anySplit, few, (here, there, names) => {
      const differences = names.map((name) => ({ name, here: here[name], there: there[name] }));
      const accepted = acceptedSplit(here, differences, false);
      if (accepted === null) return;
      expect(splitFault(accepted, false)).toBeNull();
      for (const name of names) expect(accepted[name]).toBe(there[name]);
    }),
  );
});

const nothing = splitOf(() => fen(0));
const bill: Split = {
  ...nothing,
  total: fen(1000),
  inScope: fen(1000),
  basic: fen(600),
  fundTotal: fen(600),
  personal: fen(400),
  account: fen(100),
  cash: fen(300),
};

const of = (told: readonly (readonly [keyof Split, number])[]) =>
  acceptedSplit(
    bill,
    told.map(([name, there]) => ({ name, there: fen(there) })),
    false,
  );

test.each([
  ["one fen more from the fund", [["fundTotal", 601]], { other: 1, personal: 399, cash: 299 }],
  [
    "one fen of the basic fund falls to the person",
    [
      ["basic", 599],
      ["fundTotal", 599],
    ],
    { cash: 301 },
  ],
  ["all of the cash from the account", [["account", 400]], { account: 400, cash: 0 }],
] as const)("%s: the rest follows", (_title, told, parts) => {
  expect(of(told)).toMatchObject(parts);
});

test.each([
  ["a fund below nothing", [["fundTotal", 599]]],
  ["one fen more from the account than there is to pay", [["account", 401]]],
  [
    "funds that do not make their sum",
    [
      ["basic", 599],
      ["other", 2],
    ],
  ],
  [
    "a total without its parts",
    [
      ["total", 999],
      ["inScope", 1000],
    ],
  ],
] as const)("%s: nobody can pay that", (_title, told) => {
  expect(of(told)).toBeNull();
});
