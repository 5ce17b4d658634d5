/** What a posting says: which accumulator of whom, and how it moved. */
export interface Posting {
  readonly kind: "settlement" | "named" | "opening";
  readonly period: string;
  readonly accumulator: string;
  readonly before: number;
  readonly after: number;
}

/** Accumulators of one person and plan as the fold of their postings. */
export interface Fold {
  readonly valueOf: (accumulator: string, period: string) => number;
  /** Applies a posting; @returns what it should have started from when it did not, else null */
  readonly apply: (posting: Posting) => number | null;
  readonly set: (accumulator: string, period: string, value: number) => void;
}

/** An empty fold: nothing used of anything. */
export function openFold(): Fold {
  const values = new Map<string, number>();
  const keyOf = (accumulator: string, period: string): string => `${period} ${accumulator}`;
  const valueOf = (accumulator: string, period: string): number =>
    values.get(keyOf(accumulator, period)) ?? 0;
  return {
    valueOf,
    apply: ({ accumulator, period, before, after }) => {
      const held = valueOf(accumulator, period);
      values.set(keyOf(accumulator, period), after);
      return held === before ? null : held;
    },
    set: (accumulator, period, value) => {
      values.set(keyOf(accumulator, period), value);
    },
  };
}
