import * as fc from "fast-check";
import { expect, test } from "vitest";

import { readPlainClaim } from "../../src/settle/plain-claim.ts";
import { parseClaim } from "../../src/settle/claim.ts";
import { generateClaims } from "../oracle/generate.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";
import { runsOf, seedOf } from "../runs.ts";

const seed = seedOf();

/** What the schema says: a field that is not a plain claim's keeps it from being read by hand. */
function bySchema(claim: object): string {
  return JSON.stringify(parseClaim({ ...claim, credential: null })).replace(',"credential":null', "");
}

/** Where everything in a value stands, the whole parts as well as the leaves. */
function* placesOf(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  if (value === null || typeof value !== "object") return;
  for (const [key, inner] of Object.entries(value)) yield* placesOf(inner, [...path, key]);
}

function parentOf(claim: object, path: readonly string[]): object {
  return path.slice(0, -1).reduce((object, key) => Reflect.get(object, key) as object, claim);
}

function withValue(claim: object, path: readonly string[], value: unknown): object {
  const copy = structuredClone(claim);
  Reflect.set(parentOf(copy, path), path.at(-1) ?? "", value);
  return copy;
}

function without(claim: object, path: readonly string[]): object {
  const copy = structuredClone(claim);
  Reflect.deleteProperty(parentOf(copy, path), path.at(-1) ?? "");
  return copy;
}

const oddValues: readonly unknown[] = [
  "",
  " ",
  "a b",
  " a",
  "中文",
  "a\u0000",
  "x".repeat(64),
  "x".repeat(65),
  "名".repeat(201),
  "0",
  "0.00",

  "1",
  "1.00001",
  "1.0",
  "0.5",
  "12345678901",
  "9999999999.999999",
  "-1",
  "2024-02-30",
  "2024-02-29",
  "2024-02-29T08:00:00+08:00",
  "2024-02-29T23:00:00Z",
  "pharmacy",
  "41",
  "21",
  "18",
  "A",
  "drug",
  "retired",
  "resident",
  "orphan",
  "basic",
  "420300",
  "shiyan",
  "M00500",
  null,
  true,
  0,
  [],
  {},
  [null],
  ["a"],
];
const values = fc.oneof(fc.constantFrom(...oddValues), fc.jsonValue());

/** Bills of the counter, with and without trace codes, and whatever the generator makes. */
const claims: readonly object[] = [
  sampleClaim({}),
  withValue(sampleClaim({}), ["items", "0", "traceCodes"], ["81234567890123456789"]),
  sampleClaim({ items: [{ priceLimit: "1.25", name: "" }] }),
  withValue(
    sampleClaim({}),
    ["person", "chronicDiseases"],
    [
      { code: "M01600", from: "2020-01-01", to: null },
      { code: "M03900", from: "2021-01-01", to: "2023-12-31" },
    ],
  ),
  ...generateClaims(seed, 100),
];

const everyday = 4;

test("an everyday bill is read by hand, key for key as the schema reads it", () => {
  for (const claim of claims.slice(0, everyday)) {
    expect(readPlainClaim(claim)).not.toBeNull();
    expect(JSON.stringify(parseClaim(claim))).toBe(bySchema(claim));
  }
});

test("whatever is changed, the answer is the schema's: the same claim, or the same faults", () => {
  const chosen = fc.oneof(fc.constantFrom(...claims.slice(0, everyday)), fc.constantFrom(...claims));
  const changes = chosen.chain((claim) =>
    fc.record({
      claim: fc.constant(claim),
      path: fc.constantFrom(...placesOf(claim)),
      key: fc.constantFrom("extra", "traceCodes", "visitId", "splitPack", "requested"),
      value: values,
      how: fc.constantFrom("put", "take", "add"),
    }),
  );
  const seen = { plain: 0, refused: 0 };
  fc.assert(
    fc.property(changes, ({ claim, path, key, value, how }) => {
      const changed =
        how === "put"
          ? withValue(claim, path, value)
          : how === "take"
            ? without(claim, path)
            : withValue(claim, [...path.slice(0, -1), key], value);
      const read = parseClaim(changed);
      if (readPlainClaim(changed) !== null) seen.plain += 1;
      if (!read.ok) seen.refused += 1;
      expect(JSON.stringify(read)).toBe(bySchema(changed));
    }),
    { seed, numRuns: runsOf(2_000) },
  );
  expect(Math.min(seen.plain, seen.refused)).toBeGreaterThan(10);
});

test.each([
  ["a text", "claim"],
  ["nothing", null],
  ["a list", []],
  ["a bill without a line", sampleClaim({ items: [] })],
  ["an object of another kind", Object.assign(Object.create({}), sampleClaim({}))],
])("is left to the schema: %s", (_name, input) => {
  expect(readPlainClaim(input)).toBeNull();
});
