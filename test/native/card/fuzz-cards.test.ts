import { expect, test } from "vitest";

import { runsOf, seedOf } from "../../runs.ts";
import { fuzzCards } from "./fuzz-cards.ts";

test("no bytes of a reader, a card or a driver crash a parser, hang it, or make it say whose card it was", async () => {
  const seed = seedOf();
  const { frames, faults } = await fuzzCards(seed, runsOf(20_000));
  console.log(`cards: ${frames} of seed ${seed}`);
  expect(faults).toEqual([]);
  expect(frames).toBeGreaterThan(0);
});
