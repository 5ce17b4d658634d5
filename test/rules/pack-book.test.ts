import { describe, expect, test } from "vitest";

import { civilDate } from "../../src/base/civil-date.ts";
import type { PackBook, SourceFile } from "../../src/rules/pack-book.ts";
import { countStatuses, loadPacks, staleSince } from "../../src/rules/pack-book.ts";
import { shippedPackFiles, supplementFile } from "../../src/cli/pack-files.ts";
import type { Parts } from "./sample-pack.ts";
import {
  plainBenefit,
  readPack,
  samplePack,
  sampleSupplement,
  stated,
  textOf,
  unknown,
} from "./sample-pack.ts";

function file(name: string, parts: Parts): SourceFile {
  return { name, text: textOf(parts), sha256: `sha of ${name}` };
}

function packFile(name: string, parts: Parts): SourceFile {
  return file(name, samplePack(parts));
}

function bookOf(files: readonly SourceFile[], supplement: SourceFile | null = null): PackBook {
  const loaded = loadPacks(files, supplement);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.book;
}

/** "file path: reason" of every fault. */
function faultsOf(files: readonly SourceFile[], supplement: SourceFile | null = null): string[] {
  const loaded = loadPacks(files, supplement);
  return loaded.ok ? [] : loaded.faults.map((fault) => `${fault.file} ${fault.path}: ${fault.reason}`);
}

describe("two packs of one plan", () => {
  const old = packFile("old", { from: "2022-01-01", to: "2022-12-31" });

  test("follow each other, in whatever order they are read", () => {
    const next = packFile("new", { from: "2023-01-01" });
    const last = packFile("first", { plan: "another", from: "2020-01-01" });
    const book = bookOf([next, last, old]);
    expect(book.packs.map(({ id }) => id)).toEqual([
      "another@2020-01-01",
      "sample@2022-01-01",
      "sample@2023-01-01",
    ]);
    expect(book.rulesOn("sample", civilDate("2021-12-31"))).toBeNull();
    expect(book.rulesOn("sample", civilDate("2022-01-01"))?.id).toBe("sample@2022-01-01");
    expect(book.rulesOn("sample", civilDate("2022-12-31"))?.sha256).toBe("sha of old");
    expect(book.rulesOn("sample", civilDate("2023-01-01"))?.id).toBe("sample@2023-01-01");
    expect(book.rulesOn("sample", civilDate("2199-01-01"))?.id).toBe("sample@2023-01-01");
    expect(book.rulesOn("nowhere", civilDate("2023-01-01"))).toBeNull();
  });

  test.each<readonly [string, Parts, readonly string[]]>([
    ["with a day between", { from: "2023-01-02" }, ["sample@2023-01-02 from: 2023-01-01 起没有政策包"]],
    ["with a day twice", { from: "2022-12-31" }, ["sample@2022-12-31 from: 与 sample@2022-01-01 日期重叠"]],
    ["on the same day", { from: "2022-01-01" }, ["sample@2022-01-01 from: 与 sample@2022-01-01 日期重叠"]],
  ])("%s", (_case, parts, expected) => {
    expect(faultsOf([old, packFile("new", parts)])).toEqual(expected);
  });

  test("after one without end", () => {
    const endless = packFile("endless", { from: "2020-01-01" });
    expect(faultsOf([endless, old])).toEqual(["sample@2022-01-01 from: 与 sample@2020-01-01 日期重叠"]);
  });

  test("of two plans with like names are two plans", () => {
    const files = ["sample", "sample-two", "sam"].map((plan) => packFile(plan, { plan }));
    expect(bookOf(files).packs.map(({ plan }) => plan)).toEqual(["sam", "sample-two", "sample"]);
  });
});

