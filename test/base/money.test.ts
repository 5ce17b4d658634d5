import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Fen, Rounding } from "../../src/base/money.ts";
import {
  addFen,
  fen,
  fenMax,
  formatDecimal,
  formatFen,
  isPositive,
  isShare,
  leftOf,
  maxFen,
  minFen,
  minusRatio,
  moneyPattern,
  negateFen,
  parseFen,
  parsePrice,
  parseQuantity,
  parseSignedFen,
  parseRatio,
  priceAboveTimes,
  pricePattern,
  priceTimes,
  proportion,
  quantityPattern,
  ratioPattern,
  subtractFen,
  sumTimesRounded,
  timesRounded,
  withinPoints,
  zeroFen,
} from "../../src/base/money.ts";
import { table } from "../table.ts";
import type { Fraction } from "./fraction.ts";
import { fraction, minus, plus, roundFraction, times } from "./fraction.ts";

const yuan = (text = ""): Fen => parseFen(text);
const roundings: readonly Rounding[] = ["halfUp", "down", "up"];
/** Far more than fast-check's own choice: what is wrong here is wrong in every bill. */
const runs = { numRuns: 3000 };

describe("the formats of the interface", () => {
  test.each(
    table(`
      text              money   price   quantity   ratio
      0                 yes     yes     yes        yes
      12.5              yes     yes     yes        yes
      0012.50           yes     yes     yes        yes
      9999999999.99     yes     yes     yes        yes
      10000000000       no      no      no         no
      0.125             no      yes     yes        yes
      0.1234            no      yes     yes        yes
      0.12345           no      yes     no         no
      0.123456          no      yes     no         no
      0.1234567         no      no      no         no
      .5                no      no      no         no
      5.                no      no      no         no
      -1                no      no      no         no
      +1                no      no      no         no
      1e3               no      no      no         no
      0x10              no      no      no         no
      1,000.00          no      no      no         no
      NaN               no      no      no         no
      Infinity          no      no      no         no
      １                no      no      no         no
    `),
  )("$text", (row) => {
    const text = row["text"] ?? "";
    const takes = (pattern: RegExp): string => (pattern.test(text) ? "yes" : "no");
    expect({ ...row, money: takes(moneyPattern) }).toEqual(row);
    expect({ ...row, price: takes(pricePattern) }).toEqual(row);
    expect({ ...row, quantity: takes(quantityPattern) }).toEqual(row);
    expect({ ...row, ratio: takes(ratioPattern) }).toEqual(row);
  });

  test.each([[""], [" "], ["1 "], ["1\n"], ["1\u0000"]])("%j is no amount", (text) => {
    expect([moneyPattern, pricePattern, quantityPattern, ratioPattern].some((one) => one.test(text))).toBe(
      false,
    );
    expect(() => parseFen(text)).toThrow("is no amount");
    expect(() => parsePrice(text)).toThrow("is no price");
    expect(() => parseQuantity(text)).toThrow("is no quantity");
    expect(() => parseRatio(text)).toThrow("is no ratio");
  });

  test("a share of a whole is at most the whole", () => {
    expect(isShare("1")).toBe(true);
    expect(isShare("1.0000")).toBe(true);
    expect(isShare("1.0001")).toBe(false);
    expect(formatDecimal(parseRatio("1.0000"))).toBe("1.0000");
    expect(() => parseRatio("1.0001")).toThrow('"1.0001" is more than the whole');
  });

  test.each([
    ["0", false],
    ["0.0000", false],
    ["00", false],
    ["0.0001", true],
    ["10", true],
  ])("a quantity of %s is more than nothing: %s", (text, positive) => {
    expect(isPositive(text)).toBe(positive);
  });

  test("decimals are shown as they were written", () => {
    expect(formatDecimal(parsePrice("0.000001"))).toBe("0.000001");
    expect(formatDecimal(parsePrice("9999999999.999999"))).toBe("9999999999.999999");
    expect(formatDecimal(parseQuantity("0010.5000"))).toBe("0010.5000");
  });
});

