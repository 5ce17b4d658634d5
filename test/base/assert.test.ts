import { expect, test } from "vitest";

import { assert, Bug, present } from "../../src/base/assert.ts";

test("what holds passes, what does not is a bug that says what", () => {
  expect(() => {
    assert(true, "the parts make the whole");
  }).not.toThrow();
  expect(() => {
    assert(false, "the parts make the whole");
  }).toThrow(new Bug("the parts make the whole"));
});

test("a bug is known by its name when it is logged", () => {
  const bug = new Bug("1 ≠ 2");
  expect(bug).toBeInstanceOf(Error);
  expect(String(bug)).toBe("Bug: 1 ≠ 2");
});

test.each([[0], [""], [false], [Number.NaN]])("%j is there: only null and undefined are missing", (value) => {
  expect(present(value, "it")).toBe(value);
});

test.each([[null], [undefined]])("%j is missing, by name", (value) => {
  expect(() => present(value, "rules of shiyan")).toThrow(new Bug("rules of shiyan is missing"));
});
