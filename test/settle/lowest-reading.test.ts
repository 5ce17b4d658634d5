import { describe, expect, test } from "vitest";

import { civilDate } from "../../src/base/civil-date.ts";
import { parseClaim } from "../../src/settle/claim.ts";
import type { RulesInForce } from "../../src/rules/rules-in-force.ts";
import { resultJson } from "../../src/settle/result.ts";
import { settle } from "../../src/settle/settle.ts";
import type { Settled } from "../../src/settle/settled.ts";
import { generateClaims } from "../oracle/generate.ts";
import type { PrintedResult } from "../explain-checker/printed-result.ts";
import { recheck } from "../explain-checker/recheck.ts";
import type { Parts } from "../rules/sample-pack.ts";
import { plainBenefit, openPoint, stated, unknown } from "../rules/sample-pack.ts";
import { runsOf, seedOf } from "../runs.ts";
import { shippedBook } from "../shipped-packs.ts";
import { table } from "../table.ts";
import type { Given } from "./case-claim.ts";
import { claimOf } from "./case-claim.ts";
import { smallBook, smallClaim } from "./fixtures/small-book.ts";

const nobody = { before: () => 0 };

function settled(json: unknown, rules: RulesInForce | null, facts = nobody): Settled {
  const parsed = parseClaim(json);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return settle(parsed.claim, facts, rules, { explain: true });
}

/** Half is paid above 100.00, up to 300.00 a year, which can be read as a limit on the fund or on the costs. */
function rulesWith(parts: Parts = {}): RulesInForce {
  const cap = (basis: string) => [{ basis, period: "year", per: "person", rows: [{ amount: "300.00" }] }];
  const outpatient = plainBenefit({
    deductible: stated({ per: "year", rows: [{ amount: "100.00" }] }),
    ratio: stated({ rows: [{ level: "3", ratio: "0.50" }, { ratio: "0.40" }] }),
    caps: openPoint(cap("fundPaid"), [cap("cost"), cap("costAboveDeductible")]),
    ...parts,
  });
  const rules = smallBook({ benefits: [outpatient] }).rulesOn("sample", civilDate("2024-03-01"));
  if (rules === null) throw new Error("no rules");
  return rules;
}

function lowest(given: Given, rules = rulesWith()): Settled {
  return settled(smallClaim({ "institution.level": "3", ...given }), rules.lowest);
}

function paid(answer: Settled): string {
  return answer.ok ? resultJson(answer.settlement).split.basic : answer.refusal.code;
}

