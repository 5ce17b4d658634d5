import { expect, test } from "vitest";

import { emptySearch, isAmount, queryOf, waysOf } from "../../renderer/history/search-of.ts";

test.each([
  ["", []],
  ["990000198001010011", ["id", "person 02"]],
  ["81000000000000000501", ["traceCode", "id"]],
  ["H42030000001202405101000000001", ["id", "person 03", "person 01"]],
  ["张三", ["id"]],
])("what %s may be, the likeliest first", (text, expected) => {
  const ways = waysOf(text).map((way) => (way.is === "person" ? `person ${way.by.type}` : way.is));
  expect(ways).toEqual(expected);
});

test("a text longer than any number is no number", () => {
  expect(waysOf("A".repeat(65)).map((way) => way.is)).not.toContain("id");
});

test("an amount has at most two decimals, or is not asked for", () => {
  expect(["", "12", "12.5", "12.50", "0"].every(isAmount)).toBe(true);
  expect(["12.505", "-1", "1,000", "abc", "."].some(isAmount)).toBe(false);
});

test("empty fields ask for nothing", () => {
  expect(queryOf(emptySearch, { psnNo: "P1" })).toMatchObject({
    psnNo: "P1",
    day: null,
    amount: null,
    state: null,
    id: null,
    traceCode: null,
  });
  expect(queryOf({ ...emptySearch, amount: "3.5", state: "unknown" }, { day: "2024-05-10" })).toMatchObject({
    day: "2024-05-10",
    amount: "3.5",
    state: "unknown",
  });
});
