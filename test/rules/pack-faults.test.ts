import { describe, expect, test } from "vitest";

import { parsePack } from "../../src/rules/parse-pack.ts";
import type { Parts } from "./sample-pack.ts";
import { openPoint, plainBenefit, reasonsOf, samplePack, stated, textOf, unknown } from "./sample-pack.ts";

/** What is refused in the plainest pack when these parts are put in. */
function faultsWith(parts: Parts): string[] {
  return reasonsOf(parsePack(textOf(samplePack(parts))));
}

function faultsOfBenefit(parts: Parts): string[] {
  return faultsWith({ benefits: [plainBenefit(parts)] });
}

describe("days", () => {
  test.each<readonly [string, Parts, readonly string[]]>([
    ["the end before the beginning", { to: "2022-12-31" }, ["to：止日早于起日"]],
    ["one day", { to: "2023-01-01" }, []],
    ["a trial that ends before it begins", { trialTo: "2022-12-31" }, ["trialTo：试行期满日不在有效期内"]],
    [
      "a trial that outlasts the pack",
      { to: "2023-12-31", trialTo: "2024-01-01" },
      ["trialTo：试行期满日不在有效期内"],
    ],
    ["a trial of a year", { to: "2023-12-31", trialTo: "2023-12-31" }, []],
    ["a trial without an end of the pack", { trialTo: "2023-12-31" }, []],
    [
      "a gap",
      {
        basicCap: [
          { to: "2023-05-31", status: "unknown", clause: "一" },
          { from: "2023-06-02", status: "unknown", clause: "二" },
        ],
      },
      ["basicCap：2023-06-01 至 2023-06-01 没有规则"],
    ],
    [
      "an overlap",
      {
        basicCap: [
          { to: "2023-06-02", status: "unknown", clause: "一" },
          { from: "2023-06-02", status: "unknown", clause: "二" },
        ],
      },
      ["basicCap：与前一版本日期重叠"],
    ],
    [
      "outside the pack",
      { basicCap: [{ from: "2022-12-31", status: "unknown", clause: "一" }] },
      ["basicCap：超出有效期 2023-01-01 – 长期", "basicCap：与前一版本日期重叠"],
    ],
    [
      "a rule that ends early",
      {
        offSite: {
          ...(samplePack()["offSite"] as Parts),
          emergency: [{ to: "2023-12-31", status: "stated", clause: "一", value: true }],
        },
      },
      ["offSite.emergency：2024-01-01 起没有规则"],
    ],
    [
      "a benefit's rule that begins late",
      {
        benefits: [
          plainBenefit({
            population: "employee",
            pays: [{ from: "2024-01-01", status: "stated", clause: "一", value: { by: "ratio" } }],
          }),
        ],
      },
      ["benefits.outpatient.employee.pays：2023-01-01 至 2023-12-31 没有规则"],
    ],
    [
      "an employer whose layers end",
      {
        employers: [
          { name: "甲公司", layers: [{ to: "2023-12-31", status: "stated", clause: "一", value: "two" }] },
        ],
      },
      ["employers.甲公司.layers：2024-01-01 起没有规则"],
    ],
    [
      "an employer without another name",
      { employers: [{ name: "甲公司", aliases: [], layers: stated("two") }] },
      [],
    ],
  ])("%s", (_case, parts, expected) => {
    expect(faultsWith(parts)).toEqual(expected);
  });
});

