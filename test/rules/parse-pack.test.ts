import { describe, expect, test } from "vitest";

import { parsePack, parseSupplement } from "../../src/rules/parse-pack.ts";
import type { Parts } from "./sample-pack.ts";
import {
  plainBenefit,
  reasonsOf,
  samplePack,
  sampleSupplement,
  stated,
  textOf,
  unknown,
} from "./sample-pack.ts";

/** What is refused in the plainest pack when these parts are put in. */
function faultsWith(parts: Parts): string[] {
  return reasonsOf(parsePack(textOf(samplePack(parts))));
}

function faultsOfBenefit(parts: Parts): string[] {
  return faultsWith({ benefits: [plainBenefit(parts)] });
}

test("the plainest pack has no fault", () => {
  expect(faultsWith({})).toEqual([]);
});

describe("a text that is no pack", () => {
  test.each([
    ["no YAML", "a: [", "：YAML 语法错误"],
    ["a key twice", "plan: a\nplan: b", "：YAML 语法错误：duplicated mapping key"],
    ["a list", "- 1", "：类型应为对象"],
    ["a text", "pack", "：类型应为对象"],
    ["a bomb", "a: &a [*a]", "：引用（*）展开后过大或循环"],
  ])("%s", (_case, text, reason) => {
    const reasons = reasonsOf(parsePack(text));
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toContain(reason);
    expect(reasonsOf(parseSupplement(text))).toEqual(reasons);
  });

  test("an empty map misses every part", () => {
    const reasons = reasonsOf(parsePack("{}"));
    const missing = Object.keys(samplePack()).map((name) => `${name}：缺少必填字段`);
    expect(reasons.toSorted()).toEqual(missing.toSorted());
  });
});

