import { describe, expect, test } from "vitest";

import { resultJson } from "../../src/settle/result.ts";
import type { Parts } from "../rules/sample-pack.ts";
import { plainBenefit, stated, unknown } from "../rules/sample-pack.ts";
import type { Given } from "./case-claim.ts";
import { smallBook, smallClaim } from "./fixtures/small-book.ts";
import { createDesk } from "./run-claim.ts";

/** Half is paid of what the caps leave. */
function deskWith(caps: readonly Parts[], parts: Parts = {}): (given: Given) => unknown {
  const outpatient = plainBenefit({ caps: stated(caps), ...parts });
  const desk = createDesk(
    smallBook({ benefits: [outpatient, plainBenefit({ id: "chronic", ...parts, caps: stated(caps) })] }),
    {
      carry: true,
    },
  );
  return (given) => {
    const answer = desk(smallClaim(given));
    if (!answer.ok) return answer.refusal;
    const { split, accumulators } = resultJson(answer.settlement);
    const moved = Object.entries(accumulators).map(([id, { before, after }]) => `${id} ${before} → ${after}`);
    return { deductible: split.deductible, basic: split.basic, moved };
  };
}

function cap(parts: Parts): Parts {
  return { basis: "fundPaid", period: "year", per: "person", rows: [{ amount: "100.00" }], ...parts };
}

describe("what a cap counts", () => {
  test("the cost that the fund looks at, before the deductible", () => {
    const settle = deskWith([cap({ basis: "cost" })], {
      deductible: stated({ per: "year", rows: [{ amount: "30.00" }] }),
    });
    // min(150, 100) = 100; 100 − 30 = 70; half is 35
    expect(settle({ items: ["150.00"] })).toEqual({
      deductible: "30.00",
      basic: "35.00",
      moved: [
        "outpatient.cost 0.00 → 100.00",
        "outpatient.deductible 0.00 → 30.00",
        "outpatient.fund 0.00 → 35.00",
      ],
    });
    expect(settle({ items: ["10.00"] })).toEqual({
      deductible: "0.00",
      basic: "0.00",
      moved: [
        "outpatient.cost 100.00 → 100.00",
        "outpatient.deductible 30.00 → 30.00",
        "outpatient.fund 35.00 → 35.00",
      ],
    });
  });

  test("the cost above the deductible", () => {
    const settle = deskWith([cap({ basis: "costAboveDeductible" })], {
      deductible: stated({ per: "year", rows: [{ amount: "30.00" }] }),
    });
    // 150 − 30 = 120; min(120, 100) = 100; half is 50
    expect(settle({ items: ["150.00"] })).toEqual({
      deductible: "30.00",
      basic: "50.00",
      moved: [
        "outpatient.deductible 0.00 → 30.00",
        "outpatient.base 0.00 → 100.00",
        "outpatient.fund 0.00 → 50.00",
      ],
    });
  });

  test("what the fund pays", () => {
    const settle = deskWith([cap({})]);
    // half of 199.98 is 99.99; a fen is left
    expect(settle({ items: ["199.98"] })).toEqual({
      deductible: "0.00",
      basic: "99.99",
      moved: ["outpatient.fund 0.00 → 99.99"],
    });
    expect(settle({ items: ["100.00"] })).toMatchObject({ basic: "0.01" });
    expect(settle({ items: ["100.00"] })).toMatchObject({ basic: "0.00" });
  });

  test("several at once, each with its own count", () => {
    const settle = deskWith([
      cap({ basis: "cost", rows: [{ amount: "200.00" }] }),
      cap({ basis: "cost", period: "month", rows: [{ amount: "120.00" }] }),
      cap({ basis: "costAboveDeductible", rows: [{ amount: "110.00" }] }),
      cap({ rows: [{ amount: "70.00" }] }),
    ]);
    // min(300, 200, 120) = 120, which both caps on cost count; min(120, 110); half is 55
    expect(settle({ items: ["300.00"] })).toEqual({
      deductible: "0.00",
      basic: "55.00",
      moved: [
        "outpatient.cost 0.00 → 120.00",
        "outpatient.cost.2024-05 0.00 → 120.00",
        "outpatient.base 0.00 → 110.00",
        "outpatient.fund 0.00 → 55.00",
      ],
    });
    // a month on, 80 of the year are left
    expect(settle({ day: "2024-06-10", items: ["300.00"] })).toMatchObject({
      moved: [
        "outpatient.cost 120.00 → 200.00",
        "outpatient.cost.2024-06 0.00 → 80.00",
        "outpatient.base 110.00 → 110.00",
        "outpatient.fund 55.00 → 55.00",
      ],
    });
  });

  test("two caps of one name are one count", () => {
    const settle = deskWith([
      cap({ basis: "cost", rows: [{ level: "3", amount: "200.00" }] }),
      cap({ basis: "cost", rows: [{ amount: "150.00" }] }),
    ]);
    expect(settle({ items: ["300.00"] })).toMatchObject({
      basic: "75.00",
      moved: ["outpatient.cost 0.00 → 150.00", "outpatient.fund 0.00 → 75.00"],
    });
  });
});

