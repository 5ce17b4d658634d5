import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { civilDate } from "../../src/base/civil-date.ts";
import { readSource, shippedPackFiles } from "../../src/cli/pack-files.ts";
import type { PackBook, SourceFile } from "../../src/rules/pack-book.ts";
import { loadPacks } from "../../src/rules/pack-book.ts";
import type { RulesInForce } from "../../src/rules/rules-in-force.ts";
import { resultJson } from "../../src/settle/result.ts";
import type { Sample } from "../oracle/sample-claim.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";
import { createDesk } from "../settle/run-claim.ts";
import { table } from "../table.ts";
import { wordsOf } from "./rule-words.ts";

// What the five packs do not use of the schema, other regions of the two provinces do. Their rules are samples written
// from public reports: the point is that a pack can say them, and that the desk then computes them.

const names = ["wuhan", "shiyan-stays", "hunan-residents", "corners"];

function fixture(name: string): SourceFile {
  const url = new URL(`fixtures/${name}.yaml`, import.meta.url);
  return { name, text: readFileSync(url, "utf8"), sha256: name };
}

function bookOf(files: readonly SourceFile[], supplement: SourceFile | null = null): PackBook {
  const loaded = loadPacks(files, supplement);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.book;
}

const book = bookOf(names.map(fixture));
const hospitalBook = bookOf([fixture("shiyan-stays")], fixture("shiyan-stays-supplement"));

function rulesOf(plan: string, date: string): RulesInForce {
  const rules = book.rulesOn(plan, civilDate(date));
  if (rules === null) throw new Error(`no rules of ${plan} on ${date}`);
  return rules;
}

/** Settles bills one after another, and gives of each the parts that the test asks for, or why it is refused. */
function settleAll(using: PackBook, claims: readonly Sample[], parts: readonly string[]): string[] {
  const desk = createDesk(using, { carry: true });
  return claims.map((claim) => {
    const answer = desk(sampleClaim(claim));
    if (!answer.ok) return answer.refusal.code;
    const split: Readonly<Record<string, string>> = resultJson(answer.settlement).split;
    return parts.map((part) => split[part]).join(" ");
  });
}

