import { rounded } from "./measure.ts";

/** One measured figure against its limit. */
export interface Figure {
  readonly bench: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: "times" | "ms" | "MB" | "perSecond";
  readonly ok: boolean;
  readonly about: Readonly<Record<string, number | string>>;
}

/** A figure that must not be above its limit. */
export function atMost(
  bench: string,
  [value, limit]: readonly [value: number, limit: number],
  unit: Figure["unit"],
  about: Figure["about"],
): Figure {
  return { bench, value: rounded(value), limit, unit, ok: value <= limit, about };
}

/** A figure that must not be below its limit. */
export function atLeast(
  bench: string,
  [value, limit]: readonly [value: number, limit: number],
  unit: Figure["unit"],
  about: Figure["about"],
): Figure {
  return { bench, value: rounded(value), limit, unit, ok: value >= limit, about };
}
