import { describe, expect, test } from "vitest";

import type { PackBook } from "../../src/rules/pack-book.ts";
import { resultJson } from "../../src/settle/result.ts";
import type { Parts } from "../rules/sample-pack.ts";
import { plainBenefit, stated, unknown } from "../rules/sample-pack.ts";
import { table } from "../table.ts";
import type { Given } from "./case-claim.ts";
import { smallBook, smallClaim } from "./fixtures/small-book.ts";
import { createDesk } from "./run-claim.ts";

/** Half is paid by the basic fund; the other half is the burden. */
function bookWith(parts: Parts): PackBook {
  return smallBook({ benefits: [plainBenefit({ feedsMajor: stated(true) })], ...parts });
}

function settled(book: PackBook, bills: readonly Given[]): unknown[] {
  const desk = createDesk(book, { carry: true });
  return bills.map((bill) => {
    const answer = desk(smallClaim(bill));
    return answer.ok ? resultJson(answer.settlement).split : answer.refusal;
  });
}

function column(splits: readonly unknown[], name: string): string {
  return splits.map((split) => (split as Readonly<Record<string, string>>)[name] ?? "refused").join(" ");
}

describe("major-medical", () => {
  const rows = (bands: readonly Parts[], cap: string | null = null, line = "100.00") =>
    stated({ rows: [{ line, bands, cap }] });
  const three = [{ width: "50.00", ratio: "0.10" }, { width: "50.00", ratio: "0.20" }, { ratio: "0.30" }];

  test.each(
    table(`
      burdens               major                   because
      100.00                0.00                    on the line
      100.01                0.00                    0.01 × 10 % = 0.001
      100.05                0.01                    0.05 × 10 % = 0.005, half up
      150.00                5.00                    50 × 10 %
      200.00                15.00                   50 × 10 % + 50 × 20 %
      250.00                30.00                   15 + 50 × 30 %
      90.00 20.00 100.00    0.00 1.00 17.00         10 × 10 %; 40 × 10 % + 50 × 20 % + 10 × 30 %
      120.00 0.00 30.00     2.00 0.00 3.00          each bill by what it adds
      140.03 0.05 10.00     4.00 0.01 1.01          9.92 × 10 % + 0.08 × 20 %, each bill rounded once
    `),
  )("in bands: $burdens, $because", ({ burdens = "", major }) => {
    const bills = burdens.split(" ").map((burden) => ({ items: [`A ${(Number(burden) * 2).toFixed(2)}`] }));
    expect(column(settled(bookWith({ majorMedical: rows(three) }), bills), "majorMedical")).toBe(major);
  });

  test("a cap on what it pays in a year", () => {
    const book = bookWith({ majorMedical: rows([{ ratio: "0.50" }], "30.00") });
    // burdens 140, 50, 10: 20, then min(25, 10), then nothing
    expect(
      column(settled(book, [{ items: ["280"] }, { items: ["100"] }, { items: ["20"] }]), "majorMedical"),
    ).toBe("20.00 10.00 0.00");
  });

  test("not known, or without a row: only a burden needs it", () => {
    for (const majorMedical of [
      unknown(),
      stated({ rows: [{ level: "1", line: "0.00", bands: [{ ratio: "0.10" }], cap: null }] }),
    ]) {
      const [nothing, something] = settled(bookWith({ majorMedical }), [
        { items: ["C 10.00"] },
        { items: ["10.00"] },
      ]);
      expect(nothing).toMatchObject({ majorMedical: "0.00" });
      expect(something).toMatchObject({ code: "PACK_VALUE_UNKNOWN", details: { rule: "majorMedical" } });
    }
  });
});