describe("武汉: a deductible that is abolished in the middle of the year", () => {
  test.each(
    table(`
      on           rule                    who                value
      2023-02-01   outpatient.deductible   3                  year 700.00
      2023-04-09   outpatient.deductible   3                  year 700.00
      2023-04-09   outpatient.deductible   3 retired          year 500.00
      2023-04-10   outpatient.deductible   3                  none
      2023-04-10   outpatient.deductible   3 retired          none
      2023-04-09   outpatient.ratio        3                  unknown
      2023-04-10   outpatient.ratio        3                  0.55
      2023-04-10   outpatient.ratio        3 retired          0.65
      2023-04-10   outpatient.ratio        2                  0.65
      2023-04-10   outpatient.ratio        2 retired          0.75
      2023-04-10   outpatient.ratio        1                  0.85
      2023-04-10   outpatient.ratio        1 retired          0.90
      2023-04-09   outpatient.caps         3 retired          fundPaid year person 4000.00
      2023-04-10   outpatient.caps         3 retired          fundPaid year person 4500.00
      2023-04-10   outpatient.caps         3                  fundPaid year person 3500.00
      2023-04-09   pharmacy.ratio          pharmacy retired   0.68
      2023-04-10   pharmacy.ratio          pharmacy retired   0.90
      2023-04-09   pharmacy.deductible     pharmacy           year 700.00
      2023-04-10   pharmacy.deductible     pharmacy           none
      2023-02-01   inpatient.deductible    community          stay 200.00 then 200.00 any×0.5
      2023-02-01   inpatient.deductible    3                  stay 800.00 any×0.5
      2023-02-01   inpatient.ratio         3 retired          0.888
      2023-02-01   inpatient.caps          3                  costAboveDeductible year person 240000.00
    `),
  )("$on $rule $who: $value", ({ on = "", rule = "", who = "", value }) => {
    expect(wordsOf(rulesOf("sample-wuhan", on), rule, who).value).toBe(value);
  });

  const wuhan: Sample = { plan: "sample-wuhan", institution: { region: "420100" } };
  const purchase = (day: string, price: string): Sample => ({
    ...wuhan,
    medType: "41",
    serviceTime: `${day}T10:00:00+08:00`,
    institution: { region: "420100", type: "pharmacy", level: "unrated" },
    person: { status: "retired" },
    prescription: { issuerLevel: "2", issuedOn: day },
    items: [
      { price, class: "A" },
      { price: "50.00", class: "C" },
    ],
  });

  test("公开举例：退休人员购药 760 元，范围内 710 元，(710 − 500) × 68% = 142.80", () => {
    const bills = [
      purchase("2023-03-01", "710.00"),
      purchase("2023-04-09", "100.00"),
      purchase("2023-04-10", "100.00"),
    ];
    expect(settleAll(book, bills, ["inScope", "deductible", "basic"])).toEqual([
      "710.00 500.00 142.80",
      "100.00 0.00 68.00",
      "100.00 0.00 90.00",
    ]);
  });

  test("the money that the fund has paid counts on under the higher limit", () => {
    const bills = [
      purchase("2023-03-01", "6382.36"),
      purchase("2023-04-10", "1000.00"),
      purchase("2023-05-01", "1000.00"),
    ];
    // 4000 are paid under the old limit (the share would be 4000.0048); the new one leaves 500 more.
    expect(settleAll(book, bills, ["basic"])).toEqual(["4000.00", "500.00", "0.00"]);
  });

  const stay = (level: "community" | "1" | "2" | "3", price: string): Sample => ({
    ...wuhan,
    medType: "21",
    serviceTime: "2023-05-10T10:00:00+08:00",
    institution: { region: "420100", level },
    stay: { admitted: "2023-05-01", discharged: "2023-05-10" },
    items: [{ price, kind: "service" }],
  });

  test("the second stay asks half, but the full amount at a community centre", () => {
    const bills = [stay("3", "1000.00"), stay("3", "1000.00"), stay("2", "1000.00")];
    expect(settleAll(book, bills, ["deductible"])).toEqual(["800.00", "400.00", "300.00"]);
    expect(settleAll(book, [stay("1", "1000.00"), stay("1", "1000.00")], ["deductible"])).toEqual([
      "400.00",
      "200.00",
    ]);
  });

  test("a limit on the cost above the deductible counts what the person pays of it too", () => {
    const bills = [stay("3", "200800.00"), stay("3", "100400.00"), stay("3", "1000.00")];
    // 200 000 and then only 40 000 of 100 000 lie within the limit of 240 000.
    expect(settleAll(book, bills, ["deductible", "basic"])).toEqual([
      "800.00 172000.00",
      "400.00 34400.00",
      "400.00 0.00",
    ]);
  });
});

describe("十堰住院: fixed sums for repeat stays, and a ratio that the bureau told the hospital", () => {
  const stay = (level: "1" | "2" | "3" | "community"): Sample => ({
    plan: "sample-shiyan-stays",
    medType: "21",
    serviceTime: "2025-09-10T10:00:00+08:00",
    institution: { level },
    stay: { admitted: "2025-09-01", discharged: "2025-09-10" },
    items: [{ price: "2000.00" }],
  });

  test("1000, then 800; a stay at another level is the third all the same", () => {
    const bills = [stay("3"), stay("3"), stay("2"), stay("community"), stay("3")];
    expect(settleAll(hospitalBook, bills, ["deductible", "basic"])).toEqual([
      "1000.00 850.00",
      "800.00 1020.00",
      "300.00 1496.00",
      "200.00 1656.00",
      "800.00 1020.00",
    ]);
  });

  test("without the supplement a bill is refused, not guessed", () => {
    expect(settleAll(book, [stay("3")], [])).toEqual(["PACK_VALUE_UNKNOWN"]);
  });

  test("after its last day there is no pack", () => {
    expect(book.rulesOn("sample-shiyan-stays", civilDate("2025-12-31"))).not.toBeNull();
    expect(book.rulesOn("sample-shiyan-stays", civilDate("2026-01-01"))).toBeNull();
  });
});