describe("fen", () => {
  test.each(
    table(`
      text            fen            written
      0               0              0.00
      0.00            0              0.00
      0.01            1              0.01
      0.1             10             0.10
      0.10            10             0.10
      1.05            105            1.05
      12.5            1250           12.50
      100             10000          100.00
      0007.07         707            7.07
      9999999999.99   999999999999   9999999999.99
    `),
  )("$text yuan is $fen fen and is written $written", ({ text, fen: whole, written }) => {
    expect(yuan(text)).toBe(Number(whole));
    expect(formatFen(yuan(text))).toBe(written);
  });

  test.each([
    [-1, "-0.01"],
    [-5, "-0.05"],
    [-100, "-1.00"],
    [-1205, "-12.05"],
    [-999_999_999_999, "-9999999999.99"],
    [-0, "0.00"],
  ])("%d fen of a reversal is written %s", (whole, written) => {
    expect(formatFen(fen(whole))).toBe(written);
  });

  test.each([[0.5], [Number.NaN], [Number.POSITIVE_INFINITY], [2 ** 53]])("%d is no whole fen", (value) => {
    expect(() => fen(value)).toThrow(`${value} is no whole fen`);
  });

  test("reading and writing are each other's mirror", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: fenMax }), (whole) => {
        expect(yuan(formatFen(fen(whole)))).toBe(whole);
        expect(parseSignedFen(formatFen(fen(-whole)))).toBe(whole === 0 ? 0 : -whole);
        expect(parseSignedFen(formatFen(fen(whole)))).toBe(whole);
        expect(BigInt(whole)).toBe(BigInt(formatFen(fen(whole)).replace(".", "")));
      }),
      runs,
    );
  });

  test("the largest amount is the largest that the format can write", () => {
    expect(formatFen(fenMax)).toBe("9999999999.99");
    expect(zeroFen).toBe(0);
  });

  test("sums and differences", () => {
    expect(addFen(fen(1), fen(2))).toBe(3);
    expect(subtractFen(fen(1), fen(2))).toBe(-1);
    const largest = fen(Number.MAX_SAFE_INTEGER);
    expect(() => addFen(largest, fen(1))).toThrow("is no whole fen");
    expect(() => subtractFen(fen(-1), largest)).toThrow("is no whole fen");
  });

  test.each(
    table(`
      a      b      min    max    left
      0.00   0.00   0.00   0.00   0.00
      0.01   0.00   0.00   0.01   0.01
      0.00   0.01   0.00   0.01   0.00
      5.00   5.00   5.00   5.00   0.00
      5.01   5.00   5.00   5.01   0.01
      5.00   5.01   5.00   5.01   0.00
    `),
  )("of $a and $b", ({ a, b, min, max, left }) => {
    expect(formatFen(minFen(yuan(a), yuan(b)))).toBe(min);
    expect(formatFen(maxFen(yuan(a), yuan(b)))).toBe(max);
    expect(formatFen(leftOf(yuan(a), yuan(b)))).toBe(left);
  });

  test("the mirror of an amount, and of nothing", () => {
    expect(negateFen(fen(5))).toBe(-5);
    expect(negateFen(fen(-5))).toBe(5);
    expect(Object.is(negateFen(zeroFen), 0)).toBe(true);
    expect(Object.is(negateFen(fen(-0)), 0)).toBe(true);
  });
});

