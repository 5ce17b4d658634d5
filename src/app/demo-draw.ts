/** Draws that come out the same every time: the demo town is one town, not another at each start. */
export interface Draw {
  /** A whole number, 0 … below. */
  readonly below: (limit: number) => number;
  readonly pick: <T>(list: readonly [T, ...T[]]) => T;
}

/** A small generator of the xorshift kind; good enough for a town, for nothing else. */
export function openDraw(seed: number): Draw {
  let state = seed;
  const below = (limit: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  return { below, pick: (list) => list[below(list.length)] ?? list[0] };
}
