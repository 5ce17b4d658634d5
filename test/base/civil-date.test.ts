import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { CivilDate } from "../../src/base/civil-date.ts";
import {
  addDays,
  civilDate,
  firstOfNextMonth,
  fullYears,
  monthOf,
  parseCivilDate,
  quarterOf,
  shanghaiDateOf,
  yearOf,
} from "../../src/base/civil-date.ts";
import { table } from "../table.ts";

describe("a day that exists", () => {
  test.each(
    table(`
      text            exists
      2023-02-28      yes
      2023-02-29      no
      2024-02-29      yes
      2024-02-30      no
      1900-02-29      no
      2000-02-29      yes
      2100-02-29      no
      2023-04-30      yes
      2023-04-31      no
      2023-06-31      no
      2023-09-31      no
      2023-11-31      no
      2023-12-31      yes
      2023-12-32      no
      2023-00-10      no
      2023-13-01      no
      2023-01-00      no
      1850-01-01      yes
      1849-12-31      no
      2200-12-31      yes
      2201-01-01      no
      2023-1-01       no
      23-01-01        no
      2023/01/01      no
      +2023-01-01     no
      2023-01-01T00   no
      ２０２３-01-01      no
    `),
  )("$text: $exists", ({ text = "", exists }) => {
    expect(parseCivilDate(text)).toBe(exists === "yes" ? text : null);
  });

  test("nothing around it is overlooked", () => {
    expect(parseCivilDate(" 2023-01-01")).toBeNull();
    expect(parseCivilDate("2023-01-01\n")).toBeNull();
    expect(parseCivilDate("")).toBeNull();
  });

  test("one in our own data must exist", () => {
    expect(civilDate("2024-02-29")).toBe("2024-02-29");
    expect(() => civilDate("2023-02-29")).toThrow('"2023-02-29" is no day');
  });
});

describe("the civil day of an instant is the one in Shanghai", () => {
  test.each(
    table(`
      case                                 instant                                day
      the usual one                        2023-03-01T10:00:00+08:00              2023-03-01
      first second of the day              2023-03-01T00:00:00+08:00              2023-03-01
      last second of the day               2023-02-28T23:59:59+08:00              2023-02-28
      UTC, still that day                  2023-02-28T15:59:59Z                   2023-02-28
      UTC, already the next                2023-02-28T16:00:00Z                   2023-03-01
      UTC, a nanosecond before             2023-02-28T15:59:59.999999999Z         2023-02-28
      UTC, new year                        2022-12-31T16:00:00Z                   2023-01-01
      UTC, leap day                        2024-02-28T16:00:00Z                   2024-02-29
      UTC, leap day is over                2024-02-29T16:00:00Z                   2024-03-01
      an hour east                         2023-03-01T00:59:59+09:00              2023-02-28
      an hour east, at midnight            2023-03-01T01:00:00+09:00              2023-03-01
      five and a half hours                2023-02-28T21:29:59+05:30              2023-02-28
      five and a half hours, at midnight   2023-02-28T21:30:00+05:30              2023-03-01
      the far west                         2023-02-28T04:00:00-12:00              2023-03-01
      the far east                         2023-03-01T05:59:59+14:00              2023-02-28
      parts of a second                    2023-03-01T00:00:00.123+08:00          2023-03-01
      before 1970                          1969-12-31T15:59:59Z                   1969-12-31
      the century's end                    1999-12-31T16:00:00Z                   2000-01-01
    `),
  )("$case: $instant", ({ instant = "", day }) => {
    expect(shanghaiDateOf(instant)).toBe(day);
  });

  test.each([
    ["2023-03-01"],
    ["2023-03-01T10:00+08:00"],
    ["2023-03-01T10:00:00"],
    ["2023-03-01 10:00:00+08:00"],
    ["2023-03-01t10:00:00z"],
    ["2023-02-29T10:00:00+08:00"],
    ["2023-03-01T24:00:00+08:00"],
    ["2023-03-01T10:60:00+08:00"],
    ["2023-03-01T23:59:60+08:00"],
    ["2023-03-01T10:00:00+15:00"],
    ["2023-03-01T10:00:00+08:60"],
    ["2023-03-01T10:00:00.+08:00"],
    ["2023-03-01T10:00:00.1234567890+08:00"],
    ["2023-03-01T10:00:00+0800"],
    ["1850-01-01T00:00:00+14:00"],
    ["2200-12-31T20:00:00Z"],
  ])("%s is no instant", (instant) => {
    expect(shanghaiDateOf(instant)).toBeNull();
  });

  test("agrees with a calendar of another make", () => {
    const shanghai = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" });
    // China had a summer time until 1991; no claim is that old.
    const min = new Date("1992-01-01T00:00:00Z");
    const max = new Date("2199-12-31T00:00:00Z");
    const offsets = ["Z", "+08:00", "+14:00", "-12:00", "+05:45", "-03:30"];
    fc.assert(
      fc.property(fc.date({ min, max, noInvalidDate: true }), fc.constantFrom(...offsets), (date, offset) => {
        const instant = writeInstant(date, offset);
        expect(shanghaiDateOf(instant)).toBe(shanghai.format(new Date(instant)));
      }),
    );
  });
});