describe("湖南居民: bands, monthly and quarterly limits, cuts away from home, ages", () => {
  const resident: Sample = {
    plan: "sample-hunan-residents",
    serviceTime: "2025-03-31T10:00:00+08:00",
    institution: { region: "430400" },
    person: { population: "resident" },
  };
  const stay = (price: string, more: Sample = {}): Sample => ({
    ...resident,
    medType: "21",
    stay: { admitted: "2025-03-01", discharged: "2025-03-31" },
    items: [{ price, kind: "service" }],
    ...more,
  });

  /** The yearly cap and deductible are reached: all of a stay is burden. */
  const fundUsedUp = { "basic.fund": "150000.00", "inpatient.deductible": "3000.00" };

  test.each(
    table(`
      case                                   burden       assistance    majorMedical
      on the line                            16000.00     -             0.00
      a yuan above                           16001.00     -             0.60
      all of the first band                  46000.00     -             18000.00
      a yuan into the second                 46001.00     -             18000.65
      all of the second                      96000.00     -             50500.00
      all of the third                       166000.00    -             103000.00
      into the open one                      266000.00    -             188000.00
      lower line for the poor                16000.00     subsistence   5200.00
      all bands for the poor                 258000.00    returned      200500.00
      an orphan has the common line          16001.00     orphan        0.60
    `),
  )("大病分段: $case", ({ burden = "", assistance, majorMedical }) => {
    const person = {
      population: "resident" as const,
      assistance: assistance === "-" ? null : (assistance as "orphan"),
    };
    const [major] = settleAll(book, [stay(burden, { person, accumulators: fundUsedUp })], ["majorMedical"]);
    expect(major).toBe(majorMedical);
  });

  test("bands go on from bill to bill", () => {
    const bills = [stay("30000.00", { accumulators: fundUsedUp }), stay("20000.00"), stay("50000.00")];
    expect(settleAll(book, bills, ["majorMedical"])).toEqual(["8400.00", "12200.00", "32900.00"]);
  });

  test.each([
    ["at home", { institution: { region: "430400" } }, "5720.00"],
    [
      "away, long-term: the row for other places",
      { offSite: { recordType: "longTermResident", recordedOn: "2025-01-01", revokedOn: null } },
      "5280.00",
    ],
    [
      "away, referred: ten points less",
      { offSite: { recordType: "referral", recordedOn: "2025-01-01", revokedOn: null } },
      "4400.00",
    ],
    ["away, emergency: ten points less", { emergency: true }, "4400.00"],
    [
      "away in the province, temporary: none less",
      { offSite: { recordType: "temporary", recordedOn: "2025-01-01", revokedOn: null } },
      "5280.00",
    ],
    [
      "in another province, temporary: twenty points less",
      {
        institution: { region: "420100" },
        offSite: { recordType: "temporary", recordedOn: "2025-01-01", revokedOn: null },
      },
      "3520.00",
    ],
    ["in another province, no record", { institution: { region: "420100" } }, "RECORD_REQUIRED"],
  ] satisfies [string, Sample, string][])("a stay of 10 000, %s", (_where, more, basic) => {
    expect(
      settleAll(book, [stay("10000.00", { institution: { region: "430100" }, ...more })], ["basic"]),
    ).toEqual([basic]);
  });

  const chronic = (day: string, disease: string, price: string): Sample => ({
    ...resident,
    medType: "14",
    serviceTime: `${day}T10:00:00+08:00`,
    chronicDisease: disease,
    person: {
      population: "resident",
      chronicDiseases: ["M01600", "M03900"].map((code) => ({ code, from: "2024-01-01", to: null })),
    },
    items: [{ price, chronicListed: true }],
  });

  test("each disease has its month, all of them together the quarter", () => {
    const bills = [
      chronic("2025-01-31", "M01600", "250.00"),
      chronic("2025-01-31", "M01600", "100.00"),
      chronic("2025-01-31", "M03900", "250.00"),
      chronic("2025-02-01", "M01600", "250.00"),
      chronic("2025-03-31", "M01600", "250.00"),
      chronic("2025-04-01", "M01600", "250.00"),
    ];
    // 200 × 0.60; nothing more of the month; 120 × 0.60; a new month; 300 − 120 − 72 − 120 < 0 … a new quarter.
    expect(settleAll(book, bills, ["basic"])).toEqual([
      "120.00",
      "0.00",
      "72.00",
      "108.00",
      "0.00",
      "120.00",
    ]);
  });

  test.each([
    ["2008-03-31", "300.00", "the last day of 16"],
    ["2007-04-01", "300.00", "the last day of 17"],
    ["2007-03-31", "400.00", "the day of 18"],
    ["1965-04-01", "400.00", "the last day of 59"],
    ["1965-03-31", "500.00", "the day of 60"],
  ])("born %s the limit is %s: %s", (birthDate, basic) => {
    const bill: Sample = {
      ...resident,
      person: { population: "resident", birthDate },
      items: [{ price: "5000.00" }],
    };
    expect(settleAll(book, [bill], ["basic"])).toEqual([basic]);
  });

  test.each([
    ["2025-10-31", false, undefined],
    ["2025-11-01", true, 5],
  ])("on %s only electronic prescriptions count: %s", (on, electronicOnly, kindsMax) => {
    const { value } = rulesOf("sample-hunan-residents", on).prescription;
    expect([value.electronicOnly, value.kindsMax]).toEqual([electronicOnly, kindsMax]);
  });

  test("employees are not of this plan", () => {
    expect(settleAll(book, [{ ...resident, person: { population: "employee" } }], [])).toEqual([
      "PACK_NOT_FOUND",
    ]);
  });
});

