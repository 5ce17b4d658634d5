import type { VerbOutput } from "../../src/gateway/contract.ts";

type Step = VerbOutput<"preview">["settlement"]["steps"][number];

/** How full an accumulator is: before this bill, after it, and the most it may hold. Yuan, as text and as numbers to draw. */
export interface Gauge {
  readonly id: string;
  readonly before: string;
  readonly after: string;
  readonly limit: string;
  /** Of the limit, from 0 to 1. */
  readonly beforeShare: number;
  readonly afterShare: number;
}

/** As they stand, without what is being rung up. */
export function atRest(gauges: readonly Gauge[]): readonly Gauge[] {
  return gauges.map((gauge) => ({ ...gauge, after: gauge.before, afterShare: gauge.beforeShare }));
}

/** The gauges that the steps of a settlement tell: every accumulator whose limit was looked at. */
export function gaugesOf(steps: readonly Step[]): readonly Gauge[] {
  const found = new Map<string, Gauge>();
  for (const { inputs, accumulators } of steps) {
    for (const { id, before, after } of accumulators) {
      const limit = inputs[`${id}.limit`];
      if (limit === undefined || !(Number(limit) > 0)) continue;
      const first = found.get(id)?.before ?? before;
      found.set(id, {
        id,
        before: first,
        after,
        limit,
        beforeShare: share(first, limit),
        afterShare: share(after, limit),
      });
    }
  }
  return [...found.values()];
}

function share(part: string, whole: string): number {
  return Math.min(1, Math.max(0, Number(part) / Number(whole)));
}
