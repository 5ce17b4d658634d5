import { expect, test } from "vitest";

import type { Sweep } from "./cut-answers.ts";
import { sweepCuts } from "./cut-answers.ts";

/** At every byte in `npm run simulate`, at every so many in the quick set: the same ones every time. */
const every = process.env["ONESTOP_DAYS"] === undefined ? 29 : 1;

test.each<Sweep>([
  { infno: "2102", place: "pharmacy", isIdempotent: true },
  { infno: "2102", place: "pharmacy", isIdempotent: false },
  { infno: "2207", place: "hospital", isIdempotent: true },
  { infno: "2601", place: "pharmacy", isIdempotent: false },
  { infno: "2601", place: "hospital", isIdempotent: false },
])(
  "an answer to $infno that breaks off at any byte ($place, idempotent $isIdempotent) leaves both sides agreed, once",
  async (sweep) => {
    const { cuts, bytes, faults } = await sweepCuts(sweep, every);
    expect(faults.slice(0, 5)).toEqual([]);
    // Short answers are cut all the same: the first byte, the last, and those between.
    expect(bytes).toBeGreaterThan(100);
    expect(cuts).toBeGreaterThanOrEqual(Math.floor(bytes / every));
  },
  3_600_000,
);
