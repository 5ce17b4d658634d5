import { describe, expect, test } from "vitest";

import { civilDate } from "../../src/base/civil-date.ts";
import { shippedBook } from "../../src/cli/pack-files.ts";
import type { RulesInForce } from "../../src/rules/rules-in-force.ts";
import { benefitIds, populations } from "../../src/rules/schema-parts.ts";
import { table } from "../table.ts";
import { readCompiled } from "./plain-reading.ts";
import { wordsOf } from "./rule-words.ts";

const day = civilDate("2023-09-01");
const plain = shippedBook(null);
const filled = shippedBook("demo");

function rulesOf(plan: string, book = plain): RulesInForce {
  const rules = book.rulesOn(plan, day);
  if (rules === null) throw new Error(`no rules of ${plan}`);
  return rules;
}

const plans = ["hubei-provincial", "shiyan", "hengyang", "daye", "jingmen"];

describe("a point on which the texts are silent or can be read twice is never shown as stated", () => {
  test.each(
    table(`
      plan               rule                            who              status
      hubei-provincial   outpatient.deductible           3                unconfirmed
      hubei-provincial   outpatient.ratio                3                unknown
      hubei-provincial   outpatient.caps                 3                unconfirmed
      hubei-provincial   outpatient.inBasicCap           3                unconfirmed
      hubei-provincial   outpatient.feedsMajor           3                unconfirmed
      hubei-provincial   pharmacy.ratio                  pharmacy         unknown
      hubei-provincial   pharmacy.caps                   pharmacy         unconfirmed
      hubei-provincial   chronic.ratio                   3                unknown
      hubei-provincial   chronic.caps                    3                unconfirmed
      hubei-provincial   dualChannel.pays                3                unknown
      hubei-provincial   inpatient.pays                  3                unknown
      hubei-provincial   antenatal.pays                  3                unknown
      hubei-provincial   birth.pays                      3                unknown
      hubei-provincial   birthControl.pays               iud              unknown
      hubei-provincial   basicCap                        -                unknown
      hubei-provincial   majorMedical                    -                unknown
      hubei-provincial   supplementary                   -                unknown
      hubei-provincial   assistance                      destitute        unknown
      hubei-provincial   account                         -                unconfirmed
      shiyan             outpatient.levels               unrated          unconfirmed
      shiyan             outpatient.levels               provincial       unconfirmed
      shiyan             outpatient.feedsMajor           3                unconfirmed
      shiyan             pharmacy.deductible             pharmacy         unconfirmed
      shiyan             pharmacy.caps                   pharmacy         unconfirmed
      shiyan             chronic.pays                    3                unknown
      shiyan             dualChannel.pays                3                unknown
      shiyan             inpatient.pays                  3                unknown
      shiyan             antenatal.pays                  3                unknown
      shiyan             birth.pays                      3                unknown
      shiyan             birthControl.pays               iud              unknown
      shiyan             basicCap                        -                unknown
      shiyan             majorMedical                    -                unknown
      shiyan             assistance                      destitute        unknown
      hengyang           inpatient.deductible            community        unconfirmed
      hengyang           inpatient.ratio                 community        unconfirmed
      hengyang           outpatient.levels               unrated          unconfirmed
      hengyang           outpatient.levels               provincial       unconfirmed
      hengyang           outpatient.feedsMajor           3                unconfirmed
      hengyang           chronic.caps                    M01600           unknown
      hengyang           chronic.inBasicCap              M01600           unconfirmed
      hengyang           chronic.feedsMajor              M01600           unconfirmed
      hengyang           pharmacy.pays                   pharmacy         unknown
      hengyang           dualChannel.pays                3                unknown
      hengyang           antenatal.pays                  3                unknown
      hengyang           birth.pays                      3                unknown
      hengyang           birthControl.pays               iud              unknown
      hengyang           assistance                      destitute        unknown
      hengyang           account                         -                unconfirmed
      daye               antenatal.employee.pays         -                unconfirmed
      daye               birth.employee.pays             -                unknown
      daye               outpatient.pays                 3                unknown
      daye               outpatient.pays                 3 resident       unknown
      daye               pharmacy.pays                   pharmacy         unknown
      daye               inpatient.pays                  3                unknown
      daye               inpatient.pays                  3 resident       unknown
      daye               chronic.pays                    3                unknown
      daye               dualChannel.pays                3                unknown
      daye               basicCap                        -                unknown
      daye               majorMedical                    -                unknown
      daye               account                         -                unconfirmed
      jingmen            offSite.direct                  -                unconfirmed
      jingmen            assistance                      destitute        unknown
      jingmen            basicCap                        -                unknown
      jingmen            majorMedical                    -                unknown
      jingmen            account                         -                unconfirmed
    `),
  )("$plan $rule $who: $status", ({ plan = "", rule = "", who = "", status }) => {
    expect(wordsOf(rulesOf(plan), rule, who).status).toBe(status);
  });

  test.each(plans)("%s: nobody says how to round, and nobody lets a desk post fund money offline", (plan) => {
    const pack = plain.packs.find((one) => one.plan === plan)?.pack;
    expect(pack?.rounding.map(({ status, value }) => [status, value])).toEqual([["unconfirmed", "halfUp"]]);
    expect(pack?.offline.map(({ status }) => status)).toEqual(["unknown"]);
  });

  test("荆门 states no amount at all", () => {
    const rules = rulesOf("jingmen");
    const known = populations.flatMap((population) =>
      benefitIds.filter((id) => rules.benefit(id, population).pays.known),
    );
    expect(known).toEqual([]);
  });

  test.each([
    ["hubei-provincial", "outpatient", "解答 第 11 问 ②（非慢特病定点，比照 ③ 按普通门诊）"],
    ["shiyan", "dualChannel", "十政办发〔2022〕61号 第五条 3（“双通道”分定点零售药店渠道）"],
  ])("%s: the routing to %s that is our reading says so", (plan, to, clause) => {
    const route = rulesOf(plan).routing.find(({ source }) => source.clause === clause);
    expect(route).toMatchObject({ to, source: { status: "unconfirmed" } });
  });

  test("衡阳: the ratio of the six provincial hospitals may vary by five points, no other may", () => {
    const rows = plain.packs
      .find(({ plan }) => plan === "hengyang")
      ?.pack.benefits.flatMap((benefit) => (benefit.ratio ?? []).flatMap(({ value }) => value?.rows ?? []));
    const varying = (rows ?? []).filter(({ mayVaryBy }) => mayVaryBy !== undefined);
    expect(varying.map(({ level, ratio, mayVaryBy }) => [level, ratio, mayVaryBy])).toEqual([
      ["provincial", "0.80", "0.05"],
      ["provincial", "0.82", "0.05"],
    ]);
  });
});

