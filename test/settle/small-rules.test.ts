import { describe, expect, test } from "vitest";

import type { PackBook } from "../../src/rules/pack-book.ts";
import { parseClaim } from "../../src/settle/claim.ts";
import { refund } from "../../src/settle/reverse.ts";
import { settle } from "../../src/settle/settle.ts";
import { plainBenefit, stated, unknown } from "../rules/sample-pack.ts";
import { table } from "../table.ts";
import type { Given } from "./case-claim.ts";
import { smallBook, smallClaim } from "./fixtures/small-book.ts";
import { createDesk } from "./run-claim.ts";

function answerTo(book: PackBook, given: Given): unknown {
  const answer = createDesk(book, { carry: false })(smallClaim(given));
  return answer.ok ? answer.settlement : answer.refusal;
}

describe("rounding of a pack", () => {
  test.each(
    table(`
      rounding  basic  selfPayFirst  amount
      halfUp    50     33            133
      down      49     33            133
      up        50     34            134
    `),
  )("$rounding", ({ rounding, basic, selfPayFirst, amount }) => {
    const book = smallBook({ rounding: stated(rounding) });
    // 1.333 → 1.33 or 1.34; of it 25 % first; of 0.99 half is 0.495
    expect(answerTo(book, { items: ["B 1.333 self=0.25"] })).toMatchObject({
      split: { total: Number(amount), selfPayFirst: Number(selfPayFirst) },
    });
    expect(answerTo(book, { items: ["0.99"] })).toMatchObject({ split: { basic: Number(basic) } });
  });
});

describe("who a pack is for", () => {
  test("a pack for residents alone", () => {
    const book = smallBook({ populations: ["resident"] });
    expect(answerTo(book, {})).toMatchObject({
      code: "PACK_NOT_FOUND",
      message: "样例不适用于职工参保人，请核对参保地和险种",
    });
    expect(answerTo(book, { "person.population": "resident" })).toMatchObject({ split: { basic: 5_000 } });
  });

  test("a benefit that a pack does not have", () => {
    expect(answerTo(smallBook({}), { medType: "21" })).toMatchObject({
      code: "PACK_VALUE_UNKNOWN",
      details: { rule: "benefits.inpatient.pays", clause: "政策包未载" },
    });
    expect(answerTo(smallBook({}), { medType: "21", items: ["C 1.00"] })).toMatchObject({
      split: { ownPay: 100 },
    });
  });

  test("a benefit that takes no husband's insurance", () => {
    const antenatal = plainBenefit({ id: "antenatal", name: "产前检查" });
    const payer = { psnNo: "H1", status: "active", coverageFrom: "2020-01-01", filedOn: "2024-01-01" };
    const bill = {
      medType: "51",
      "person.population": "resident",
      maternity: { kind: "antenatal", pregnancyId: "G1", payer },
    };
    const refused = {
      code: "NOT_ENTITLED",
      message: "产前检查不能使用配偶的职工医保，请去掉配偶后结算",
      details: { benefit: "antenatal" },
    };
    expect(answerTo(smallBook({ benefits: [antenatal] }), bill)).toEqual(refused);
    expect(answerTo(smallBook({ benefits: [{ ...antenatal, spouseMayPay: stated(false) }] }), bill)).toEqual(
      refused,
    );
    expect(
      answerTo(smallBook({ benefits: [{ ...antenatal, spouseMayPay: stated(true) }] }), bill),
    ).toMatchObject({
      split: { basic: 5_000 },
    });
    // Another kind of visit does not ask who pays for a birth.
    expect(answerTo(smallBook({}), { ...bill, medType: "11" })).toMatchObject({ split: { basic: 5_000 } });
  });

  test("a fixed sum or a limit without a row for the bill", () => {
    const operation = (by: string, per: string) => ({
      id: "birthControl",
      name: "手术",
      pays: stated({ by, per, rows: [{ operation: "abortion", amount: "400.00" }] }),
    });
    const book = smallBook({ benefits: [operation("limit", "operation")] });
    expect(answerTo(book, { medType: "53", birthControl: "iud" })).toMatchObject({
      code: "PACK_VALUE_UNKNOWN",
      details: { rule: "benefits.birthControl.pays" },
    });
    expect(answerTo(book, { medType: "53", birthControl: "iud", items: ["C 1.00"] })).toMatchObject({
      split: { ownPay: 100 },
    });
  });
});