describe("supplementary", () => {
  const employers = [
    { name: "甲", layers: stated("three") },
    { name: "乙", layers: stated("two") },
  ];
  const mine = { "person.employer": "甲" };

  test("above a yearly line of its own, up to its cap", () => {
    const book = bookWith({
      benefits: [plainBenefit()],
      fundOrder: stated(["basic", "majorMedical", "supplementary"]),
      employers,
      supplementary: stated({ rows: [{ employer: "甲", ratio: "0.80", line: "100.00", cap: "50.00" }] }),
    });
    const desk = createDesk(book, { carry: true });
    // unpaid 80, 40, 40, 100: 0; 20 × 80 % = 16; 32; min(80, 2)
    const answers = ["160", "80", "80", "200"].map((price) => desk(smallClaim({ ...mine, items: [price] })));
    expect(answers).toMatchObject([
      { settlement: { split: { supplementary: 0 } } },
      { settlement: { split: { supplementary: 1_600 } } },
      { settlement: { split: { supplementary: 3_200 } } },
      { settlement: { split: { supplementary: 200 } } },
    ]);
    const last = answers.at(-1);
    expect(last?.ok === true && resultJson(last.settlement).accumulators).toMatchObject({
      "supplementary.burden": { before: "160.00", after: "260.00" },
      "supplementary.fund": { before: "48.00", after: "50.00" },
    });
    expect(
      last?.ok === true && last.settlement.steps.find((step) => step.stage === "supplementary"),
    ).toMatchObject({
      formula: "min(round((max(0, 260.00 − 100.00) − max(0, 160.00 − 100.00)) × 0.80), 50.00 − 48.00)",
    });
  });

  test("a three-layer employer without a row: only an unpaid amount needs one", () => {
    const book = bookWith({
      benefits: [plainBenefit()],
      employers,
      fundOrder: stated(["basic", "majorMedical", "supplementary"]),
      supplementary: stated({ rows: [{ employer: "丙", ratio: "0.80", cap: "50.00" }] }),
    });
    const [nothing, something, other] = settled(book, [
      { ...mine, items: ["C 5.00"] },
      { ...mine, items: ["5.00"] },
      { "person.employer": "乙", items: ["5.00"] },
    ]);
    expect(nothing).toMatchObject({ supplementary: "0.00" });
    expect(something).toMatchObject({ code: "PACK_VALUE_UNKNOWN", details: { rule: "supplementary" } });
    expect(other).toMatchObject({ supplementary: "0.00" });
  });
});

describe("assistance", () => {
  const helped = { "person.assistance": "destitute" };
  const rule = (benefits: readonly string[]) =>
    stated({ by: "ratio", benefits, rows: [{ assistance: ["destitute"], ratio: "0.50" }], yearCap: "30.00" });
  const order = (...funds: readonly string[]) => stated(["basic", "majorMedical", ...funds]);

  test("a share of what is open, in the pack's order, up to its yearly cap", () => {
    const parts = {
      benefits: [plainBenefit()],
      employers: [{ name: "甲", layers: stated("three") }],
      supplementary: stated({ rows: [{ ratio: "0.80", cap: "1000.00" }] }),
      assistance: rule(["outpatient"]),
    };
    const bill = { ...helped, "person.employer": "甲", items: ["100.00"] };
    // open 50: supplementary 40, then half of 10
    expect(
      settled(smallBook({ ...parts, fundOrder: order("supplementary", "assistance") }), [bill]),
    ).toMatchObject([{ supplementary: "40.00", assistance: "5.00" }]);
    // open 50: assistance 25, then 80 % of 25
    expect(
      settled(smallBook({ ...parts, fundOrder: order("assistance", "supplementary") }), [bill]),
    ).toMatchObject([{ supplementary: "20.00", assistance: "25.00" }]);
    // a fund that the order leaves out pays nothing
    expect(settled(smallBook({ ...parts, fundOrder: order() }), [bill])).toMatchObject([
      { supplementary: "0.00", assistance: "0.00", personal: "50.00" },
    ]);
    const twice = smallBook({ ...parts, fundOrder: order("assistance", "supplementary", "civilServant") });
    expect(column(settled(twice, [bill, bill]), "assistance")).toBe("25.00 5.00");
  });

  test("a class without a row: only an open amount needs one", () => {
    const book = smallBook({ fundOrder: order("assistance"), assistance: rule(["outpatient"]) });
    const marginal = { "person.assistance": "marginal" };
    const [nothing, something, nobody] = settled(book, [
      { ...marginal, items: ["C 5.00"] },
      { ...marginal, items: ["5.00"] },
      { items: ["5.00"] },
    ]);
    expect(nothing).toMatchObject({ assistance: "0.00" });
    expect(something).toMatchObject({ code: "PACK_VALUE_UNKNOWN", details: { rule: "assistance" } });
    expect(nobody).toMatchObject({ assistance: "0.00" });
  });

  test("where a fixed sum paid more than is in scope, nothing is open", () => {
    const birth = {
      id: "birth",
      name: "定额",
      pays: stated({ by: "fixed", per: "pregnancy", rows: [{ amount: "600.00" }] }),
    };
    const book = smallBook({
      benefits: [birth],
      fundOrder: order("assistance"),
      assistance: rule(["birth"]),
    });
    const bill = { ...helped, medType: "52", maternity: { kind: "birth", pregnancyId: "G1" } };
    const desk = createDesk(book, { carry: false });
    const answer = desk(smallClaim({ ...bill, items: ["C 500.00", "A 200.00"] }));
    expect(answer).toMatchObject({
      settlement: { split: { basic: 60_000, assistance: 0, personal: 10_000 } },
    });
    expect(answer.ok && answer.settlement.steps.find((step) => step.stage === "assistance")).toMatchObject({
      formula: "min(round(max(0, 200.00 − 600.00) × 0.50), 30.00 − 0.00)",
    });
    expect(settled(book, [{ ...bill, items: ["A 620.00"] }])).toMatchObject([{ assistance: "10.00" }]);
  });
});
