import { describe, expect, test } from "vitest";

import { isQuantityBack, itemsBack } from "../../renderer/history/refund-items.ts";

const lines = [
  { id: "1", qty: "3" },
  { id: "2", qty: "0.5" },
];

describe("what comes back of what was sold", () => {
  test.each([
    ["", "3", true],
    ["0", "3", true],
    ["3", "3", true],
    ["3.0000", "3", true],
    ["3.0001", "3", false],
    ["2.99999", "3", false],
    ["-1", "3", false],
    ["一", "3", false],
    ["10", "9", false],
    ["0.5", "0.5", true],
    ["0.51", "0.5", false],
  ])("%s of %s", (typed, sold, expected) => {
    expect(isQuantityBack(typed, sold)).toBe(expected);
  });

  test("lines of which nothing comes back are left out; one that is wrong holds all up", () => {
    expect(itemsBack(lines, { "1": "2", "2": "" })).toEqual([{ id: "1", qty: "2" }]);
    expect(itemsBack(lines, { "1": "0", "2": "0.0" })).toEqual([]);
    expect(itemsBack(lines, {})).toEqual([]);
    expect(itemsBack(lines, { "1": "2", "2": "0.6" })).toBeNull();
  });
});
