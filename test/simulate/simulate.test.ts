import { afterAll, beforeAll, expect, test } from "vitest";

import { runsOf, seedOf } from "../runs.ts";
import type { Templates } from "./day.ts";
import { simulateDay } from "./day.ts";
import { makeTemplate } from "./town.ts";

let towns: readonly Templates[] = [];
beforeAll(() => {
  towns = (["pharmacy", "hospital"] as const).map((kind) => ({
    kind,
    centre: makeTemplate(kind, 90),
    desks: [makeTemplate(kind, 1), makeTemplate(kind, 2)],
  }));
}, 120_000);
afterAll(() => {
  for (const { centre, desks } of towns) for (const one of [centre, ...desks]) one.drop();
});

test("after its day and the repair a town agrees with its centre to the fen, every sale confirmed exactly once", async () => {
  const first = seedOf();
  for (let seed = first; seed < first + runsOf(200); seed += 1) {
    const templates = towns[seed % towns.length];
    if (templates === undefined) throw new Error("no town");
    expect([seed, await simulateDay(seed, templates)]).toEqual([seed, []]);
  }
}, 3_600_000);
