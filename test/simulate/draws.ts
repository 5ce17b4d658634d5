/** Chance that is the same for the same seed (mulberry32). */
export interface Draws {
  /** 0 ≤ chance < 1 */
  readonly chance: () => number;
  /** 0 … below − 1 */
  readonly upTo: (below: number) => number;
  readonly oneOf: <T>(values: readonly T[]) => T;
}

export function drawsOf(seed: number): Draws {
  let state = seed | 0;
  const chance = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (below: number): number => Math.floor(chance() * below);
  return {
    chance,
    upTo,
    oneOf: (values) => {
      const one = values[upTo(values.length)];
      if (one === undefined) throw new Error("nothing to draw from");
      return one;
    },
  };
}
