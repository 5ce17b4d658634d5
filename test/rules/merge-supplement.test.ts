import { describe, expect, test } from "vitest";

import { compilePack } from "../../src/rules/compile-pack.ts";
import { civilDate } from "../../src/base/civil-date.ts";
import type { Merged } from "../../src/rules/merge-supplement.ts";
import { mergeSupplement } from "../../src/rules/merge-supplement.ts";
import type { Parsed } from "../../src/rules/parse-pack.ts";
import type { RulesInForce, Subject } from "../../src/rules/rules-in-force.ts";
import { rowFor } from "../../src/rules/table.ts";
import type { Parts } from "./sample-pack.ts";
import {
  plainBenefit,
  readPack,
  readSupplement,
  reasonsOf,
  stated,
  unknown,
  valueOf,
} from "./sample-pack.ts";

const statedReason = "政策包已载明，补充参数不得改写";

/** Fills a pack of these parts with the rules of one fill. */
function merge(parts: Parts, fill: Parts): Parsed<Merged> {
  return mergeSupplement(readPack(parts), readSupplement({ fills: [{ plan: "sample", ...fill }] }));
}

function mergeBenefit(benefits: readonly Parts[], ...fills: readonly Parts[]): Parsed<Merged> {
  return merge({ benefits }, { benefits: fills });
}

/** The rules of a day in 2023. */
function rulesOf(merged: Parsed<Merged>): RulesInForce {
  const { pack, supplied } = valueOf(merged);
  const supplement = { id: "sample-bureau", label: "样例答复", official: true };
  return compilePack(pack, { sha256: "", supplement, supplied }).on(civilDate("2023-05-01"));
}

const subject: Subject = {
  level: "3",
  personStatus: "active",
  population: "employee",
  institution: "hospital",
  place: "home",
  ageYears: 50,
  disease: null,
  operation: null,
  assistance: null,
  employer: null,
};

/** What the fund pays of an outpatient bill, as it is written, or that nobody knows. */
function ratioOf(merged: Parsed<Merged>, whom: Partial<Subject> = {}): string {
  const asked = { ...subject, ...whom };
  const { ratio } = rulesOf(merged).benefit("outpatient", asked.population);
  return ratio.known ? (rowFor(ratio.value.rows, asked)?.value.text ?? "no row") : "unknown";
}

describe("a supplement fills what is unknown", () => {
  const local = stated({ rows: [{ ratio: "0.70" }] });
  const open = plainBenefit({ ratio: unknown() });

  test("a rule of a benefit", () => {
    const merged = mergeBenefit([open], { id: "outpatient", ratio: local });
    expect(ratioOf(merged)).toBe("0.70");
    expect([...valueOf(merged).supplied]).toEqual(["benefits.outpatient.ratio"]);
    const benefit = rulesOf(merged).benefit("outpatient", "employee");
    expect(benefit.ratio).toMatchObject({ source: { supplement: "sample-bureau" } });
    expect(benefit.deductible).toMatchObject({ source: { supplement: null } });
  });

  test("a rule of the whole pack", () => {
    const merged = merge({}, { basicCap: stated({ rows: [{ amount: "150000.00" }] }) });
    expect([...valueOf(merged).supplied]).toEqual(["basicCap"]);
    expect(rulesOf(merged).basicCap.known).toBe(true);
  });

  test("a rule of which the pack is silent", () => {
    const merged = merge({}, { assistance: stated({ by: "manualClaim" }) });
    expect(rulesOf(merged).assistance).toMatchObject({ known: true, value: { by: "manualClaim" } });
  });

  test("with rules that change in time", () => {
    const ratio = [
      { to: "2023-05-01", status: "unconfirmed", clause: "答复 一", value: { rows: [{ ratio: "0.70" }] } },
      { from: "2023-05-02", status: "unknown", clause: "答复 二" },
    ];
    expect(ratioOf(mergeBenefit([open], { id: "outpatient", ratio }))).toBe("0.70");
  });

  test("and leaves the pack alone", () => {
    const pack = readPack({ benefits: [open] });
    const before = structuredClone(pack);
    mergeSupplement(
      pack,
      readSupplement({ fills: [{ plan: "sample", benefits: [{ id: "outpatient", ratio: local }] }] }),
    );
    expect(pack).toEqual(before);
  });

  test("of another plan changes nothing", () => {
    const pack = readPack();
    const merged = valueOf(mergeSupplement(pack, readSupplement({ fills: [{ plan: "other" }] })));
    expect(merged.pack).toBe(pack);
    expect(merged.supplied.size).toBe(0);
  });

  test("the result is checked like a pack: a part is missing, a day has no rule", () => {
    const bare = { id: "outpatient", name: "普通门诊", pays: unknown() };
    const late = [{ from: "2023-02-01", status: "stated", clause: "一", value: { by: "ratio" } }];
    expect(reasonsOf(mergeBenefit([bare], { id: "outpatient", pays: late, ratio: local }))).toEqual([
      "benefits.outpatient.pays：2023-01-01 至 2023-01-31 没有规则",
      ...["deductible", "caps", "inBasicCap", "feedsMajor"].map(
        (part) => `benefits.outpatient.${part}：按比例支付的待遇须写明此项（不知道时写 unknown）`,
      ),
    ]);
  });
});