describe("whose level counts", () => {
  const byPrescriber = plainBenefit({
    ratio: stated({ levelOf: "prescriber", rows: [{ level: "1", ratio: "0.90" }, { ratio: "0.10" }] }),
  });

  test("the prescriber's where there is a prescription, else the institution's", () => {
    const book = smallBook({ benefits: [byPrescriber] });
    const prescription = { issuerLevel: "1", issuedOn: "2024-05-10" };
    expect(answerTo(book, { prescription })).toMatchObject({ split: { basic: 9_000 } });
    expect(answerTo(book, {})).toMatchObject({ split: { basic: 1_000 } });
    expect(answerTo(book, { "institution.level": "1" })).toMatchObject({ split: { basic: 9_000 } });
  });
});

describe("values of a supplement", () => {
  const pack = { benefits: [plainBenefit({ ratio: unknown() })] };
  const fills = [
    { plan: "sample", benefits: [{ id: "outpatient", ratio: stated({ rows: [{ ratio: "0.30" }] }) }] },
  ];

  test("a bureau's are said to be used, a demonstration's to be that", () => {
    expect(answerTo(smallBook(pack), {})).toMatchObject({ code: "PACK_VALUE_UNKNOWN" });
    expect(answerTo(smallBook(pack, { fills }), {})).toMatchObject({
      split: { basic: 3_000 },
      supplement: "sample-bureau",
      notes: ["SUPPLEMENT_USED"],
    });
    expect(answerTo(smallBook(pack, { fills, official: false }), {})).toMatchObject({
      notes: ["SUPPLEMENT_DEMO"],
    });
  });

  test("a bill that used none of them says nothing", () => {
    expect(answerTo(smallBook(pack, { fills }), { items: ["C 1.00"] })).toMatchObject({ notes: [] });
  });

  test("a ratio that a bureau set within the points it may vary by", () => {
    const rows = [{ level: "3", ratio: "0.50", mayVaryBy: "0.05" }];
    const adjust = [{ level: "3", ratio: "0.53", status: "stated", clause: "样例答复第一条" }];
    const book = smallBook(
      { benefits: [plainBenefit({ ratio: stated({ rows }) })] },
      { fills: [{ plan: "sample", benefits: [{ id: "outpatient", adjust }] }] },
    );
    expect(answerTo(book, {})).toMatchObject({ split: { basic: 5_300 }, notes: ["SUPPLEMENT_USED"] });
  });
});

test("what is kept may feed another benefit: its accumulators are read as they stand", () => {
  const book = smallBook({ benefits: [plainBenefit(), plainBenefit({ id: "dualChannel" })] });
  const read = (given: Given) => {
    const parsed = parseClaim(smallClaim(given));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    return parsed.claim;
  };
  const claim = read({ items: ["A 10.00 dual"] });
  const rules = book.rulesOn("sample", claim.serviceDate);
  if (rules === null) throw new Error("no rules");
  const facts = { before: (id: string) => (id === "outpatient.fund" ? 700 : 0) };
  const original = settle(claim, facts, rules, { explain: false });
  if (!original.ok) throw new Error(original.refusal.message);
  expect(original.settlement.steps).toEqual([]);
  expect(
    refund(original.settlement, read({ items: ["A 4.00"] }), { facts, rules, explain: false }),
  ).toMatchObject({
    remainder: { movements: [{ id: "outpatient.fund", before: 700, after: 900 }] },
  });
});
