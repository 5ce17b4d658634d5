import { readdirSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { CivilDate } from "../../src/base/civil-date.ts";
import { addDays, civilDate } from "../../src/base/civil-date.ts";
import { shippedPackFiles } from "../../src/cli/pack-files.ts";
import type { CompiledPack } from "../../src/rules/compile-pack.ts";
import { compilePack, versionLists } from "../../src/rules/compile-pack.ts";
import { nationalClause, nationalRouting } from "../../src/rules/national-routing.ts";
import type { PackBook, SourceFile } from "../../src/rules/pack-book.ts";
import { loadPacks } from "../../src/rules/pack-book.ts";
import { parsePack } from "../../src/rules/parse-pack.ts";
import type { RulesInForce } from "../../src/rules/rules-in-force.ts";
import type { PlainPack, PlainVersion } from "./plain-reading.ts";
import { readCompiled, readPlainly, versionsOn } from "./plain-reading.ts";
import type { Parts } from "./sample-pack.ts";
import { plainBenefit, readPack, samplePack, stated, textOf, unknown, valueOf } from "./sample-pack.ts";

const fixtures = new URL("fixtures/", import.meta.url);

function fixtureFiles(): SourceFile[] {
  return readdirSync(fixtures)
    .filter((name) => !name.includes("supplement"))
    .map((name) => ({ name, text: readFileSync(new URL(name, fixtures), "utf8"), sha256: name }));
}

function bookOf(files: readonly SourceFile[]): PackBook {
  const loaded = loadPacks(files, null);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.book;
}

function compile(parts: Parts = {}): CompiledPack {
  return compilePack(readPack(parts), { sha256: "abc", supplement: null, supplied: new Set() });
}

/** The first days of all versions, and the days after their last. */
function changesOf(pack: PlainPack): string[] {
  const days = [...pack.rules.values()]
    .flat()
    .flatMap(({ from, to }) => [from, to < "9999" ? addDays(civilDate(to), 1) : from]);
  return [...new Set([pack.from, ...days])].filter((day) => day >= pack.from && day <= pack.to).toSorted();
}

describe("on every day on which any rule of any pack changes, the day before and the day after", () => {
  const files = [...shippedPackFiles(), ...fixtureFiles()];
  const book = bookOf(files);
  const plain = files.map(({ text }) => readPlainly(text));
  const days = [...new Set(plain.flatMap(changesOf))]
    .toSorted()
    .flatMap((day) => [-1, 0, 1].map((shift) => addDays(civilDate(day), shift)));

  test("there are such days", () => {
    expect(days).toContain("2023-04-10");
    expect(days).toContain("2025-07-01");
    expect(days.length).toBeGreaterThan(30);
    expect(plain.map(({ rules }) => rules.size).every((size) => size > 15)).toBe(true);
  });

  test.each(plain)("$plan: each rule has one version, the one that a look at all of them finds", (pack) => {
    const covered = days.filter((date) => date >= pack.from && date <= pack.to);
    expect(
      covered.flatMap((date) => differencesOn(pack, present(book.rulesOn(pack.plan, date)), date)),
    ).toEqual([]);
    const outside = days.filter((date) => date < pack.from || date > pack.to);
    expect(outside.map((date) => book.rulesOn(pack.plan, date)).filter((rules) => rules !== null)).toEqual(
      [],
    );
  });

  test.each(plain)("$plan: its stretches begin on these days", (pack) => {
    const compiled = book.packs.find(({ plan }) => plan === pack.plan);
    expect(compiled?.changes).toEqual(changesOf(pack));
  });

  test.each(plain)(
    "$plan: no two versions of a rule look alike, so the comparison means something",
    ({ rules }) => {
      for (const versions of rules.values()) {
        expect(new Set(versions.map(({ status, clause }) => `${status} ${clause}`)).size).toBe(
          versions.length,
        );
      }
    },
  );
});

function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("nothing there");
  return value;
}

/** Where the compiled rules of a day are not the version that lies in the file. */
function differencesOn(pack: PlainPack, rules: RulesInForce, date: CivilDate): unknown[] {
  const compiled = readCompiled(rules);
  return [...pack.rules].flatMap(([path, versions]) => {
    const [version, ...others] = versionsOn(versions, date);
    // A list of diseases is for screens, no bill asks for it, and so it is not compiled.
    if (version !== undefined && others.length === 0 && path.endsWith(".diseases")) return [];
    const [expected, found] = [plainWords(path, version), compiledWords(path, rules, compiled)];
    return others.length === 0 && isDeepStrictEqual(expected, found)
      ? []
      : [{ path, date, expected, found, others }];
  });
}

