import * as fc from "fast-check";
import { expect, test } from "vitest";

import { generateClaims } from "../oracle/generate.ts";
import { runsOf, seedOf } from "../runs.ts";
import { shippedBook } from "../shipped-packs.ts";
import { createDesk } from "./run-claim.ts";
import { refusalOrder } from "../../src/settle/refusal.ts";
import { parseClaim } from "../../src/settle/claim.ts";
import { validClaim } from "./changed-claim.ts";

const seed = seedOf();
const codes: ReadonlySet<string> = new Set(refusalOrder);
const books = [shippedBook(null), shippedBook("demo")];

/** One of the two answers there are; anything else has thrown. */
function expectAnswer(json: unknown): void {
  for (const book of books) {
    const answer = createDesk(book, { carry: false })(json);
    if (answer.ok) continue;
    expect(codes).toContain(answer.refusal.code);
    expect(answer.refusal.message).toMatch(/\p{Script=Han}/u);
  }
}

/** Where the leaves of a value stand. */
function* leavesOf(
  value: unknown,
  path: readonly (string | number)[] = [],
): Generator<readonly (string | number)[]> {
  if (Array.isArray(value)) {
    for (const [at, inner] of value.entries()) yield* leavesOf(inner, [...path, at]);
  } else if (value !== null && typeof value === "object") {
    for (const [key, inner] of Object.entries(value)) yield* leavesOf(inner, [...path, key]);
  } else yield path;
}

function textOf(path: readonly (string | number)[]): string {
  return path.map((key, at) => (typeof key === "number" ? `[${key}]` : at === 0 ? key : `.${key}`)).join("");
}

function replaced(claim: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const copy = structuredClone(claim) as object;
  const parent = path.slice(0, -1).reduce((object, key) => Reflect.get(object, key) as object, copy);
  Reflect.set(parent, path.at(-1) ?? "", value);
  return copy;
}

/** A contradiction is named at one of its two ends: where the other end stands, by the field that was changed. */
const otherEnds: Readonly<Record<string, readonly string[]>> = {
  serviceTime: ["person.birthDate", "submittedOn"],
  "stay.admitted": ["stay.discharged"],
  "stay.discharged": ["serviceTime"],
  "account.use": ["account.requested"],
  "institution.type": ["medType"],
};

const oddValues = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    "-1",
    "1e3",
    "NaN",
    "2024-02-30",
    "0",
    "9999999999.999999",
    "",
    " ",
    "pharmacy",
    "41",
    "A",
    null,
    true,
  ),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0, 1e21, undefined),
);

test("any JSON gets an answer", () => {
  fc.assert(fc.property(fc.jsonValue(), expectAnswer), { seed, numRuns: runsOf(2_000) });
});

test("a claim's keys with any values get an answer", () => {
  const claim = fc.record(Object.fromEntries(Object.keys(validClaim()).map((key) => [key, fc.jsonValue()])));
  fc.assert(fc.property(claim, expectAnswer), { seed, numRuns: runsOf(1_000) });
});

test("one leaf changed: a claim still, or a fault that names it", () => {
  const generated = [...generateClaims(seed, 300)].filter((claim) => parseClaim(claim).ok);
  const claims = [validClaim(), ...generated];
  expect(generated.length).toBeGreaterThan(100);
  const changes = fc
    .constantFrom(...claims)
    .chain((claim) =>
      fc.record({ claim: fc.constant(claim), path: fc.constantFrom(...leavesOf(claim)), value: oddValues }),
    );
  fc.assert(
    fc.property(changes, ({ claim, path, value }) => {
      const changed = replaced(claim, path, value);
      const parsed = parseClaim(changed);
      if (parsed.ok) {
        expectAnswer(changed);
        return;
      }
      const named = textOf(path);
      const ends = [named, ...(otherEnds[named] ?? [])];
      // A line's amount is the line's fault, a sum that is too large the bill's.
      const line = /^items\[\d+\]/.exec(named)?.[0];
      if (line !== undefined) ends.push(line, "items");
      if (named.endsWith(".id"))
        ends.push(...parsed.faults.flatMap(({ path: at }) => (at.endsWith(".id") ? [at] : [])));
      const elsewhere = parsed.faults.filter(
        (fault) =>
          !ends.some(
            (end) =>
              fault.path === end || fault.path.startsWith(`${end}.`) || fault.path.startsWith(`${end}[`),
          ),
      );
      expect({ named, elsewhere }).toEqual({ named, elsewhere: [] });
    }),
    { seed, numRuns: runsOf(5_000) },
  );
});