describe("what a line costs is rounded once", () => {
  test.each(
    table(`
      case                          price               quantity   halfUp         down           up
      nothing                       0                   1          0.00           0.00           0.00
      one fen                       0.01                1          0.01           0.01           0.01
      half a fen goes up            0.005               1          0.01           0.00           0.01
      just below half a fen         0.004999            1          0.00           0.00           0.01
      a third of a box              10.00               0.3333     3.33           3.33           3.34
      half a fen by the quantity    0.01                0.5        0.01           0.00           0.01
      the least of both             0.000001            0.0001     0.00           0.00           0.01
      a price of six decimals       12.345678           10         123.46         123.45         123.46
      two halves make a whole       0.005               2          0.01           0.01           0.01
      the dearest                   9999999999.99       1          9999999999.99  9999999999.99  9999999999.99
      binary would say 1.00         1.005               1          1.01           1.00           1.01
      binary would say 8.57         8.575               1          8.58           8.57           8.58
    `),
  )("$case", ({ price = "", quantity = "", ...row }) => {
    for (const rounding of roundings) {
      expect(formatFen(priceTimes(parsePrice(price), parseQuantity(quantity), rounding))).toBe(row[rounding]);
    }
  });

  test.each(
    table(`
      case                         price               limit               quantity   halfUp   down    up
      below the limit              9.99                10                  3          0.00     0.00    0.00
      on the limit                 10                  10                  3          0.00     0.00    0.00
      a millionth above            10.000001           10                  1          0.00     0.00    0.01
      half a fen above             10.005              10                  1          0.01     0.00    0.01
      two and a half above         12.5                10                  4          10.00    10.00   10.00
      less than half a fen, dear   9999999999.999999   9999999999.995000   1          0.00     0.00    0.01
    `),
  )("above the price limit: $case", ({ price = "", limit = "", quantity = "", ...row }) => {
    for (const rounding of roundings) {
      const over = priceAboveTimes(parsePrice(price), parsePrice(limit), parseQuantity(quantity), rounding);
      expect(formatFen(over)).toBe(row[rounding]);
    }
  });

  test("agrees with fractions, and what is above the limit is never more than the whole", () => {
    const inputs = [decimal(6), decimal(6), decimal(4), fc.constantFrom(...roundings)] as const;
    fc.assert(
      fc.property(...inputs, (price, limit, quantity, rounding) => {
        const cost = priceTimes(parsePrice(price), parseQuantity(quantity), rounding);
        const over = priceAboveTimes(parsePrice(price), parsePrice(limit), parseQuantity(quantity), rounding);
        expect(BigInt(cost)).toBe(inFen(times(fraction(price), fraction(quantity)), rounding));
        const above = minus(fraction(price), fraction(limit));
        const expected = above.top < 0n ? 0n : inFen(times(above, fraction(quantity)), rounding);
        expect(BigInt(over)).toBe(expected);
        expect(over).toBeLessThanOrEqual(cost);
      }),
      runs,
    );
  });
});