interface RouteLine {
  readonly to: string;
  readonly clause?: string;
}

/** Two rules stand in the compiled ones without their source, and routing has one a row. */
function plainWords(path: string, version: PlainVersion | undefined): unknown {
  if (version === undefined) return "no version";
  const { status, clause, value } = version;
  if (path === "rounding" || path === "fundOrder") return value;
  if (path !== "routing") return `${status} ${clause}`;
  return (value as readonly RouteLine[]).map((line) => `${line.to} ${line.clause ?? clause}`);
}

function compiledWords(path: string, rules: RulesInForce, compiled: ReadonlyMap<string, string>): unknown {
  if (path === "rounding" || path === "fundOrder") return rules[path];
  if (path !== "routing") return compiled.get(path);
  return rules.routing.slice(0, -nationalRouting.length).map(({ to, source }) => `${to} ${source.clause}`);
}

describe("whatever the days on which rules change", () => {
  const start = civilDate("2023-01-01");
  const day = fc.integer({ min: 1, max: 800 }).map((days) => addDays(start, days));
  const cuts = fc.uniqueArray(day, { maxLength: 6 });

  test("a day gets the version that a look at all of them finds", () => {
    const known = { rows: [{ amount: "1" }] };
    fc.assert(
      fc.property(cuts, cuts, fc.option(day), fc.array(day, { minLength: 1 }), (caps, layers, end, dates) => {
        const to = end ?? null;
        const within = (list: readonly CivilDate[]): CivilDate[] =>
          list.filter((one) => to === null || one <= to);
        const parts = {
          to,
          basicCap: versionsCutAt(within(caps), (at) =>
            at % 2 === 0 ? { status: "unknown" } : { status: "stated", value: known },
          ),
          employers: [
            {
              name: "甲公司",
              layers: versionsCutAt(within(layers), () => ({ status: "stated", value: "two" })),
            },
          ],
        };
        const pack = compile(parts);
        const plain = readPlainly(textOf(samplePack(parts)));
        expect(pack.changes).toEqual(changesOf(plain));
        for (const date of within(dates)) {
          const compiled = readCompiled(pack.on(date));
          for (const path of ["basicCap", "employers.甲公司.layers"]) {
            const [version] = versionsOn(present(plain.rules.get(path)), date);
            expect(compiled.get(path)).toBe(`${version?.status ?? ""} ${version?.clause ?? ""}`);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  function versionsCutAt(days: readonly CivilDate[], content: (at: number) => Parts): Parts[] {
    const starts = days.toSorted();
    return [null, ...starts].map((from, at) => {
      const next = starts[at];
      return {
        ...(from === null ? {} : { from }),
        ...(next === undefined ? {} : { to: addDays(next, -1) }),
        clause: `第 ${at + 1} 版`,
        ...content(at),
      };
    });
  }
});

describe("a compiled pack", () => {
  test("says what it is", () => {
    const pack = compile({ to: "2023-12-31", trialTo: "2023-06-30" });
    expect(pack).toMatchObject({
      plan: "sample",
      id: "sample@2023-01-01",
      sha256: "abc",
      from: "2023-01-01",
      to: "2023-12-31",
    });
    expect(pack.changes).toEqual(["2023-01-01"]);
    expect(pack.on(civilDate("2023-12-31"))).toMatchObject({
      id: "sample@2023-01-01",
      plan: "sample",
      name: "样例",
      region: "999900",
      sha256: "abc",
      supplement: null,
      populations: ["employee", "resident"],
      trialTo: "2023-06-30",
      rounding: "halfUp",
      fundOrder: ["basic", "majorMedical"],
      employers: null,
      claimWindow: null,
      manualClaim: null,
    });
    expect(compile().on(civilDate("2023-12-31")).trialTo).toBeNull();
  });

  test("is looked up, not read anew: a stretch gives the same rules every day", () => {
    const [version = {}] = stated("up");
    const pack = compile({
      rounding: [
        { ...version, to: "2023-06-30" },
        { ...version, from: "2023-07-01" },
      ],
    });
    expect(pack.on(civilDate("2023-06-30"))).toBe(pack.on(civilDate("2023-01-01")));
    expect(pack.on(civilDate("2023-07-01"))).not.toBe(pack.on(civilDate("2023-06-30")));
    expect(pack.on(civilDate("2100-01-01"))).toBe(pack.on(civilDate("2023-07-01")));
  });

  test("tries its own routing before the national one", () => {
    const own = { when: { medType: ["41"] }, to: "accountOnly" };
    const routing = stated([own, { ...own, to: "pharmacy", status: "unconfirmed", clause: "第二条" }]);
    const routes = compile({ routing }).on(civilDate("2023-01-01")).routing;
    expect(routes.slice(0, 2)).toEqual([
      { ...own, source: { rule: "routing", status: "stated", clause: "第一条", supplement: null } },
      {
        ...own,
        to: "pharmacy",
        source: { rule: "routing", status: "unconfirmed", clause: "第二条", supplement: null },
      },
    ]);
    const national = compile().on(civilDate("2023-01-01")).routing;
    expect(routes.slice(2)).toEqual(national);
    expect(national.map(({ to }) => to)).toEqual(nationalRouting.map(({ to }) => to));
    expect(national[0]?.source).toEqual({
      rule: "routing",
      status: "public",
      clause: nationalClause,
      supplement: null,
    });
  });

  test("knows an employer by every name", () => {
    const employers = [
      { name: "甲公司", aliases: ["甲厂"], layers: stated("three") },
      { name: "乙公司", layers: stated("two") },
    ];
    const known = compile({ employers }).on(civilDate("2023-01-01")).employers;
    expect([...(known?.keys() ?? [])]).toEqual(["甲公司", "甲厂", "乙公司"]);
    expect(known?.get("甲厂")).toMatchObject({
      name: "甲公司",
      layers: { value: "three", source: { rule: "employers.甲公司.layers" } },
    });
  });

  test("knows nothing of a benefit that the pack does not have", () => {
    const benefit = compile().on(civilDate("2023-01-01")).benefit("birth", "resident");
    expect(benefit).toMatchObject({
      id: "birth",
      pot: "birth",
      pays: {
        known: false,
        rule: "benefits.birth.pays",
        clause: "政策包未载",
        ask: "请向参保地医保经办机构核实",
      },
      deductible: { known: false },
      ratio: { known: false },
      caps: { known: false },
    });
    expect(benefit).toMatchObject({
      aliases: null,
      inBasicCap: null,
      feedsMajor: null,
      entitled: null,
      startsNextMonth: null,
      needs: null,
      excludedDuringStay: null,
      spouseMayPay: null,
      diseasesMax: null,
      namesDisease: null,
    });
  });

  test("has the benefit of each population apart", () => {
    const pack = compile({
      benefits: [
        plainBenefit({ population: "employee", name: "职工" }),
        plainBenefit({ population: "resident", name: "居民" }),
        plainBenefit({ id: "pharmacy", name: "药店", sharesWith: "outpatient" }),
      ],
    });
    const { benefit } = pack.on(civilDate("2023-01-01"));
    expect([benefit("outpatient", "employee").name, benefit("outpatient", "resident").name]).toEqual([
      "职工",
      "居民",
    ]);
    expect(benefit("pharmacy", "employee")).toBe(benefit("pharmacy", "resident"));
    expect([benefit("pharmacy", "employee").pot, benefit("outpatient", "employee").pot]).toEqual([
      "outpatient",
      "outpatient",
    ]);
    expect(benefit("outpatient", "resident").pays).toMatchObject({
      source: { rule: "benefits.outpatient.resident.pays" },
    });
  });

  test("asks where a supplement is named that is not there", () => {
    const origin = { sha256: "", supplement: null, supplied: new Set(["account"]) };
    expect(() => compilePack(readPack(), origin)).toThrow("supplement is missing");
  });

  test("needs both kinds of institution", () => {
    const pack = readPack();
    const halves = pack.account.map((version) => ({
      ...version,
      value: { ...version.value, kinds: version.value.kinds.slice(0, 1) },
    }));
    expect(() =>
      compilePack({ ...pack, account: halves }, { sha256: "", supplement: null, supplied: new Set() }),
    ).toThrow("account at a pharmacy is missing");
  });
});

test("every list of versions is found, by the names that faults and refusals use", () => {
  const corners = valueOf(parsePack(readFileSync(new URL("corners.yaml", fixtures), "utf8")));
  const paths = [...versionLists(corners)].map(({ path }) => path);
  expect(paths).toEqual(
    [...readPlainly(readFileSync(new URL("corners.yaml", fixtures), "utf8")).rules.keys()].toSorted(
      (a, b) => paths.indexOf(a) - paths.indexOf(b),
    ),
  );
  expect(paths).toContain("employers.样例第一公司.layers");
  expect(paths).toContain("benefits.antenatal.employee.entitled");
  expect(paths).toContain("offSite.direct");
  expect([...versionLists([null, "x", { name: "甲", rule: unknown() }])].map(({ path }) => path)).toEqual([
    "甲.rule",
  ]);
  expect([...versionLists({ list: [unknown()] })].map(({ path }) => path)).toEqual(["list.0"]);
});