describe("a supplement never replaces what is stated", () => {
  test.each<readonly [string, Parts, Parts, string]>([
    [
      "a shared rule",
      { basicCap: stated({ rows: [{ amount: "1" }] }) },
      { basicCap: stated({ rows: [{ amount: "2" }] }) },
      "basicCap",
    ],
    [
      "a rule that is never unknown",
      {},
      { prescription: stated({ validDaysMax: 7, electronicOnly: false }) },
      "prescription",
    ],
    [
      "a benefit's rule",
      {},
      { benefits: [{ id: "outpatient", caps: stated([]) }] },
      "benefits.outpatient.caps",
    ],
    [
      "with the same value",
      {},
      { benefits: [{ id: "outpatient", inBasicCap: stated(false) }] },
      "benefits.outpatient.inBasicCap",
    ],
    [
      "a rule that is known for a part of the time",
      {
        basicCap: [
          { to: "2023-06-30", status: "unknown", clause: "一" },
          { from: "2023-07-01", ...stated({ rows: [{ amount: "1" }] })[0] },
        ],
      },
      { basicCap: stated({ rows: [{ amount: "2" }] }) },
      "basicCap",
    ],
    [
      "what a benefit shares with",
      { benefits: [plainBenefit({ id: "pharmacy", sharesWith: "outpatient" })] },
      { benefits: [{ id: "pharmacy", sharesWith: "chronic" }] },
      "benefits.pharmacy.sharesWith",
    ],
    [
      "that a benefit shares with none",
      { benefits: [plainBenefit()] },
      { benefits: [{ id: "outpatient", sharesWith: "chronic" }] },
      "benefits.outpatient.sharesWith",
    ],
  ])("%s", (_case, parts, fill, path) => {
    expect(reasonsOf(merge(parts, fill))).toEqual([`${path}：${statedReason}`]);
  });

  test("every one is told at once", () => {
    const rows = [{ amount: "2" }];
    const known = { basicCap: stated({ rows: [{ amount: "1" }] }) };
    const reasons = reasonsOf(
      merge(known, {
        basicCap: stated({ rows }),
        benefits: [{ id: "outpatient", caps: stated([]), pays: unknown() }],
      }),
    );
    expect(reasons).toEqual(
      ["basicCap", "benefits.outpatient.pays", "benefits.outpatient.caps"].map(
        (path) => `${path}：${statedReason}`,
      ),
    );
  });

  test("nor what another part of itself has filled", () => {
    const fill = { id: "outpatient", ratio: stated({ rows: [{ ratio: "0.70" }] }) };
    expect(reasonsOf(mergeBenefit([plainBenefit({ ratio: unknown() })], fill, fill))).toEqual([
      `benefits.outpatient.ratio：${statedReason}`,
    ]);
  });
});

