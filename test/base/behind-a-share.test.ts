import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  amountBehind,
  fen,
  formatDecimal,
  formatFen,
  lowerShare,
  parseFen,
  parseRatio,
  wholeShare,
} from "../../src/base/money.ts";

describe("what lies behind a share", () => {
  test.each([
    ["40.00", "0.40", "100.00"],
    ["40.01", "0.40", "100.03"],
    ["0.01", "1", "0.01"],
    ["0.00", "0.5", "0.00"],
    ["33.33", "0.3333", "100.00"],
    ["33.34", "0.3333", "100.04"],
  ])("%s at %s: no less than %s", (share, ratio, behind) => {
    expect(formatFen(amountBehind(parseFen(share), parseRatio(ratio)))).toBe(behind);
  });

  test("its share is never less than the one that is told", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 12 }),
        fc.integer({ min: 1, max: 10_000 }),
        (share, scaled) => {
          const ratio = parseRatio((scaled / 10_000).toFixed(4));
          const behind = BigInt(amountBehind(fen(share), ratio));
          const tenThousandths = BigInt(share) * 10_000n;
          expect(behind * BigInt(scaled) >= tenThousandths).toBe(true);
          expect((behind - 1n) * BigInt(scaled) < tenThousandths).toBe(true);
        },
      ),
    );
    expect(() => amountBehind(fen(1), parseRatio("0"))).toThrow("a share of nothing tells no amount");
  });

  test.each([
    ["0.50", "0.40", "0.40"],
    ["0.40", "0.50", "0.40"],
    ["0.40", "0", "0.40"],
  ])("of %s and %s the lower is %s", (one, other, lower) => {
    expect(formatDecimal(lowerShare(parseRatio(one), parseRatio(other)))).toBe(lower);
    expect(formatDecimal(lowerShare(wholeShare, parseRatio(lower)))).toBe(lower);
  });
});
