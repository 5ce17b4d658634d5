import { readdirSync, readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { resultJson } from "../../src/settle/result.ts";
import { generateClaims } from "../oracle/generate.ts";
import { runsOf, seedOf } from "../runs.ts";
import { createDesk } from "../settle/run-claim.ts";
import { shippedBook } from "../shipped-packs.ts";
import { readFormula } from "./formula.ts";
import type { PrintedResult } from "./printed-result.ts";
import { recheck } from "./recheck.ts";
import { tamper } from "./tamper.ts";

const seed = seedOf();

/** Bills settled one after the other with carried accumulators, as they are printed. */
function* settled(claims: Iterable<unknown>, supplement: "demo" | null): Generator<PrintedResult> {
  const desk = createDesk(shippedBook(supplement), { carry: true });
  for (const claim of claims) {
    const answer = desk(claim);
    if (answer.ok) yield JSON.parse(JSON.stringify(resultJson(answer.settlement))) as PrintedResult;
  }
}

function carry300(): unknown[] {
  const text = readFileSync(new URL("../cases/carry-300.jsonl", import.meta.url), "utf8");
  return text
    .split("\n")
    .flatMap((line) => (line === "" ? [] : [(JSON.parse(line) as { claim: unknown }).claim]));
}

describe("a second program recomputes every bill from its steps", () => {
  test("12,000 generated claims, with carried accumulators", () => {
    console.log(`explain-checker: ONESTOP_SEED=${seed}`);
    const count = runsOf(12_000);
    const stages = new Set<string>();
    const faults: unknown[] = [];
    let bills = 0;
    for (const result of settled(generateClaims(seed, count), "demo")) {
      bills += 1;
      for (const { stage } of result.steps) stages.add(stage);
      const fault = recheck(result);
      if (fault !== null) faults.push({ fault, result });
    }
    expect(faults.slice(0, 1), `ONESTOP_SEED=${seed}`).toEqual([]);
    expect(bills).toBeGreaterThan(count / 2);
    // Every stage came up, or the promise would be about less than it says; a quick look may miss some.
    const missing = count < 5000 ? [] : allStages.filter((stage) => !stages.has(stage));
    expect(missing).toEqual([]);
  }, 300_000);

  test("the 300 claims of carry-300", () => {
    const results = [...settled(carry300(), null)];
    expect(results.length).toBeGreaterThan(200);
    expect(results.map(recheck).filter((fault) => fault !== null)).toEqual([]);
  });
});

const allStages = (
  "lineAmount ownPay overLimit selfPayFirst inScope benefitInScope withinCap stays deductible basic majorMedical " +
  "supplementary assistance total fundTotal personal fundShare owed accountLimit account family cash"
).split(" ");

test("it refuses a bill in which one number is changed, one step dropped or two are swapped", () => {
  console.log(`explain-checker: ONESTOP_SEED=${seed}`);
  // A bill for each new set of stages: bills of one kind are forged in one way.
  const kinds = new Map<string, PrintedResult>();
  for (const result of settled(generateClaims(seed + 1, runsOf(4000)), "demo")) {
    const kind = [...new Set(result.steps.map((step) => step.stage))].join(" ");
    if (!kinds.has(kind) && result.lines.length < 8) kinds.set(kind, result);
  }
  let forged = 0;
  const unseen: string[] = [];
  for (const result of [...kinds.values()].slice(0, runsOf(100))) {
    expect(recheck(result)).toBeNull();
    for (const { what, result: copy } of tamper(result)) {
      forged += 1;
      if (recheck(copy) === null) unseen.push(`${what}: ${JSON.stringify(result)}`);
    }
  }
  expect(unseen, `ONESTOP_SEED=${seed}`).toEqual([]);
  expect(forged).toBeGreaterThan(runsOf(5000));
}, 300_000);

test("it knows nothing of the engine and of the packs", () => {
  const folder = new URL("./", import.meta.url);
  const programs = readdirSync(folder).filter((name) => !name.endsWith(".test.ts"));
  const imports = programs.flatMap((name) =>
    [...readFileSync(new URL(name, folder), "utf8").matchAll(/from "([^"]+)"/gu)].map(
      (match) => match[1] ?? "",
    ),
  );
  expect(imports.length).toBeGreaterThan(programs.length);
  expect(imports.filter((path) => !path.startsWith("./"))).toEqual([]);
});

describe("formulas", () => {
  test.each([
    ["9.00 − 3.00 − 2.00", "4"],
    ["2 + 3 × 4", "14"],
    ["(2 + 3) × 4", "20"],
    ["12 ÷ 4 × 3", "9"],
    ["min(3.10, 2.20, 4.00)", "2.2"],
    ["max(0, 1.00 − 3.00) + 1", "1"],
    ["round(0.125 × 1)", "0.13"],
    ["round(0.124999 × 1)", "0.12"],
    ["floor(0.129 × 1)", "0.12"],
    ["ceil(0.121 × 1)", "0.13"],
    ["ceil(0.12 × 1)", "0.12"],
    ["round(1.00 × 1.00 ÷ 3.00)", "0.33"],
  ])("%s = %s", (text, wanted) => {
    const { top, bottom } = readFormula(text).value;
    const { value } = readFormula(wanted);
    expect(top * value.bottom).toBe(value.top * bottom);
  });

  test.each([
    "",
    "1 -",
    "1 - 2",
    "1 * 2",
    "−1",
    "(1",
    "1)",
    "min 1",
    "log(1)",
    "round(1, 2)",
    "1 ÷ 0",
    "1 2",
    "1e3",
    "round(1 − 2)",
  ])("%s is none", (text) => {
    expect(() => readFormula(text)).toThrow(Error);
  });

  test("its form is told without its numbers, the floor of max(0, …) apart", () => {
    const { form, numbers } = readFormula("min(round(max(0, 5 − 0) × 0), 3000.00 − 0.00)");
    expect(form).toBe("min(round(max(0,n−n)×n),n−n)");
    expect(numbers).toEqual(["5", "0", "0", "3000.00", "0.00"]);
  });
});