describe("faults", () => {
  test("of every file are told at once, each with its file", () => {
    const bad = packFile("bad.yaml", { region: "42" });
    const worse = { ...bad, name: "worse.yaml", text: "a: [" };
    const supplement = file("bureau.yaml", sampleSupplement({ source: "" }));
    const faults = faultsOf([packFile("good.yaml", {}), bad, worse], supplement);
    expect(faults).toEqual([
      "bureau.yaml source: 不得少于 1",
      "bad.yaml region: 应为六位行政区划代码",
      expect.stringContaining("worse.yaml : YAML 语法错误"),
    ]);
  });

  test("of a supplement that does not fit name both files", () => {
    const known = packFile("known.yaml", { basicCap: stated({ rows: [{ amount: "1" }] }) });
    expect(faultsOf([known], file("bureau.yaml", sampleSupplement()))).toEqual([
      "known.yaml + sample-bureau basicCap: 政策包已载明，补充参数不得改写",
    ]);
  });
});

describe("a supplement", () => {
  test("is named by the rules it brought and by no other", () => {
    const day = civilDate("2023-05-01");
    const rules = bookOf([packFile("pack", {})], file("bureau", sampleSupplement())).rulesOn("sample", day);
    expect(rules?.supplement).toEqual({ id: "sample-bureau", label: "样例答复", official: true });
    expect(rules?.basicCap).toMatchObject({ known: true, source: { supplement: "sample-bureau" } });
    expect(rules?.account.source.supplement).toBeNull();
    expect(rules?.majorMedical.known).toBe(false);
  });

  test("leaves packs that it does not name as they are", () => {
    const day = civilDate("2023-05-01");
    const rules = bookOf([packFile("pack", { plan: "other" })], file("bureau", sampleSupplement())).rulesOn(
      "other",
      day,
    );
    expect(rules?.basicCap.known).toBe(false);
  });
});

describe("how sure a pack is", () => {
  test("is counted by version", () => {
    const pack = readPack({
      basicCap: [
        { to: "2023-06-30", status: "unknown", clause: "一" },
        {
          from: "2023-07-01",
          status: "public",
          clause: "二",
          value: { rows: [{ amount: "1", status: "unconfirmed" }] },
        },
      ],
      benefits: [plainBenefit({ ratio: unknown() })],
    });
    // Unknown: the cap until June, the ratio, major-medical and the offline limits.
    expect(countStatuses(pack)).toEqual({ stated: 14, public: 1, unconfirmed: 0, unknown: 4 });
  });

  test.each<readonly [string, Parts, string, string | null]>([
    ["no end", {}, "2199-01-01", null],
    ["the last day", { to: "2023-12-31" }, "2023-12-31", null],
    ["the day after the last", { to: "2023-12-31" }, "2024-01-01", "2024-01-01"],
    ["long after the last", { to: "2023-12-31" }, "2030-01-01", "2024-01-01"],
    ["the last day of a trial", { trialTo: "2023-12-31" }, "2023-12-31", null],
    ["the day after a trial", { trialTo: "2023-12-31" }, "2024-01-01", "2024-01-01"],
    ["a trial inside", { trialTo: "2023-06-30", to: "2023-12-31" }, "2023-09-01", "2023-07-01"],
  ])("stale: %s", (_case, parts, today, since) => {
    expect(staleSince(readPack(parts), civilDate(today))).toBe(since);
  });
});

describe("what is shipped", () => {
  const seeds = [
    "daye@2022-01-01",
    "hengyang@2023-06-01",
    "hubei-provincial@2022-01-01",
    "jingmen@2023-08-31",
    "shiyan@2022-12-31",
  ];

  test("loads, alone and with the demo supplement", () => {
    for (const supplement of [null, supplementFile("demo")]) {
      const ids = bookOf(shippedPackFiles(), supplement).packs.map(({ id }) => id);
      expect(ids).toEqual(expect.arrayContaining(seeds));
    }
  });

  test("of the five regions only the trial has run out", () => {
    const packs = bookOf(shippedPackFiles()).packs.filter(({ id }) => seeds.includes(id));
    const stale = packs.map(({ id, pack }) => [id, staleSince(pack, civilDate("2026-11-22"))]);
    expect(stale.filter(([, since]) => since !== null)).toEqual([["shiyan@2022-12-31", "2024-01-01"]]);
  });
});