describe("a local ratio", () => {
  const byLevel = plainBenefit({
    ratio: stated({
      rows: [
        { level: "3", personStatus: "active", ratio: "0.80", mayVaryBy: "0.05", clause: "注②" },
        { level: "3", personStatus: "retired", ratio: "0.82", mayVaryBy: "0.05", clause: "注②" },
        { level: "2", ratio: "0.90" },
      ],
    }),
  });
  const adjust = (...rows: readonly Parts[]): Parsed<Merged> =>
    mergeBenefit([byLevel], {
      id: "outpatient",
      adjust: rows.map((row) => ({ status: "unconfirmed", clause: "市局通知", ...row })),
    });

  test.each([["0.75"], ["0.80"], ["0.8500"]])("of %s lies within five points of 0.80", (ratio) => {
    const merged = adjust({ personStatus: "active", level: "3", ratio });
    expect(ratioOf(merged)).toBe(ratio);
    expect(ratioOf(merged, { personStatus: "retired" })).toBe("0.82");
    expect(ratioOf(merged, { level: "2" })).toBe("0.90");
    expect([...valueOf(merged).supplied]).toEqual(["benefits.outpatient.ratio"]);
  });

  test("brings its own clause and status", () => {
    const { ratio } = rulesOf(adjust({ level: "3", personStatus: "active", ratio: "0.84" })).benefit(
      "outpatient",
      "employee",
    );
    const row = ratio.known ? rowFor(ratio.value.rows, subject) : null;
    expect(row?.source).toMatchObject({
      clause: "市局通知",
      status: "unconfirmed",
      supplement: "sample-bureau",
    });
  });

  test.each([["0.7499"], ["0.8501"], ["0"], ["1"]])("of %s lies beyond", (ratio) => {
    expect(reasonsOf(adjust({ level: "3", personStatus: "active", ratio }))).toEqual([
      "benefits.outpatient.ratio：超出允许的调整幅度 ±0.05",
    ]);
  });

  test.each<readonly [string, Parts]>([
    ["a row that may not vary", { level: "2", ratio: "0.89" }],
    ["a row that the pack does not have", { level: "1", ratio: "0.89" }],
    ["half of the conditions", { level: "3", ratio: "0.80" }],
    ["a condition more", { level: "3", personStatus: "active", ageFrom: 70, ratio: "0.80" }],
  ])("for %s", (_case, row) => {
    expect(reasonsOf(adjust(row))).toEqual(["benefits.outpatient.ratio：政策包未允许地方调整此比例"]);
  });

  test("for two rows, of which one is wrong", () => {
    const reasons = reasonsOf(
      adjust(
        { level: "3", personStatus: "active", ratio: "0.81" },
        { level: "3", personStatus: "retired", ratio: "0.90" },
      ),
    );
    expect(reasons).toEqual(["benefits.outpatient.ratio：超出允许的调整幅度 ±0.05"]);
  });

  const nothing = ["benefits.outpatient.ratio：政策包未载此比例，无从调整"];
  const local = {
    id: "outpatient",
    adjust: [{ status: "stated", clause: "通知", level: "3", ratio: "0.80" }],
  };

  test("where nothing is stated", () => {
    expect(reasonsOf(mergeBenefit([plainBenefit({ ratio: unknown() })], local))).toEqual(nothing);
    expect(reasonsOf(mergeBenefit([{ id: "outpatient", name: "普通门诊", pays: unknown() }], local))).toEqual(
      nothing,
    );
  });

  test("from the day on which there is one to vary", () => {
    const [rule = {}] = stated({ rows: [{ level: "3", ratio: "0.80", mayVaryBy: "0.01" }] });
    const ratio = [
      { to: "2023-04-30", status: "unknown", clause: "一" },
      { ...rule, from: "2023-05-01" },
    ];
    const merged = mergeBenefit([plainBenefit({ ratio })], {
      id: "outpatient",
      adjust: [{ status: "stated", clause: "通知", level: "3", ratio: "0.81" }],
    });
    expect(ratioOf(merged)).toBe("0.81");
    expect(valueOf(merged).pack.benefits[0]?.ratio?.[0]?.status).toBe("unknown");
  });
});