describe("the period of a cap", () => {
  test("a month", () => {
    const settle = deskWith([cap({ period: "month" })]);
    expect(settle({ day: "2024-05-31", items: ["300.00"] })).toMatchObject({
      basic: "100.00",
      moved: ["outpatient.fund.2024-05 0.00 → 100.00", "outpatient.fund 0.00 → 100.00"],
    });
    expect(settle({ day: "2024-05-31", items: ["2.00"] })).toMatchObject({ basic: "0.00" });
    expect(settle({ day: "2024-06-01", items: ["2.00"] })).toMatchObject({ basic: "1.00" });
  });

  test("a quarter", () => {
    const settle = deskWith([cap({ period: "quarter" })]);
    expect(settle({ day: "2024-04-01", items: ["300.00"] })).toMatchObject({
      moved: ["outpatient.fund.2024-Q2 0.00 → 100.00", "outpatient.fund 0.00 → 100.00"],
    });
    expect(settle({ day: "2024-06-30", items: ["2.00"] })).toMatchObject({ basic: "0.00" });
    expect(settle({ day: "2024-07-01", items: ["2.00"] })).toMatchObject({ basic: "1.00" });
  });

  test("a year", () => {
    const settle = deskWith([cap({})]);
    expect(settle({ day: "2024-12-31", items: ["300.00"] })).toMatchObject({ basic: "100.00" });
    expect(settle({ day: "2025-01-01", items: ["2.00"] })).toMatchObject({
      basic: "1.00",
      moved: ["outpatient.fund 0.00 → 1.00"],
    });
  });
});

describe("a cap for each disease", () => {
  const chronic = { medType: "14", items: ["A 300.00 chronic"] };
  const byDisease = [
    { disease: "M01600", amount: "20.00" },
    { disease: "M03900", amount: "30.00" },
  ];

  test("counts each on its own, year by year", () => {
    const settle = deskWith([cap({ per: "disease", rows: byDisease })]);
    expect(settle({ ...chronic, diseases: "M01600, M03900", chronicDisease: "M01600" })).toMatchObject({
      basic: "20.00",
      moved: ["chronic.fund.M01600.2024 0.00 → 20.00", "chronic.fund 0.00 → 20.00"],
    });
    expect(settle({ ...chronic, diseases: "M01600, M03900", chronicDisease: "M03900" })).toMatchObject({
      basic: "30.00",
      moved: ["chronic.fund.M03900.2024 0.00 → 30.00", "chronic.fund 20.00 → 50.00"],
    });
  });

  test("asks for the disease when there are several, also where no rule of its own says so", () => {
    const settle = deskWith([cap({ per: "disease", rows: [{ amount: "20.00" }] })]);
    expect(settle({ ...chronic, diseases: "M01600, M03900" })).toMatchObject({
      code: "CLAIM_INVALID",
      details: { faults: [{ path: "chronicDisease" }] },
    });
    expect(settle({ ...chronic, diseases: "M01600" })).toMatchObject({ basic: "20.00" });
  });

  test("a bill for no disease counts without one", () => {
    const settle = deskWith([cap({ per: "disease", rows: [{ amount: "20.00" }] })]);
    expect(settle({ items: ["300.00"] })).toMatchObject({
      basic: "20.00",
      moved: ["outpatient.fund 0.00 → 20.00"],
    });
    const monthly = deskWith([cap({ per: "disease", period: "month", rows: [{ amount: "20.00" }] })]);
    expect(monthly({ items: ["300.00"] })).toMatchObject({
      moved: ["outpatient.fund.2024-05 0.00 → 20.00", "outpatient.fund 0.00 → 20.00"],
    });
  });
});

