import { expect, test } from "vitest";

import { runsOf, seedOf } from "../runs.ts";
import { fuzzFrames } from "./fuzz-frames.ts";

test("no bytes crash a parser of frames, make it hold more than its limit, or come out longer than they are", () => {
  const seed = seedOf();
  const { frames, faults } = fuzzFrames(seed, runsOf(20_000));
  console.log(`frames: ${frames} of seed ${seed}`);
  expect(faults).toEqual([]);
  expect(frames).toBeGreaterThan(0);
});