describe("a share of an amount is rounded once", () => {
  test.each(
    table(`
      case                       amount          ratio    halfUp          down            up
      nothing                    0.00            0.85     0.00            0.00            0.00
      nothing of something       0.01            0        0.00            0.00            0.00
      all of one fen             0.01            1        0.01            0.01            0.01
      half of one fen goes up    0.01            0.5      0.01            0.00            0.01
      less than half a fen       0.01            0.4999   0.00            0.00            0.01
      half of three fen          0.03            0.5      0.02            0.01            0.02
      65 % of 10.10              10.10           0.65     6.57            6.56            6.57
      93 % of 0.50               0.50            0.93     0.47            0.46            0.47
      the largest amount         9999999999.99   0.5      5000000000.00   4999999999.99   5000000000.00
      four decimals              1000.00         0.1235   123.50          123.50          123.50
    `),
  )("$case", ({ amount, ratio = "", ...row }) => {
    for (const rounding of roundings) {
      expect(formatFen(timesRounded(yuan(amount), parseRatio(ratio), rounding))).toBe(row[rounding]);
    }
  });

  test("a sum of shares is rounded as a sum: two halves of a fen are one fen, not two", () => {
    const half = { amount: fen(1), ratio: parseRatio("0.5") };
    expect(sumTimesRounded([half, half], "halfUp")).toBe(1);
    expect(sumTimesRounded([half, half, half], "down")).toBe(1);
    expect(sumTimesRounded([half, half, half], "up")).toBe(2);
    expect(sumTimesRounded([], "up")).toBe(0);
  });

  test("agrees with fractions", () => {
    const part = fc.record({ amount: amounts, ratio: shares });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), fc.constantFrom(...roundings), (parts, rounding) => {
        const exact = parts.map(({ amount, ratio }) =>
          times({ top: BigInt(amount), bottom: 1n }, fraction(ratio)),
        );
        const whole = exact.reduce(plus, fraction("0"));
        const read = parts.map(({ amount, ratio }) => ({ amount: fen(amount), ratio: parseRatio(ratio) }));
        expect(BigInt(sumTimesRounded(read, rounding))).toBe(roundFraction(whole, rounding));
        for (const [at, one] of read.entries()) {
          const share = timesRounded(one.amount, one.ratio, rounding);
          expect(BigInt(share)).toBe(roundFraction(exact[at] ?? fraction("0"), rounding));
          expect(share).toBeLessThanOrEqual(one.amount);
        }
      }),
      runs,
    );
  });

  test.each([
    ["10.00", "1.00", "3.00", "3.33"],
    ["10.00", "2.00", "3.00", "6.67"],
    ["10.00", "3.00", "3.00", "10.00"],
    ["0.01", "1.00", "2.00", "0.01"],
    ["0.00", "1.00", "2.00", "0.00"],
    ["5.00", "0.00", "2.00", "0.00"],
  ])("of %s, what falls to %s of %s is %s", (whole, part, base, share) => {
    expect(formatFen(proportion(yuan(whole), yuan(part), yuan(base)))).toBe(share);
  });

  test("a proportion agrees with fractions, and needs a base", () => {
    fc.assert(
      fc.property(amounts, amounts, fc.integer({ min: 1, max: fenMax }), (whole, part, base) => {
        fc.pre(part <= base);
        const exact = { top: BigInt(whole) * BigInt(part), bottom: BigInt(base) };
        expect(BigInt(proportion(fen(whole), fen(part), fen(base)))).toBe(roundFraction(exact, "halfUp"));
      }),
      runs,
    );
    expect(() => proportion(fen(1), zeroFen, zeroFen)).toThrow("a proportion needs a base above zero");
  });
});

describe("points of a ratio", () => {
  test.each(
    table(`
      ratio    points   left
      0.85     0.10     0.75
      0.85     0        0.85
      0.10     0.10     0
      0.05     0.10     0
      0.1001   0.10     0.0001
    `),
  )("$ratio less $points is $left", ({ ratio = "", points = "", left }) => {
    expect(formatDecimal(minusRatio(parseRatio(ratio), parseRatio(points)))).toBe(left);
  });

  test.each(
    table(`
      stated   local    points   within
      0.80     0.80     0.05     yes
      0.80     0.85     0.05     yes
      0.80     0.75     0.05     yes
      0.80     0.8501   0.05     no
      0.80     0.7499   0.05     no
      0.80     0.80     0        yes
      0.80     0.8001   0        no
    `),
  )("$local is within $points of $stated: $within", ({ stated = "", local = "", points = "", within }) => {
    expect(withinPoints(stated, local, points)).toBe(within === "yes");
    expect(withinPoints(local, stated, points)).toBe(within === "yes");
  });
});

const amounts = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: fenMax }));
const shares = fc.oneof(
  fc.constantFrom("0", "0.5", "0.05", "0.65", "1"),
  fc.integer({ min: 0, max: 9999 }).map((parts) => `0.${String(parts).padStart(4, "0")}`),
);

/** Numbers up to ten digits before the point and some after it, often small, often with a five at the end. */
function decimal(places: number): fc.Arbitrary<string> {
  const whole = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 99_999 }));
  const rest = fc.stringMatching(new RegExp(`^[0-9]{0,${places - 1}}[05]?$`));
  return fc.tuple(whole, rest).map(([front, back]) => (back === "" ? String(front) : `${front}.${back}`));
}

function inFen(yuanFraction: Fraction, rounding: Rounding): bigint {
  return roundFraction(times(yuanFraction, fraction("100")), rounding);
}
