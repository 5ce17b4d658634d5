import { expect } from "vitest";

import { runsOf } from "../runs.ts";
import type { places } from "../line/desk-and-centre.ts";
import { simulateDay } from "./day.ts";
import { makeTemplate } from "./town.ts";

/** Days of a town with this sort of place; the seed of one that fails is said and plays it again. */
export async function simulateDays(kind: keyof typeof places, days: number): Promise<void> {
  const templates = {
    kind,
    centre: makeTemplate(kind, 90),
    desks: [makeTemplate(kind, 1), makeTemplate(kind, 2)],
  };
  try {
    // The same days every time in the quick set; others by ONESTOP_SEED or `npm run simulate`.
    const first = Number(process.env["ONESTOP_SEED"] ?? 1);
    for (let seed = first; seed < first + runsOf(days); seed += 1)
      expect([seed, await simulateDay(seed, templates)]).toEqual([seed, []]);
  } finally {
    for (const one of [templates.centre, ...templates.desks]) one.drop();
  }
}
