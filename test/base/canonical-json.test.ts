import * as fc from "fast-check";
import { expect, test } from "vitest";

import type { Json } from "../../src/base/canonical-json.ts";
import { canonicalJson } from "../../src/base/canonical-json.ts";

test.each<[Json, string]>([
  [null, "null"],
  [true, "true"],
  [-0, "0"],
  [1.5, "1.5"],
  ['医保\n"', '"医保\\n\\""'],
  ["\ud800", '"\\ud800"'],
  [[], "[]"],
  [{}, "{}"],
  [[1, [2, {}], null], "[1,[2,{}],null]"],
  [{ b: 1, a: { d: 2, c: 3 } }, '{"a":{"c":3,"d":2},"b":1}'],
  // By code unit, not by the alphabet of a language: capitals first, and 10 before 9.
  [{ a: 1, B: 2, 9: 3, 10: 4, 医: 5 }, '{"10":4,"9":3,"B":2,"a":1,"医":5}'],
])("%j is written as %s", (value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

test("a key without a value is left out, as JSON.stringify does", () => {
  const claim = { plan: "shiyan", visitId: undefined };
  expect(canonicalJson(claim as unknown as Json)).toBe('{"plan":"shiyan"}');
});

test("a key that names the prototype is a key like any other", () => {
  const value = JSON.parse('{"b":1,"__proto__":{"z":1,"y":2}}') as Json;
  expect(canonicalJson(value)).toBe('{"__proto__":{"y":2,"z":1},"b":1}');
});

test("says what JSON says, whatever the order of the keys", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.parse(JSON.stringify(value)) as Json;
      expect(JSON.parse(canonicalJson(json))).toEqual(json);
      expect(canonicalJson(turnedAround(json))).toBe(canonicalJson(json));
    }),
  );
});

/** The same value with the keys of every object in the opposite order. */
function turnedAround(value: Json): Json {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(turnedAround);
  const entries = Object.entries(value as Readonly<Record<string, Json>>).toReversed();
  return Object.fromEntries(entries.map(([key, inner]) => [key, turnedAround(inner)]));
}
