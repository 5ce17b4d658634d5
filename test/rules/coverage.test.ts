import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { CivilDate } from "../../src/base/civil-date.ts";
import { addDays, civilDate } from "../../src/base/civil-date.ts";
import type { Span } from "../../src/rules/coverage.ts";
import { coverageFaults, covers } from "../../src/rules/coverage.ts";

/** "2023-01-01..2023-06-30", or "2023-07-01.." without an end. */
function span(text: string): Span {
  const [from = "", to = ""] = text.split("..");
  return { from: civilDate(from), to: to === "" ? null : civilDate(to) };
}

function spans(text: string): Span[] {
  return text === "" ? [] : text.split(" ").map(span);
}

describe("a span has both its ends", () => {
  test.each([
    ["2023-01-02..2023-01-03", "2023-01-01", false],
    ["2023-01-02..2023-01-03", "2023-01-02", true],
    ["2023-01-02..2023-01-03", "2023-01-03", true],
    ["2023-01-02..2023-01-03", "2023-01-04", false],
    ["2023-01-02..2023-01-02", "2023-01-02", true],
    ["2023-01-02..", "2199-12-31", true],
    ["2023-01-02..", "2023-01-01", false],
  ])("%s has %s: %s", (text, day, has) => {
    expect(covers(span(text), civilDate(day))).toBe(has);
  });
});

describe("every day has one version", () => {
  const open = "2023-01-01..";
  const year = "2023-01-01..2023-12-31";
  test.each<readonly [string, string, string, readonly string[]]>([
    ["one for ever", open, "2023-01-01..", []],
    ["two that follow", open, "2023-01-01..2023-05-31 2023-06-01..", []],
    ["in any order", open, "2023-06-01.. 2023-01-01..2023-05-31", []],
    ["one of a single day", open, "2023-01-01..2023-04-30 2023-05-01..2023-05-01 2023-05-02..", []],
    ["the first day alone", open, "2023-01-01..2023-01-01 2023-01-02..", []],
    ["over a leap day", "2024-01-01..", "2024-01-01..2024-02-28 2024-02-29..2024-02-29 2024-03-01..", []],
    ["exactly the whole", year, "2023-01-01..2023-12-31", []],
    ["a whole of one day", "2023-01-01..2023-01-01", "2023-01-01..2023-01-01", []],
    ["nothing at all", open, "", ["：2023-01-01 起没有规则"]],
    [
      "a day between",
      open,
      "2023-01-01..2023-05-30 2023-06-01..",
      ["2023-06-01 – ：2023-05-31 至 2023-05-31 没有规则"],
    ],
    [
      "a month between",
      open,
      "2023-01-01..2023-04-30 2023-06-01..",
      ["2023-06-01 – ：2023-05-01 至 2023-05-31 没有规则"],
    ],
    ["the first day missing", open, "2023-01-02..", ["2023-01-02 – ：2023-01-01 至 2023-01-01 没有规则"]],
    ["no end where there should be one", open, "2023-01-01..2023-12-31", ["：2024-01-01 起没有规则"]],
    ["the last day missing", year, "2023-01-01..2023-12-30", ["：2023-12-31 起没有规则"]],
    ["a day twice", open, "2023-01-01..2023-06-01 2023-06-01..", ["2023-06-01 – ：与前一版本日期重叠"]],
    ["the same twice", open, "2023-01-01.. 2023-01-01..", ["2023-01-01 – ：与前一版本日期重叠"]],
    ["after one without end", open, "2023-01-01.. 2024-01-01..", ["2024-01-01 – ：与前一版本日期重叠"]],
    [
      "one inside another",
      open,
      "2023-01-01..2023-12-31 2023-03-01..2023-03-31 2024-01-01..",
      ["2023-03-01 – 2023-03-31：与前一版本日期重叠"],
    ],
    [
      "a day before the whole",
      year,
      "2022-12-31..2023-12-31",
      [
        "2022-12-31 – 2023-12-31：超出有效期 2023-01-01 – 2023-12-31",
        "2022-12-31 – 2023-12-31：与前一版本日期重叠",
      ],
    ],
    [
      "a day after the whole",
      year,
      "2023-01-01..2024-01-01",
      ["2023-01-01 – 2024-01-01：超出有效期 2023-01-01 – 2023-12-31"],
    ],
    ["no end after the whole", year, "2023-01-01..", ["2023-01-01 – ：超出有效期 2023-01-01 – 2023-12-31"]],
    [
      "before a whole without end",
      open,
      "2022-06-01..",
      ["2022-06-01 – ：超出有效期 2023-01-01 – 长期", "2022-06-01 – ：与前一版本日期重叠"],
    ],
    [
      "the end before the beginning",
      open,
      "2023-01-01.. 2023-06-02..2023-06-01",
      ["2023-06-02 – 2023-06-01：止日早于起日"],
    ],
    [
      "several faults at once",
      year,
      "2023-01-02..2023-03-31 2023-03-31..2023-05-30 2023-07-01..2023-11-30",
      [
        "2023-01-02 – 2023-03-31：2023-01-01 至 2023-01-01 没有规则",
        "2023-03-31 – 2023-05-30：与前一版本日期重叠",
        "2023-07-01 – 2023-11-30：2023-05-31 至 2023-06-30 没有规则",
        "：2023-12-01 起没有规则",
      ],
    ],
  ])("%s", (_case, whole, versions, expected) => {
    const faults = coverageFaults("ratio", spans(versions), span(whole));
    expect(faults.map(({ value, reason }) => `${value}：${reason}`)).toEqual(expected);
    expect(faults.every(({ path }) => path === "ratio")).toBe(true);
  });

  test("is found exactly when a count of all days finds it", () => {
    const start = civilDate("2023-12-20");
    const day = fc.integer({ min: 0, max: 24 }).map((days) => addDays(start, days));
    const anySpan = fc.record({ from: day, to: fc.option(day, { freq: 4 }) });
    // Cuts of one stretch are mostly whole, so that both answers are tried.
    const cuts = fc.array(day, { maxLength: 4 }).map(cutAt(start));
    const versions = fc.oneof(cuts, fc.array(anySpan, { maxLength: 4 }));
    const seen = { whole: 0, faulty: 0 };
    fc.assert(
      fc.property(versions, fc.option(day), (list, to) => {
        const whole: Span = { from: start, to };
        const isWhole = countsOnce(list, whole);
        seen[isWhole ? "whole" : "faulty"] += 1;
        expect(coverageFaults("x", list, whole).length === 0).toBe(isWhole);
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(seen.whole, seen.faulty)).toBeGreaterThan(100);
  });
});

function cutAt(start: CivilDate): (days: readonly CivilDate[]) => Span[] {
  return (days) => {
    const starts = [...new Set([start, ...days])].toSorted();
    return starts.map((from, at) => {
      const next = starts[at + 1];
      return { from, to: next === undefined ? null : addDays(next, -1) };
    });
  };
}

/** Looks at every day of two months: each of the whole has one version, each other has none. */
function countsOnce(versions: readonly Span[], whole: Span): boolean {
  const first = civilDate("2023-12-01");
  if (versions.some(({ from, to }) => to !== null && to < from)) return false;
  return Array.from({ length: 60 }, (_, days) => addDays(first, days)).every(
    (date) => versions.filter((version) => covers(version, date)).length === (covers(whole, date) ? 1 : 0),
  );
}
