import { expect } from "vitest";

import { runsOf } from "../runs.ts";
import type { Templates } from "./day.ts";
import { simulateDay } from "./day.ts";
import { openTemplates } from "./templates.ts";

/** Of all days; one of several institutions takes as long as two others. */
const shareOf: Readonly<Record<Templates["kind"], number>> = { hospital: 0.45, pharmacy: 0.45, town: 0.1 };

/** Days of a town with this sort of place, each of its own seed; one that fails is said and `test/simulate/play.ts` plays it again. */
export async function playDays(kind: Templates["kind"]): Promise<void> {
  const days = Math.round(Number(process.env["ONESTOP_DAYS"] ?? 200) * shareOf[kind]);
  const { templates, drop } = openTemplates(kind);
  const sums = { sold: 0, backs: 0, crashes: 0 };
  try {
    // The same days every time in the quick set; others by ONESTOP_SEED or `npm run simulate`.
    const first = Number(process.env["ONESTOP_SEED"] ?? 1);
    for (let seed = first; seed < first + runsOf(days); seed += 1) {
      const { faults, sold, backs, crashes } = await simulateDay(seed, templates);
      expect([seed, faults]).toEqual([seed, []]);
      sums.sold += sold;
      sums.backs += backs;
      sums.crashes += crashes;
    }
  } finally {
    drop();
  }
  // Days on which nothing happens would prove nothing.
  expect(Math.min(sums.sold / 5, sums.backs, sums.crashes)).toBeGreaterThan(runsOf(days) / 2);
}