describe("其他写法", () => {
  test.each(
    table(`
      on           rule                     who                        value
      2024-03-31   employers.样例第一公司     -                          two
      2024-04-01   employers.样例第一公司     -                          three
      2024-12-31   employers.样例第二公司     -                          notTransferred
      2025-01-01   employers.样例第二公司     -                          two
      2024-01-01   outpatient.deductible    pharmacy                   visit 10.00 all≤400.00
      2024-01-01   outpatient.deductible    3                          visit 100.00 ≤300.00 all≤400.00
      2024-12-31   outpatient.ratio         3                          unknown
      2025-01-01   outpatient.ratio         3                          0.60
      2025-01-01   outpatient.ratio         3 70                       0.90
      2025-01-01   outpatient.caps          3                          cost month person 1000.00; fundPaid year person 3000.00
      2024-12-31   outpatient.feedsMajor    3                          false
      2025-01-01   outpatient.feedsMajor    3                          true
      2024-01-01   outpatient.startsNextMonth   3                      yes
      2024-01-01   outpatient.startsNextMonth   3 retired              no
      2024-01-01   supplementary            样例第一公司                0.80 above 500.00 to 20000.00
      2024-01-01   supplementary            样例第二公司                0.50 above 0.00 to 5000.00
      2024-01-01   birth.pays               -                          fixed pregnancy 600.00
      2024-01-01   birthControl.pays        abortion                   limit operation 400.00
      2024-01-01   claimWindow              -                          benefits=outpatient yearsAfter=1 lastDay=06-30
      2024-01-01   offSite.emergency        -                          false
      2024-01-01   home                     -                          regions=9999,regions=99 levels=3,provincial,regions=98 institutions=H98000000001
    `),
  )("$on $rule $who: $value", ({ on = "", rule = "", who = "", value }) => {
    expect(wordsOf(rulesOf("sample-corners", on), rule, who).value).toBe(value);
  });

  test("rounding changes on its day", () => {
    expect(["2024-06-30", "2024-07-01"].map((on) => rulesOf("sample-corners", on).rounding)).toEqual([
      "up",
      "down",
    ]);
  });
});

test("衡阳: a local ratio within the points that the law allows, told by the bureau", () => {
  const files = shippedPackFiles().filter(({ name }) => name.startsWith("hengyang"));
  const bureau = readSource(
    new URL("fixtures/hengyang-bureau-supplement.yaml", import.meta.url).pathname,
    "bureau",
  );
  const [before, after] = [bookOf(files), bookOf(files, bureau)];
  const bill: Sample = {
    plan: "hengyang",
    medType: "21",
    institution: { region: "430100", level: "provincial" },
    stay: { admitted: "2024-05-01", discharged: "2024-05-10" },
    items: [{ price: "11600.00" }],
  };
  expect(settleAll(before, [bill], ["deductible", "basic"])).toEqual(["1600.00 8000.00"]);
  expect(settleAll(after, [bill], ["deductible", "basic"])).toEqual(["1600.00 8200.00"]);
});