describe("the demo supplement", () => {
  const unknownIn = (rules: RulesInForce): string[] =>
    [...readCompiled(rules)].filter(([, words]) => words.startsWith("unknown ")).map(([path]) => path);

  test.each(plans)("%s: fills nothing but unknowns, and everything it fills is marked", (plan) => {
    const [before, after] = [rulesOf(plan), rulesOf(plan, filled)];
    const [known, now] = [readCompiled(before), readCompiled(after)];
    const stated = [...known].filter(([, words]) => !words.startsWith("unknown "));
    expect(stated.filter(([path, words]) => now.get(path) !== words)).toEqual([]);
    const brought = [...now].filter(
      ([path, words]) => known.get(path) !== words && !words.startsWith("unknown "),
    );
    expect(brought.length).toBeGreaterThan(0);
    expect(new Set(brought.map(([, words]) => words))).toEqual(new Set(["unconfirmed 示范参数·非官方"]));
    expect(after.supplement).toEqual({ id: "demo", label: "示范参数·非官方", official: false });
  });

  test.each([
    ["hubei-provincial", ["antenatal", "birth", "birthControl", "accountOnly"]],
    ["shiyan", ["antenatal", "birth", "birthControl", "accountOnly"]],
    ["hengyang", ["antenatal", "birth", "birthControl", "accountOnly"]],
    ["daye", ["accountOnly"]],
    ["jingmen", ["accountOnly"]],
  ])("%s: how it pays stays unknown for %j alone", (plan, expected) => {
    const rules = rulesOf(plan, filled);
    expect(benefitIds.filter((id) => !rules.benefit(id, "employee").pays.known)).toEqual(expected);
  });

  test("leaves no rule open that a filled benefit needs, but where the law has none", () => {
    const open = plans.flatMap((plan) => unknownIn(rulesOf(plan, filled)).map((path) => `${plan} ${path}`));
    expect(
      open.filter(
        (path) => /\.(?:deductible|ratio|caps)$/.test(path) && !/antenatal|birth|accountOnly/.test(path),
      ),
    ).toEqual([]);
    expect(open.filter((path) => !path.includes("benefits."))).toEqual([
      "hubei-provincial assistance",
      "shiyan supplementary",
      "shiyan assistance",
      "hengyang supplementary",
      "hengyang assistance",
      "daye supplementary",
      "jingmen supplementary",
    ]);
  });
});