describe("values that nobody has told us", () => {
  test("a table of caps without a row for the bill", () => {
    const settle = deskWith([cap({ rows: [{ level: "1", amount: "5.00" }] })]);
    expect(settle({ items: ["10.00"] })).toMatchObject({
      code: "PACK_VALUE_UNKNOWN",
      details: { rule: "benefits.outpatient.caps", level: "3", ask: "该级别、人员或病种对应的数值" },
    });
    expect(settle({ items: ["C 10.00"] })).toMatchObject({ basic: "0.00" });
    expect(settle({ "institution.level": "1", items: ["100.00"] })).toMatchObject({ basic: "5.00" });
  });

  test("a table of ratios without a row for the bill", () => {
    const settle = deskWith([], {
      deductible: stated({ per: "year", rows: [{ amount: "30.00" }] }),
      ratio: stated({ rows: [{ place: "offSite", ratio: "0.40" }] }),
    });
    expect(settle({ items: ["30.00"] })).toMatchObject({ deductible: "30.00", basic: "0.00" });
    expect(settle({ items: ["0.01"] })).toMatchObject({ details: { rule: "benefits.outpatient.ratio" } });
    // (50 at another place) 0.01 of it was refused and did not count
    expect(settle({ "institution.region": "888800", emergency: true, items: ["50.00"] })).toMatchObject({
      basic: "20.00",
    });
  });

  test("no caps known: only a bill above its deductible needs them", () => {
    const book = smallBook({
      benefits: [
        plainBenefit({ caps: unknown(), deductible: stated({ per: "year", rows: [{ amount: "30.00" }] }) }),
      ],
    });
    const desk = createDesk(book, { carry: false });
    expect(desk(smallClaim({ items: ["30.00"] }))).toMatchObject({ ok: true });
    expect(desk(smallClaim({ items: ["30.01"] }))).toMatchObject({
      refusal: { details: { rule: "benefits.outpatient.caps" } },
    });
  });
});

describe("the yearly cap of the basic fund", () => {
  const counted = (basicCap: Parts[]) =>
    createDesk(smallBook({ basicCap, benefits: [plainBenefit({ inBasicCap: stated(true) })] }), {
      carry: true,
    });

  test("limits what counts in it", () => {
    const desk = counted(stated({ rows: [{ amount: "10.00" }] }));
    expect(desk(smallClaim({ items: ["19.98"] }))).toMatchObject({
      settlement: { split: { basic: 999 }, notes: [] },
    });
    expect(desk(smallClaim({ items: ["19.98"] }))).toMatchObject({ settlement: { split: { basic: 1 } } });
  });

  test("without a row for the bill does not limit, and the bill says so", () => {
    const desk = counted(stated({ rows: [{ population: "resident", amount: "10.00" }] }));
    expect(desk(smallClaim({ items: ["100.00"] }))).toMatchObject({
      settlement: { split: { basic: 5_000 }, notes: ["YEARLY_CAP_UNKNOWN"] },
    });
    expect(desk(smallClaim({ items: ["C 1.00"] }))).toMatchObject({ settlement: { notes: [] } });
  });
});
