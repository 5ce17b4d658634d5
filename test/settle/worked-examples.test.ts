import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { resultJson } from "../../src/settle/result.ts";
import { shippedBook } from "../shipped-packs.ts";
import { table } from "../table.ts";
import { claimOf } from "./case-claim.ts";
import { createDesk } from "./run-claim.ts";

const plain = shippedBook(null);
const demo = shippedBook("demo");

type Texts = Readonly<Record<string, string>>;

/** Splits of bills settled one after the other. */
function splitsOf(plan: string, bills: readonly object[], book = plain): Texts[] {
  const desk = createDesk(book, { carry: true });
  return bills.map((bill) => {
    const answer = desk(claimOf(plan, bill as Readonly<Record<string, unknown>>));
    return answer.ok ? resultJson(answer.settlement).split : { refused: answer.refusal.code };
  });
}

function column(splits: readonly Texts[], name: string): string {
  return splits.map((split) => split[name] ?? split["refused"]).join(" ");
}

describe("the worked examples (domain §12)", () => {
  test.each(
    table(`
      example  status   level  used                                                        inScope  deductible  basic   personal
      1        active   3      outpatient.fund 0.00                                        800.00   500.00      150.00  650.00
      2        retired  1      outpatient.deductible 480.00                                100.00   20.00       72.00   28.00
      3        retired  2      outpatient.deductible 500.00, outpatient.fund 2990.00       100.00   0.00        10.00   90.00
    `),
  )("$example: shiyan outpatient", ({ status, level, used, inScope, deductible, basic, personal }) => {
    const bill = { "person.status": status, "institution.level": level, used, items: [inScope] };
    expect(splitsOf("shiyan", [bill])).toMatchObject([{ deductible, basic, personal }]);
  });

  test("4: a B line with a limit", () => {
    expect(splitsOf("shiyan", [{ items: ["B 120 limit=100 self=0.10"] }])).toMatchObject([
      { overLimit: "20.00", selfPayFirst: "10.00", inScope: "90.00" },
    ]);
  });

  test("5: hengyang visits", () => {
    const visits = ["2 120", "2 120", "2 120", "2 120", "2 120", "3 300", "3 300", "1 100"].map(
      (visit, at) => {
        const [level, amount] = visit.split(" ");
        return { day: `2024-03-0${at + 1}`, "institution.level": level, items: [amount] };
      },
    );
    const splits = splitsOf("hengyang", visits);
    expect(column(splits, "deductible")).toBe("50.00 50.00 50.00 50.00 0.00 100.00 0.00 0.00");
    expect(column(splits, "basic")).toBe("42.00 42.00 42.00 42.00 72.00 120.00 180.00 70.00");
  });

  test("6: hengyang stays", () => {
    const stays = ["3", "3", "3", "3", "provincial"].map((level) => {
      return { medType: "21", "institution.level": level, items: ["5000"] };
    });
    expect(column(splitsOf("hengyang", stays), "deductible")).toBe("1100.00 550.00 350.00 0.00 0.00");
  });

  test("7: hengyang, the first level-3 stay", () => {
    expect(splitsOf("hengyang", [{ medType: "21", items: ["20000"] }])).toMatchObject([
      { deductible: "1100.00", basic: "16065.00", personal: "3935.00" },
    ]);
  });

  test.each([
    { assistance: null, majorMedical: "9000.00" },
    { assistance: "subsistence", majorMedical: "17100.00" },
  ])("8: hengyang 大病 on a yearly burden of 26000 ($assistance)", ({ assistance, majorMedical }) => {
    // 166000 above the deductible leaves 15 % = 24900, with the deductible 26000.
    const bill = { medType: "21", items: ["167100"], "person.assistance": assistance };
    expect(splitsOf("hengyang", [bill])).toMatchObject([{ majorMedical }]);
  });

  test.each([
    { age: 50, cap: "6000.00" },
    { age: 51, cap: "8000.00" },
    { age: 70, cap: "8000.00" },
    { age: 71, cap: "10000.00" },
  ])("9: hubei-provincial pays at most $cap at $age", ({ age, cap }) => {
    const bill = {
      "person.employer": "东风汽车集团有限公司",
      "person.birthDate": `${2024 - age}-05-10`,
      items: ["100000"],
    };
    expect(splitsOf("hubei-provincial", [bill], demo)).toMatchObject([{ basic: cap }]);
  });

  test("10: daye limits and the fixed sum of a birth", () => {
    const abortion = { medType: "53", birthControl: "abortion" };
    const bills = [
      { ...abortion, items: ["350"] },
      { ...abortion, items: ["650"] },
      {
        medType: "51",
        maternity: { kind: "antenatal", pregnancyId: "G1" },
        used: "maternity.antenatal.fund.G1 420.00",
        items: ["150"],
      },
      {
        medType: "52",
        maternity: { kind: "birth", pregnancyId: "G1" },
        "person.population": "resident",
        items: ["2000"],
      },
    ];
    expect(column(splitsOf("daye", bills), "basic")).toBe("350.00 400.00 80.00 600.00");
  });

  test("11: hubei-provincial employers", () => {
    const desk = createDesk(plain, { carry: false });
    const at = (employer: string) => desk(claimOf("hubei-provincial", { "person.employer": employer }));
    expect(at("东风汽车集团有限公司")).toMatchObject({
      settlement: { notes: ["UNCONFIRMED_VALUE", "SUPPLEMENTARY_MANUAL"] },
    });
    expect(at("国家电网公司华中分部")).toMatchObject({ refusal: { details: { rule: "supplementary" } } });
    expect(at("中国铁路武汉局集团有限公司")).toMatchObject({ refusal: { code: "PLAN_NOT_TRANSFERRED" } });
  });
});

interface Contract {
  readonly claim: unknown;
  readonly result: object;
}

test("the claim of the contract gives the result of the contract", () => {
  const text = readFileSync(new URL("../cases/contract-t1.json", import.meta.url), "utf8");
  const { claim, result: promised } = JSON.parse(text) as Contract;
  const answer = createDesk(plain, { carry: false })(claim);
  if (!answer.ok) throw new Error(answer.refusal.message);
  const result = resultJson(answer.settlement);
  expect(result).toMatchObject(promised);
  expect(result.packSha256).toMatch(/^[0-9a-f]{64}$/);
  expect(result.steps.find((step) => step.stage === "deductible")).toMatchObject({
    clause: "十政办发〔2022〕61号 第五条 1",
    formula: "min(500.00 − 0.00, 800.00)",
    amount: "500.00",
  });
  // The contract prints TRIAL_EXPIRED too: the trial runs to 2023-12-31, and this bill lies before.
  expect(result.notes).toEqual(["YEARLY_CAP_UNKNOWN"]);
});
