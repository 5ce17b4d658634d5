import { describe, expect, test } from "vitest";

import { present } from "../../src/base/assert.ts";
import { parseFen } from "../../src/base/money.ts";
import type { RulesInForce } from "../../src/rules/rules-in-force.ts";
import { noRules, settleCash } from "../../src/settle/cash-sale.ts";
import type { Claim } from "../../src/settle/claim.ts";
import { parseClaim } from "../../src/settle/claim.ts";
import { reverse } from "../../src/settle/reverse.ts";
import { splitNames } from "../../src/settle/settlement.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";
import { shippedBook } from "../shipped-packs.ts";

function claimOf(items: readonly object[]): Claim {
  const parsed = parseClaim(sampleClaim({ items, account: { use: true, balance: "90.00", family: [] } }));
  if (!parsed.ok) throw new Error("a sample has a fault");
  return parsed.claim;
}

const claim = claimOf([
  { price: "10.005", qty: "1", class: "B", selfPayRatio: "0.1", priceLimit: "8.00" },
  { price: "3.33", qty: "2.5", class: "C" },
]);
const rules = present(shippedBook("demo").rulesOn("shiyan", claim.serviceDate), "rules");

describe("a cash sale (domain §7 A)", () => {
  test("is the price of its lines, all own pay, whatever a fund or an account could have paid", () => {
    const { split, lines, ...rest } = settleCash(claim, rules, { explain: true });
    expect(lines.map(({ amount, ownPay, benefit }) => [amount, ownPay, benefit])).toEqual([
      [1001, 1001, "accountOnly"],
      [833, 833, "accountOnly"],
    ]);
    for (const name of splitNames) {
      const isWhole = ["total", "ownPay", "personal", "cash"].includes(name);
      expect([name, split[name]]).toEqual([name, isWhole ? 1834 : 0]);
    }
    expect(rest).toMatchObject({ benefits: [], movements: [], draws: [], notes: ["CASH_SALE"] });
    expect(rest).toMatchObject({ pack: rules.id, packSha256: rules.sha256, supplement: null });
    expect(rest.steps.map(({ stage, formula, amount }) => [stage, formula, amount])).toEqual([
      ["lineAmount", "round(10.005 × 1)", "10.01"],
      ["lineAmount", "round(3.33 × 2.5)", "8.33"],
      ["total", "10.01 + 8.33", "18.34"],
      ["cash", "18.34", "18.34"],
    ]);
  });

  test("needs no rules, and rounds as those that there are", () => {
    const plain = settleCash(claim, null, { explain: false });
    expect(plain).toMatchObject({ pack: noRules.id, packSha256: noRules.sha256, steps: [] });
    expect(plain.split.total).toBe(parseFen("18.34"));
    const down: RulesInForce = { ...rules, rounding: "down" };
    expect(settleCash(claim, down, { explain: false }).split.total).toBe(parseFen("18.32"));
  });

  test("is mirrored like any other", () => {
    const reversal = reverse(settleCash(claim, null, { explain: false }), { before: () => 0 });
    expect(reversal.split).toMatchObject({ total: -1834, cash: -1834, fundTotal: 0 });
    expect(reversal.notes).toEqual(["CASH_SALE", "REVERSAL"]);
  });
});