describe("the words of the schema", () => {
  test.each<readonly [string, Parts, readonly string[]]>([
    ["another format", { format: "onestop-pack/2" }, ['format：只能是 "onestop-pack/1"']],
    ["an unknown key", { ratios: [] }, ["ratios：未知字段"]],
    ["a plan in capitals", { plan: "Shiyan" }, ["plan：应为小写字母、数字和连字符"]],
    ["a region that is a number", { region: 420300 }, ["region：类型应为带引号的文本"]],
    ["a region of four digits", { region: "4203" }, ["region：应为六位行政区划代码"]],
    ["a day that does not exist", { from: "2023-02-29" }, ["from：应为存在的日期 YYYY-MM-DD"]],
    ["no name", { name: "  " }, ["name：不得少于 1"]],
    ["nobody", { populations: [] }, ["populations：不得少于 1"]],
    ["no benefit", { benefits: [] }, ["benefits：不得少于 1"]],
    ["a rule without a version", { rounding: [] }, ["rounding：不得少于 1"]],
    ["a rule that is no list", { rounding: "halfUp" }, ["rounding：类型应为列表"]],
    [
      "a rounding that nobody knows",
      { rounding: stated("bankers") },
      ['rounding[0].value：只能是 "halfUp" / "down" / "up"'],
    ],
    [
      "a settled rule that is unknown",
      { rounding: unknown() },
      ['rounding[0].status：只能是 "stated" / "public" / "unconfirmed"', "rounding[0].value：缺少必填字段"],
    ],
    [
      "a status that nobody knows",
      { basicCap: [{ status: "sure", clause: "一" }] },
      ['basicCap[0].status：只能是 "stated" / "public" / "unconfirmed" / "unknown"'],
    ],
    ["no clause", { basicCap: [{ status: "unknown" }] }, ["basicCap[0].clause：缺少必填字段"]],
    [
      "an unknown version with a value",
      { basicCap: [{ status: "unknown", clause: "一", value: { rows: [{ amount: "1" }] } }] },
      ["basicCap[0].value：状态为 unknown 的版本不得写值"],
    ],
    [
      "a known version without a value",
      { basicCap: [{ status: "stated", clause: "一" }] },
      ["basicCap[0].value：须写明 value，不知道时状态应为 unknown"],
    ],
    [
      "a last day of the year that not every year has",
      { claimWindow: stated({ benefits: ["outpatient"], yearsAfter: 1, lastDay: "02-29" }) },
      ["claimWindow[0].value.lastDay：应为每年都有的日期 MM-DD"],
    ],
    [
      "a region in letters",
      { home: stated([{ regions: ["42a3"] }]) },
      ['home[0].value[0].regions[0]：应为行政区划代码或其前缀，如 "4203"'],
    ],
    [
      "one kind of institution only",
      { account: stated({ family: [], kinds: [{ institution: "hospital", pays: ["drug"] }] }) },
      ["account[0].value.kinds：不得少于 2"],
    ],
    [
      "a wrong form of routing",
      { routing: stated([{ when: { medTypes: ["11"] }, to: "gift" }]) },
      [
        "routing[0].value[0].when.medTypes：未知字段",
        'routing[0].value[0].to：只能是 "inpatient" / "chronic" / "dualChannel" / "outpatient" / "pharmacy" / "antenatal" / "birth" / "birthControl" / "accountOnly"',
      ],
    ],
    [
      "three hundred faults",
      { populations: Array.from({ length: 300 }, () => "x") },
      [
        ...Array.from({ length: 200 }, (_, at) => `populations[${at}]：只能是 "employee" / "resident"`),
        "：另有 100 处错误未列出",
      ],
    ],
  ])("%s", (_case, parts, expected) => {
    expect(faultsWith(parts)).toEqual(expected);
  });

  test.each<readonly [string, Parts, readonly string[]]>([
    [
      "a ratio above the whole",
      { ratio: stated({ rows: [{ ratio: "1.01" }] }) },
      ["ratio[0].value.rows[0].ratio：比例不得大于 1"],
    ],
    [
      "a ratio in percent",
      { ratio: stated({ rows: [{ ratio: "65%" }] }) },
      ['ratio[0].value.rows[0].ratio：应为 0 到 1 之间的小数，如 "0.85"'],
    ],
    [
      "a ratio as a number",
      { ratio: stated({ rows: [{ ratio: 0.65 }] }) },
      ["ratio[0].value.rows[0].ratio：类型应为带引号的文本"],
    ],
    [
      "a ratio of five decimals",
      { ratio: stated({ rows: [{ ratio: "0.12345" }] }) },
      ['ratio[0].value.rows[0].ratio：应为 0 到 1 之间的小数，如 "0.85"'],
    ],
    [
      "an amount of three decimals",
      { deductible: stated({ per: "year", rows: [{ amount: "1.005" }] }) },
      ['deductible[0].value.rows[0].amount：应为金额，如 "12.50"'],
    ],
    [
      "a deductible per week",
      { deductible: stated({ per: "week" }) },
      ['deductible[0].value.per：只能是 "none" / "year" / "visit" / "stay"'],
    ],
    [
      "a deductible without rows",
      { deductible: stated({ per: "year", rows: [] }) },
      ["deductible[0].value.rows：不得少于 1"],
    ],
    [
      "rows where none belong",
      { deductible: stated({ per: "none", rows: [] }) },
      ["deductible[0].value.rows：未知字段"],
    ],
    [
      "a level four",
      { ratio: stated({ rows: [{ level: "4", ratio: "0.5" }] }) },
      ['ratio[0].value.rows[0].level：只能是 "1" / "2" / "3" / "community" / "provincial" / "unrated"'],
    ],
    [
      "a negative age",
      { ratio: stated({ rows: [{ ageFrom: -1, ratio: "0.5" }] }) },
      ["ratio[0].value.rows[0].ageFrom：不得少于 0"],
    ],
    [
      "a disease by its name",
      { ratio: stated({ rows: [{ disease: "糖尿病", ratio: "0.5" }] }) },
      ['ratio[0].value.rows[0].disease：应为门诊慢特病病种代码，如 "M01600"'],
    ],
    [
      "a benefit that nobody knows",
      { id: "dental" },
      [
        'id：只能是 "inpatient" / "chronic" / "dualChannel" / "outpatient" / "pharmacy" / "antenatal" / "birth" / "birthControl"',
      ],
    ],
    [
      "what only the desk decides",
      { id: "accountOnly" },
      [
        'id：只能是 "inpatient" / "chronic" / "dualChannel" / "outpatient" / "pharmacy" / "antenatal" / "birth" / "birthControl"',
      ],
    ],
    [
      "more rows than any law",
      {
        ratio: stated({
          rows: Array.from({ length: 501 }, (_, ageTo) => ({ ageTo: ageTo % 150, ratio: "0.5" })),
        }),
      },
      ["ratio[0].value.rows：不得多于 500"],
    ],
    [
      "more versions than any law",
      { ratio: Array.from({ length: 101 }, () => ({ status: "unknown", clause: "一" })) },
      ["ratio：不得多于 100"],
    ],
  ])("of a benefit: %s", (_case, parts, expected) => {
    expect(faultsOfBenefit(parts)).toEqual(expected.map((one) => `benefits[0].${one}`));
  });
});

describe("a supplement", () => {
  const faultsIn = (parts: Parts): string[] => reasonsOf(parseSupplement(textOf(sampleSupplement(parts))));

  test.each<readonly [string, Parts, readonly string[]]>([
    ["the plainest", {}, []],
    ["a pack's format", { format: "onestop-pack/1" }, ['format：只能是 "onestop-supplement/1"']],
    ["without a source", { source: undefined }, ["source：缺少必填字段"]],
    ["nobody signs", { signedBy: "" }, ["signedBy：不得少于 1"]],
    ["no fills", { fills: [] }, ["fills：不得少于 1"]],
    [
      "a rule that is not shared",
      { fills: [{ plan: "sample", home: stated([{ regions: ["42"] }]) }] },
      ["fills[0].home：未知字段"],
    ],
    [
      "a benefit without an id",
      { fills: [{ plan: "sample", benefits: [{ name: "x" }] }] },
      ["fills[0].benefits[0].id：缺少必填字段"],
    ],
    [
      "a local ratio without its clause",
      { fills: [{ plan: "sample", benefits: [{ id: "outpatient", adjust: [{ ratio: "0.8" }] }] }] },
      [
        "fills[0].benefits[0].adjust[0].status：缺少必填字段",
        "fills[0].benefits[0].adjust[0].clause：缺少必填字段",
      ],
    ],
    [
      "a plan twice",
      { fills: [{ plan: "a" }, { plan: "b" }, { plan: "a" }] },
      ["fills[2].plan：同一统筹区重复"],
    ],
  ])("%s", (_case, parts, expected) => {
    expect(faultsIn(parts)).toEqual(expected);
  });
});