function writeInstant(date: Date, offset: string): string {
  return `${date.toISOString().slice(0, 19)}${offset}`;
}

describe("full years lived", () => {
  test.each(
    table(`
      case                              birth        on           years
      the day before the birthday       1973-05-20   2023-05-19   49
      the birthday                      1973-05-20   2023-05-20   50
      the day after                     1973-05-20   2023-05-21   50
      the last day of 50                1972-06-01   2023-05-31   50
      the first day of 51               1972-06-01   2023-06-01   51
      the day of birth                  2023-05-20   2023-05-20   0
      born on new year                  1953-01-01   2023-12-31   70
      born on the last day              1952-12-31   2023-12-30   70
      71 on the last day                1952-12-31   2023-12-31   71
      29 February, a common year        2004-02-29   2023-02-28   18
      29 February, the day after        2004-02-29   2023-03-01   19
      29 February, a leap year          2004-02-29   2024-02-28   19
      29 February, on the day           2004-02-29   2024-02-29   20
    `),
  )("$case: born $birth, on $on", ({ birth = "", on = "", years }) => {
    expect(fullYears(civilDate(birth), civilDate(on))).toBe(Number(years));
  });
});

describe("periods", () => {
  test.each(
    table(`
      day          year   month     quarter   next
      2023-01-01   2023   2023-01   2023-Q1   2023-02-01
      2023-03-31   2023   2023-03   2023-Q1   2023-04-01
      2023-04-01   2023   2023-04   2023-Q2   2023-05-01
      2023-06-30   2023   2023-06   2023-Q2   2023-07-01
      2023-09-30   2023   2023-09   2023-Q3   2023-10-01
      2023-10-01   2023   2023-10   2023-Q4   2023-11-01
      2023-12-31   2023   2023-12   2023-Q4   2024-01-01
      2024-01-31   2024   2024-01   2024-Q1   2024-02-01
    `),
  )("$day lies in $quarter, and $next follows", ({ day = "", year, month, quarter, next }) => {
    const date = civilDate(day);
    expect(yearOf(date)).toBe(Number(year));
    expect(monthOf(date)).toBe(month);
    expect(quarterOf(date)).toBe(quarter);
    expect(firstOfNextMonth(date)).toBe(next);
  });
});

describe("counting days", () => {
  test.each(
    table(`
      from         days     to
      2023-02-28   1        2023-03-01
      2024-02-28   1        2024-02-29
      2024-02-29   1        2024-03-01
      2024-03-01   -1       2024-02-29
      2022-12-31   1        2023-01-01
      2023-01-01   -1       2022-12-31
      2023-01-01   0        2023-01-01
      2023-01-01   365      2024-01-01
      2024-01-01   366      2025-01-01
      1970-01-01   -1       1969-12-31
      2000-02-29   146097   2400-02-29
    `),
  )("$from and $days days is $to", ({ from = "", days, to }) => {
    expect(addDays(civilDate(from), Number(days))).toBe(to);
  });

  test("agrees with a calendar that turns one leaf a day, over all the days that a file may name", () => {
    let leaf: CivilDate = civilDate("1850-01-01");
    for (let [year, month, day] = [1850, 1, 1]; year <= 2200;) {
      expect(leaf).toBe(`${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`);
      expect(parseCivilDate(leaf)).toBe(leaf);
      leaf = addDays(leaf, 1);
      day += 1;
      if (day <= lengthOf(year, month)) continue;
      [month, day] = [month + 1, 1];
      if (month === 13) [year, month] = [year + 1, 1];
    }
  });

  test("going and coming back", () => {
    const days = fc.integer({ min: -50_000, max: 50_000 });
    fc.assert(
      fc.property(days, days, (start, more) => {
        const from = addDays(civilDate("2023-05-20"), start);
        const to = addDays(from, more);
        expect(addDays(to, -more)).toBe(from);
        expect(Math.sign(more)).toBe(to < from ? -1 : to > from ? 1 : 0);
      }),
    );
  });
});

/** The rhyme, not the program's formula: thirty days hath September … */
function lengthOf(year: number, month: number): number {
  const leap = year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0);
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}