describe("what no single rule shows", () => {
  const twice = "同一待遇重复";
  test.each<readonly [string, Parts, readonly string[]]>([
    [
      "a benefit twice",
      { benefits: [plainBenefit(), plainBenefit()] },
      [`benefits.outpatient：${twice}`, `benefits.outpatient：${twice}`],
    ],
    [
      "for everybody and for residents",
      { benefits: [plainBenefit(), plainBenefit({ population: "resident" })] },
      [`benefits.outpatient.resident：${twice}`],
    ],
    [
      "for employees twice",
      { benefits: [plainBenefit({ population: "employee" }), plainBenefit({ population: "employee" })] },
      [`benefits.outpatient.employee：${twice}`],
    ],
    [
      "for each apart",
      { benefits: [plainBenefit({ population: "employee" }), plainBenefit({ population: "resident" })] },
      [],
    ],
    [
      "an employer twice",
      {
        employers: [
          { name: "甲公司", layers: stated("two") },
          { name: "甲公司", layers: stated("three") },
        ],
      },
      ["employers：单位名称或别名重复"],
    ],
    [
      "an employer under another's old name",
      {
        employers: [
          { name: "甲公司", aliases: ["乙公司"], layers: stated("two") },
          { name: "乙公司", layers: stated("two") },
        ],
      },
      ["employers：单位名称或别名重复"],
    ],
    [
      "an employer under its own name",
      { employers: [{ name: "甲公司", aliases: ["甲公司"], layers: stated("two") }] },
      ["employers：单位名称或别名重复"],
    ],
    [
      "hospitals twice",
      {
        account: stated({
          family: [],
          kinds: [
            { institution: "hospital", pays: ["drug"] },
            { institution: "hospital", pays: ["service"] },
          ],
        }),
      },
      ["account[0].value.kinds：须写明医院和药店各一行"],
    ],
    [
      "a fund before the basic one",
      { fundOrder: stated(["majorMedical", "basic"]) },
      ["fundOrder[0].value：须以 basic、majorMedical 开头且不重复"],
    ],
    [
      "a fund between",
      { fundOrder: stated(["basic", "assistance", "majorMedical"]) },
      ["fundOrder[0].value：须以 basic、majorMedical 开头且不重复"],
    ],
    [
      "a fund twice",
      { fundOrder: stated(["basic", "majorMedical", "assistance", "assistance"]) },
      ["fundOrder[0].value：须以 basic、majorMedical 开头且不重复"],
    ],
    ["the basic fund alone", { fundOrder: stated(["basic"]) }, []],
    [
      "a row that nobody reaches",
      { basicCap: stated({ rows: [{ amount: "1" }, { population: "resident", amount: "2" }] }) },
      ["basicCap[0].value.rows[1]：第 1 行已包含这些条件，永远用不到"],
    ],
  ])("%s", (_case, parts, expected) => {
    expect(faultsWith(parts)).toEqual(expected);
  });

  const bandsReason = "最后一段且只有最后一段不写 width";
  test.each<readonly [string, readonly Parts[], boolean]>([
    ["one open band", [{ ratio: "0.9" }], true],
    ["the last is open", [{ width: "30000", ratio: "0.6" }, { ratio: "0.7" }], true],
    ["none is open", [{ width: "30000", ratio: "0.6" }], false],
    ["the first is open", [{ ratio: "0.6" }, { width: "30000", ratio: "0.7" }], false],
    ["two are open", [{ ratio: "0.6" }, { ratio: "0.7" }], false],
  ])("bands of major-medical: %s", (_case, bands, good) => {
    const rows = [
      { population: "employee", line: "1", bands: [{ ratio: "1" }], cap: null },
      { line: "1", bands, cap: null },
    ];
    expect(faultsWith({ majorMedical: stated({ rows }) })).toEqual(
      good ? [] : [`majorMedical[0].value.rows[1].bands：${bandsReason}`],
    );
  });

  test.each([
    [[30, 60], [3, 15], []],
    [[30, 30], [1, 1], []],
    [
      [60, 30],
      [15, 3],
      ["rulesAgeDays", "accumulatorsAgeDays"],
    ],
  ])(
    "offline limits by the age in days: rules %j, accumulators %j",
    (rulesAgeDays, accumulatorsAgeDays, faulty) => {
      const money = { perSale: "1", perPersonDay: "1", perDesk: "1", salesMax: 1 };
      const offline = stated({ provisional: true, ...money, rulesAgeDays, accumulatorsAgeDays });
      expect(faultsWith({ offline })).toEqual(
        faulty.map((name) => `offline[0].value.${name}：第一个天数不得大于第二个`),
      );
    },
  );

  test("a benefit by ratio has all its parts, each at least as unknown", () => {
    const bare = { id: "outpatient", name: "普通门诊", pays: stated({ by: "ratio" }) };
    const reason = "按比例支付的待遇须写明此项（不知道时写 unknown）";
    expect(faultsWith({ benefits: [bare] })).toEqual(
      ["deductible", "ratio", "caps", "inBasicCap", "feedsMajor"].map(
        (part) => `benefits.outpatient.${part}：${reason}`,
      ),
    );
    expect(faultsWith({ benefits: [{ ...bare, pays: unknown() }] })).toEqual([]);
    const fixed = stated({ by: "fixed", per: "pregnancy", rows: [{ amount: "600" }] });
    expect(faultsWith({ benefits: [{ ...bare, id: "birth", pays: fixed }] })).toEqual([]);
    expect(faultsOfBenefit({ deductible: unknown(), ratio: unknown(), caps: unknown() })).toEqual([]);
  });

  test("what later stays ask is read only where it is said what counts as a repeat", () => {
    const rows = [
      { level: "1", amount: "200" },
      { amount: "500", later: ["300"] },
    ];
    const inpatient = (value: Parts): Parts => ({
      benefits: [plainBenefit({ id: "inpatient", deductible: stated(value) })],
    });
    expect(faultsWith(inpatient({ per: "stay", rows }))).toEqual([
      "benefits.inpatient.deductible[0].value.repeat：写了 later 就须写 repeat，说明怎样算多次住院",
    ]);
    expect(faultsWith(inpatient({ per: "stay", rows, repeat: { counts: "any" } }))).toEqual([]);
    expect(faultsWith(inpatient({ per: "stay", rows: [{ amount: "500" }] }))).toEqual([]);
    expect(faultsWith(inpatient({ per: "year", rows: [{ amount: "500" }] }))).toEqual([]);
  });
});