describe("a benefit", () => {
  const open = { id: "outpatient", name: "普通门诊", pays: unknown(), diseasesMax: stated(3) };
  const filling = plainBenefit({ name: undefined });

  test("that is unknown for everybody is filled for employees and residents apart", () => {
    const resident = { ...filling, population: "resident", ratio: stated({ rows: [{ ratio: "0.40" }] }) };
    const merged = mergeBenefit([open], { ...filling, population: "employee" }, resident);
    expect(ratioOf(merged)).toBe("0.50");
    expect(ratioOf(merged, { population: "resident" })).toBe("0.40");
    expect(valueOf(merged).supplied).toContain("benefits.outpatient.resident.ratio");
    expect(rulesOf(merged).benefit("outpatient", "resident").diseasesMax?.value).toBe(3);
  });

  test("that is filled for residents alone stays unknown for employees", () => {
    const merged = mergeBenefit([open], { ...filling, population: "resident" });
    expect(ratioOf(merged)).toBe("unknown");
    expect(ratioOf(merged, { population: "resident" })).toBe("0.50");
  });

  test("that is known for everybody is not split", () => {
    expect(
      reasonsOf(
        mergeBenefit([plainBenefit({ ratio: unknown() })], {
          id: "outpatient",
          population: "resident",
          ratio: stated({ rows: [{ ratio: "0.40" }] }),
        }),
      ),
    ).toEqual(["benefits.outpatient.resident：政策包没有此待遇，须写明 name 和 pays"]);
  });

  test("that the pack has for residents is filled for residents", () => {
    const merged = mergeBenefit([{ ...open, population: "resident" }], {
      ...filling,
      population: "resident",
    });
    expect(ratioOf(merged, { population: "resident" })).toBe("0.50");
    expect(ratioOf(merged)).toBe("unknown");
  });

  test("that the pack does not have is added with its name", () => {
    const chronic = {
      ...filling,
      id: "chronic",
      name: "门诊慢特病",
      population: "employee",
      sharesWith: "outpatient",
    };
    const merged = mergeBenefit([plainBenefit()], chronic);
    const rules = rulesOf(merged);
    expect(rules.benefit("chronic", "employee")).toMatchObject({
      name: "门诊慢特病",
      pot: "outpatient",
      ratio: { known: true },
    });
    expect(rules.benefit("chronic", "resident")).toMatchObject({ name: "chronic", ratio: { known: false } });
    expect([...valueOf(merged).supplied].every((path) => path.startsWith("benefits.chronic.employee."))).toBe(
      true,
    );
  });

  test.each<readonly [string, Parts]>([
    ["its name", { ...filling, id: "chronic" }],
    ["how it pays", { id: "chronic", name: "门诊慢特病" }],
  ])("is not added without %s", (_part, fill) => {
    expect(reasonsOf(mergeBenefit([plainBenefit()], fill))).toEqual([
      "benefits.chronic：政策包没有此待遇，须写明 name 和 pays",
    ]);
  });

  test("may share with another when the pack knows nothing of it", () => {
    const merged = mergeBenefit([plainBenefit(), { id: "pharmacy", name: "药店", pays: unknown() }], {
      ...filling,
      id: "pharmacy",
      sharesWith: "outpatient",
    });
    expect(rulesOf(merged).benefit("pharmacy", "employee").pot).toBe("outpatient");
  });
});