describe("without the centre an open point is read so that the funds pay least (domain §7 B)", () => {
  test.each(
    table(`
      who                            inScope  used                                                            ours    lowest
      nothing asked of the cap       90.00    outpatient.fund 0.00                                            0.00    0.00
      under every reading            250.00   outpatient.fund 0.00                                            75.00   75.00
      over costs and deductible      500.00   outpatient.fund 0.00                                            200.00  100.00
      costs behind what was paid     100.00   outpatient.deductible 100.00, outpatient.fund 40.00             50.00   50.00
      at the lowest ratio            150.00   outpatient.deductible 100.00, outpatient.fund 40.00             75.00   50.00
      a fen more had been paid       100.00   outpatient.deductible 100.00, outpatient.fund 40.01             50.00   49.99
      nothing is left                100.00   outpatient.deductible 100.00, outpatient.fund 90.00             50.00   0.00
    `),
  )("$who: $ours by our reading, $lowest", ({ inScope, used, ours, lowest: least }) => {
    const claim = { items: [inScope], used, "institution.level": "3" };
    expect([paid(settled(smallClaim(claim), rulesWith())), paid(lowest(claim))]).toEqual([ours, least]);
  });

  test("省本级: the yearly limit is read as one on costs with the 2400 in it (policy HB-A4)", () => {
    const rules = shippedBook("demo").rulesOn("hubei-provincial", civilDate("2024-03-01"));
    const claim = claimOf("hubei-provincial", {
      day: "2024-03-01",
      "institution.region": "420100",
      "institution.level": "3",
      "person.employer": "国家电网公司华中分部",
      "person.birthDate": "1979-01-01",
      items: ["20000"],
    });
    const answers = [settled(claim, rules), settled(claim, rules?.lowest ?? null)];
    const notes = answers.map((answer) => answer.ok && answer.settlement.notes.includes("LOWEST_READING"));
    expect(notes).toEqual([false, true]);
    // (6000 − 2400) × 60 %
    expect(answers.map(paid)).toEqual(["6000.00", "2160.00"]);
  });

  test("nothing is counted that our reading does not count: the centre would not know of it", () => {
    const answer = lowest({ items: ["500.00"] });
    const moved = answer.ok ? answer.settlement.movements.map(({ id, after }) => `${id} ${after}`) : [];
    expect(moved).toEqual(["outpatient.fund 10000", "outpatient.deductible 10000"]);
  });

  test("its steps name the clause of the reading, and a second program comes to the same", () => {
    const answer = lowest({ items: ["150.00"], used: "outpatient.deductible 100.00, outpatient.fund 40.00" });
    const result = answer.ok ? resultJson(answer.settlement) : null;
    const steps = (result?.steps ?? []).filter(({ stage }) => stage === "capUsed" || stage === "withinCap");
    expect(steps.map(({ clause, formula, amount }) => `${clause}: ${formula} = ${amount}`)).toEqual([
      "第一条（读法 2）: 100.00 + ceil(40.00 ÷ 0.40) = 200.00",
      "第一条（读法 2）: min(150.00, 300.00 − 200.00) = 100.00",
    ]);
    expect(recheck(JSON.parse(JSON.stringify(result)) as PrintedResult)).toBeNull();
  });

  test("what one of the readings refuses is refused: under it nothing would be paid", () => {
    const nobodyFits = { level: "1", amount: "300.00" };
    const caps = [{ basis: "fundPaid", period: "year", per: "person", rows: [nobodyFits] }];
    const rules = rulesWith({ caps: openPoint([], [caps]) });
    expect(paid(lowest({ items: ["500.00"] }, rules))).toBe("PACK_VALUE_UNKNOWN");
  });

  test("a ratio nobody knows has paid nothing yet", () => {
    expect(paid(lowest({ items: ["90.00"] }, rulesWith({ ratio: unknown() })))).toBe("0.00");
  });

  test("a point that was settled later is open only until then", () => {
    const [open] = openPoint([], [[]]);
    const caps = [
      { ...open, to: "2023-12-31" },
      { from: "2024-01-01", status: "stated", clause: "第二条", value: [] },
    ];
    const book = smallBook({ benefits: [plainBenefit({ caps })] });
    const isOpen = (day: string) => book.rulesOn("sample", civilDate(day))?.lowest !== null;
    expect([isOpen("2023-12-31"), isOpen("2024-01-01")]).toEqual([true, false]);
  });

  test("with the centre there, and where no rule has another reading, ours stands", () => {
    const plain = smallBook({ benefits: [plainBenefit({})] }).rulesOn("sample", civilDate("2024-03-01"));
    expect([rulesWith().open, plain?.lowest]).toEqual([null, null]);
  });
});

test("the lowest reading never pays more than ours, and its explanation stands, for generated claims", () => {
  const seed = seedOf();
  const book = shippedBook("demo");
  const faults: unknown[] = [];
  let bills = 0;
  for (const json of generateClaims(seed, runsOf(4000))) {
    const parsed = parseClaim(json);
    const rules = parsed.ok ? book.rulesOn(parsed.claim.plan, parsed.claim.serviceDate) : null;
    if (!parsed.ok || rules === null || rules.lowest === null) continue;
    const ours = settle(parsed.claim, nobody, rules, { explain: false });
    const least = settle(parsed.claim, nobody, rules.lowest, { explain: true });
    if (least.ok) bills += 1;
    if (!isNoMore(least, ours)) faults.push(json);
  }
  expect(faults.slice(0, 1), `ONESTOP_SEED=${seed}`).toEqual([]);
  expect(bills).toBeGreaterThan(runsOf(4000) / 20);
}, 120_000);

function isNoMore(least: Settled, ours: Settled): boolean {
  if (!least.ok || !ours.ok) return least.ok === ours.ok;
  const printed = JSON.parse(JSON.stringify(resultJson(least.settlement))) as PrintedResult;
  return least.settlement.split.fundTotal <= ours.settlement.split.fundTotal && recheck(printed) === null;
}