test("only an open point has other readings, and a limit's are by person and year", () => {
  const cap = (period: string, per: string) => [{ basis: "cost", period, per, rows: [{ amount: "1.00" }] }];
  const [open] = openPoint([], [cap("year", "person")]);
  expect(faultsOfBenefit({ caps: [open] })).toEqual([]);
  expect(faultsOfBenefit({ caps: [{ ...open, status: "stated" }] })).toEqual([
    "benefits.outpatient.caps[0].readings：只有 unconfirmed 的版本可以写别的读法",
  ]);
  for (const [period, per] of [
    ["month", "person"],
    ["year", "disease"],
  ] as const)
    expect(faultsOfBenefit({ caps: openPoint([], [cap(period, per)]) })).toEqual([
      "benefits.outpatient.caps[0].readings：别的读法的限额须按人按年",
    ]);
});

test("faults of every kind are told at once", () => {
  const reasons = faultsWith({
    trialTo: "2022-01-01",
    basicCap: [{ from: "2023-02-01", status: "unknown", clause: "一" }],
    benefits: [plainBenefit(), plainBenefit({ population: "resident", ratio: undefined })],
    fundOrder: stated(["assistance"]),
  });
  expect(reasons).toEqual([
    "basicCap：2023-01-01 至 2023-01-31 没有规则",
    "benefits.outpatient.resident.ratio：按比例支付的待遇须写明此项（不知道时写 unknown）",
    "trialTo：试行期满日不在有效期内",
    "benefits.outpatient.resident：同一待遇重复",
    "fundOrder[0].value：须以 basic、majorMedical 开头且不重复",
  ]);
});

test("a hundred thousand faults of our own kind are counted, not listed", () => {
  const aliases = Array.from({ length: 100_000 }, () => "甲");
  const reasons = faultsWith({ employers: [{ name: "甲", aliases, layers: stated("two") }] });
  expect(reasons).toHaveLength(201);
  expect(reasons.at(-1)).toBe("：另有 99800 处错误未列出");
});
