import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ClaimJson } from "./claim-json.ts";
import { createOracle } from "./oracle.ts";
import type { Sample } from "./sample-claim.ts";
import { sampleClaim } from "./sample-claim.ts";

type Case = {
  readonly claim: ClaimJson;
  readonly expect: { split: Record<string, string> } | { error: string };
};

const alone = () => createOracle({ supplement: null, carry: false });
const carrying = () => createOracle({ supplement: null, carry: true });
const shown = () => createOracle({ supplement: "demo", carry: false });

function splitOf(answer: ReturnType<ReturnType<typeof alone>>): Record<string, string> {
  if (!answer.ok) throw new Error(`refused: ${answer.code}`);
  return answer.split;
}

function priced(price: string, sample: Sample = {}): ClaimJson {
  return sampleClaim({ ...sample, items: [{ price }] });
}

describe("cases/carry-300: the published cases, in order, with carried accumulators", () => {
  const cases = readFileSync(new URL("../cases/carry-300.jsonl", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Case);

  test("all 300 come out as published", () => {
    const settle = carrying();
    const answers = cases.map(({ claim }) => {
      const answer = settle(claim);
      return { id: claim.claimId, answer: answer.ok ? { split: answer.split } : { error: answer.code } };
    });
    expect(cases).toHaveLength(300);
    expect(answers).toEqual(cases.map((one) => ({ id: one.claim.claimId, answer: one.expect })));
  });
});

describe("the worked examples of the domain", () => {
  test.each([
    {
      name: "1: active, level 3, year start",
      who: ["active", "3"],
      used: {},
      price: "800.00",
      paid: ["500.00", "150.00", "650.00"],
    },
    {
      name: "2: retired, level 1, 480 used",
      who: ["retired", "1"],
      used: { "outpatient.deductible": "480.00" },
      price: "100.00",
      paid: ["20.00", "72.00", "28.00"],
    },
    {
      name: "3: retired, level 2, 2990 of the fund used",
      who: ["retired", "2"],
      used: { "outpatient.deductible": "500.00", "outpatient.fund": "2990.00" },
      price: "100.00",
      paid: ["0.00", "10.00", "90.00"],
    },
  ] as const)(
    "shiyan $name",
    ({ who: [status, level], used, price, paid: [deductible, basic, personal] }) => {
      const claim = priced(price, {
        person: { status },
        institution: { level },
        accumulators: { ...used },
      });
      expect(splitOf(alone()(claim))).toMatchObject({ deductible, basic, personal });
    },
  );

  test("4: a class B line above its price limit", () => {
    const item = { class: "B", price: "120.00", priceLimit: "100.00", selfPayRatio: "0.1" };
    const answer = alone()(sampleClaim({ items: [item] }));
    expect(splitOf(answer)).toMatchObject({ overLimit: "20.00", selfPayFirst: "10.00", inScope: "90.00" });
  });

  test("5: hengyang visits share the yearly deductibles", () => {
    const settle = carrying();
    const visits = [
      ...Array.from({ length: 5 }, () => ["2", "120"]),
      ["3", "300"],
      ["3", "300"],
      ["1", "100"],
    ];
    const splits = visits.map(([level = "", price = ""], index) =>
      splitOf(settle(priced(price, { plan: "hengyang", institution: { level }, visitId: `V${index}` }))),
    );
    expect(splits.map((split) => split["deductible"])).toEqual([
      "50.00",
      "50.00",
      "50.00",
      "50.00",
      "0.00",
      "100.00",
      "0.00",
      "0.00",
    ]);
    expect(splits.map((split) => split["basic"])).toEqual([
      "42.00",
      "42.00",
      "42.00",
      "42.00",
      "72.00",
      "120.00",
      "180.00",
      "70.00",
    ]);
  });

  test("6: hengyang stays are halved at the same level and end at 2000 a year", () => {
    const settle = carrying();
    const deductibles = ["3", "3", "3", "3", "provincial"].map((level) => {
      const claim = priced("5000.00", { plan: "hengyang", medType: "21", institution: { level } });
      return splitOf(settle(claim))["deductible"];
    });
    expect(deductibles).toEqual(["1100.00", "550.00", "350.00", "0.00", "0.00"]);
  });

  test("7: hengyang, first level 3 stay", () => {
    const answer = alone()(priced("20000.00", { plan: "hengyang", medType: "21" }));
    expect(splitOf(answer)).toMatchObject({ deductible: "1100.00", basic: "16065.00", personal: "3935.00" });
  });

  test.each([
    ["ordinary", null, "9000.00"],
    ["低保", "subsistence", "17100.00"],
    // An orphan is not among the classes of the lower line.
    ["orphan", "orphan", "9000.00"],
  ])("8: hengyang 大病 on a burden of 26000, %s", (_name, assistance, majorMedical) => {
    // 15 % of what lies above the deductible and the deductible itself leave exactly 26000 to the person.
    const answer = alone()(priced("167100.00", { plan: "hengyang", medType: "21", person: { assistance } }));
    expect(splitOf(answer)).toMatchObject({ basic: "141100.00", majorMedical });
  });

  test.each([
    ["1974-05-11", 49, "6000.00"],
    ["1974-05-10", 50, "6000.00"],
    ["1973-05-11", 50, "6000.00"],
    ["1973-05-10", 51, "8000.00"],
    ["1953-05-11", 70, "8000.00"],
    ["1953-05-10", 71, "10000.00"],
  ])("9: hubei-provincial, born %s, caps by age %i", (birthDate, _age, cap) => {
    const person = { birthDate, employer: "东风汽车集团有限公司" };
    const claim = priced("50000.00", { plan: "hubei-provincial", person });
    expect(splitOf(shown()(claim))["basic"]).toBe(cap);
  });

  test.each([
    ["abortion 350", "53", "employee", "350.00", "350.00"],
    ["abortion 650", "53", "employee", "650.00", "400.00"],
    ["antenatal 150 after 420", "51", "employee", "150.00", "80.00"],
    ["resident birth", "52", "resident", "5000.00", "600.00"],
  ])("10: daye %s", (_name, medType, population, price, basic) => {
    const maternity = { kind: medType === "51" ? "antenatal" : "birth", pregnancyId: "G1" };
    const accumulators = { "maternity.antenatal.fund.G1": "420.00" };
    const claim = priced(price, {
      plan: "daye",
      medType,
      person: { population },
      birthControl: "abortion",
      maternity,
      accumulators,
    });
    expect(splitOf(alone()(claim))["basic"]).toBe(basic);
  });

  test.each([
    ["东风汽车集团有限公司", { ok: true, notes: ["SUPPLEMENTARY_MANUAL"] }],
    ["国家电网公司华中分部", { ok: true, notes: [], split: { supplementary: "80.00" } }],
    ["中国铁路武汉局集团有限公司", { ok: false, code: "PLAN_NOT_TRANSFERRED" }],
  ])("11: hubei-provincial, employer %s", (employer, expected) => {
    expect(shown()(priced("100.00", { plan: "hubei-provincial", person: { employer } }))).toMatchObject(
      expected,
    );
  });
});

describe("without a supplement no figure is guessed", () => {
  const dongfeng = { employer: "东风汽车集团有限公司" };
  const stateGrid = { employer: "国家电网公司华中分部" };
  test.each([
    ["two layers below 2400", { plan: "hubei-provincial", person: dongfeng }, "2400.00", true],
    ["two layers one fen above 2400", { plan: "hubei-provincial", person: dongfeng }, "2400.01", false],
    ["three layers", { plan: "hubei-provincial", person: stateGrid }, "0.01", false],
    ["an employer on no list", { plan: "hubei-provincial" }, "0.01", false],
    ["nothing in scope", { plan: "jingmen" }, "0.00", true],
    ["one fen in scope", { plan: "jingmen" }, "0.01", false],
  ] as const)("%s", (_name, sample, price, settles) => {
    const answer = alone()(priced(price, sample));
    expect(answer.ok ? "settled" : answer.code).toBe(settles ? "settled" : "PACK_VALUE_UNKNOWN");
  });
});

describe("what an account may pay", () => {
  test("the in-scope part of a wellness line is owed net of its share of the fund", () => {
    const items = [{ price: "100.00" }, { price: "0.01" }, { price: "50.00", kind: "wellness" }];
    const claim = sampleClaim({
      items,
      institution: { level: "1" },
      account: { use: true, balance: "1000.00", family: [] },
      accumulators: { "outpatient.deductible": "500.00" },
    });
    // 120.01 of fund over 150.01: 80.00, 0.01 and the rest 40.00, so that the account may pay 30.00 less 10.00.
    expect(splitOf(alone()(claim))).toMatchObject({
      basic: "120.01",
      personal: "30.00",
      account: "20.00",
      cash: "10.00",
    });
  });

  test("a remainder goes to the last line that has anything in scope", () => {
    const items = [
      { price: "0.01", kind: "wellness" },
      { price: "0.01" },
      { price: "0.01", kind: "wellness" },
      { price: "9.00", class: "C" },
    ];
    const claim = sampleClaim({
      items,
      institution: { level: "3" },
      account: { use: true, balance: "1000.00", family: [] },
      accumulators: { "outpatient.deductible": "500.00" },
    });
    // Two fen of fund over three lines: one, one and nothing; the last wellness line owes its fen.
    expect(splitOf(alone()(claim))).toMatchObject({
      basic: "0.02",
      personal: "9.01",
      account: "9.00",
      cash: "0.01",
    });
  });
});
