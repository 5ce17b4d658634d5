import { describe, expect, test } from "vitest";

import { civilDate } from "../../src/base/civil-date.ts";
import type { Provenance } from "../../src/rules/rules-in-force.ts";
import type { Reader, SettledVersion, Version } from "../../src/rules/version.ts";
import { readOptional, readRule, readSettled, spanOf } from "../../src/rules/version.ts";

const pack = { from: civilDate("2023-01-01"), to: civilDate("2024-12-31") };

function readerOn(date: string): Reader {
  return {
    date: civilDate(date),
    pack,
    readingOf: () => 0,
    originOf: (path) => (path === "supplied" ? "demo" : null),
  };
}

describe("what a version leaves out is the pack's own", () => {
  test.each<readonly [Pick<Version<unknown>, "from" | "to">, string, string]>([
    [{}, "2023-01-01", "2024-12-31"],
    [{ to: null }, "2023-01-01", "2024-12-31"],
    [{ from: "2023-06-01" }, "2023-06-01", "2024-12-31"],
    [{ from: "2023-06-01", to: "2023-06-01" }, "2023-06-01", "2023-06-01"],
  ])("%j", (version, from, to) => {
    expect(spanOf(version, pack)).toEqual({ from, to });
  });

  test("a pack without end leaves it open", () => {
    expect(spanOf({}, { ...pack, to: null })).toEqual({ from: "2023-01-01", to: null });
  });
});

const versions: readonly Version<number>[] = [
  { to: "2023-04-09", status: "stated", clause: "第一条", value: 700 },
  { from: "2023-04-10", to: "2023-04-10", status: "unknown", clause: "第二条", ask: "起付标准" },
  { from: "2023-04-11", to: "2023-12-31", status: "unknown", clause: "第三条" },
  { from: "2024-01-01", status: "unconfirmed", clause: "第四条", value: 0 },
];

describe("a rule on a day", () => {
  const show = (value: number, source: Provenance): string => `${value} ${source.clause}`;

  test.each([
    ["2023-01-01", "700 第一条", "stated"],
    ["2023-04-09", "700 第一条", "stated"],
    ["2024-01-01", "0 第四条", "unconfirmed"],
    ["2024-12-31", "0 第四条", "unconfirmed"],
  ])("%s: %s", (date, value, status) => {
    const clause = value.split(" ")[1];
    expect(readRule(readerOn(date), "deductible", versions, show)).toEqual({
      known: true,
      value,
      source: { rule: "deductible", status, clause, supplement: null },
    });
  });

  test.each([
    ["2023-04-10", "第二条", "起付标准"],
    ["2023-04-11", "第三条", "请向参保地医保经办机构核实"],
    ["2023-12-31", "第三条", "请向参保地医保经办机构核实"],
  ])("%s: unknown by %s", (date, clause, ask) => {
    expect(readRule(readerOn(date), "deductible", versions, show)).toEqual({
      known: false,
      rule: "deductible",
      clause,
      ask,
    });
  });

  test("a pack that is silent does not know", () => {
    expect(readRule(readerOn("2023-01-01"), "assistance", undefined, show)).toEqual({
      known: false,
      rule: "assistance",
      clause: "政策包未载",
      ask: "请向参保地医保经办机构核实",
    });
  });

  test("a rule that a supplement brought names it", () => {
    const rule = readRule(readerOn("2023-01-01"), "supplied", versions, show);
    expect(rule.known && rule.source.supplement).toBe("demo");
  });

  test("a known version without a value is our mistake", () => {
    expect(() => readRule(readerOn("2023-01-01"), "x", [{ status: "stated", clause: "一" }], show)).toThrow(
      "x is missing",
    );
  });
});

describe("a rule that is never unknown", () => {
  const settled: readonly SettledVersion<string>[] = [
    { to: "2023-06-30", status: "stated", clause: "一", value: "up" },
    { from: "2023-07-01", status: "public", clause: "二", value: "down" },
  ];
  const same = <T>(value: T): T => value;

  test.each([
    ["2023-06-30", "up", "一"],
    ["2023-07-01", "down", "二"],
  ])("%s: %s", (date, value, clause) => {
    const rule = readSettled(readerOn(date), "rounding", settled, same);
    expect(rule).toMatchObject({ value, source: { rule: "rounding", clause } });
    expect(readOptional(readerOn(date), "rounding", settled, same)).toEqual(rule);
  });

  test("without a version for the day it is our mistake", () => {
    expect(() => readSettled(readerOn("2023-01-01"), "rounding", settled.slice(1), same)).toThrow(
      "rounding is missing",
    );
  });

  test("may be one that a plan does not have", () => {
    expect(readOptional(readerOn("2023-01-01"), "claimWindow", undefined, same)).toBeNull();
  });
});
