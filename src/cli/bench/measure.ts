/** Times of one operation in microseconds. */
export interface Times {
  readonly p50: number;
  readonly p99: number;
}

export function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Runs an operation many times, each measured alone, after a warm-up of a fifth. */
export function timesOf(runs: number, operation: () => unknown): Times {
  for (let at = 0; at < runs / 5; at += 1) operation();
  const taken = new Float64Array(runs);
  for (let at = 0; at < runs; at += 1) {
    const start = performance.now();
    operation();
    taken[at] = (performance.now() - start) * 1000;
  }
  taken.sort();
  return { p50: quantile(taken, 0.5), p99: quantile(taken, 0.99) };
}

/** Mean of an operation in microseconds, in the best of several rounds: what the machine can do when left alone. */
export function meanOf(rounds: number, runs: number, operation: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    for (let at = 0; at < runs; at += 1) operation();
    best = Math.min(best, ((performance.now() - start) * 1000) / runs);
  }
  return best;
}

export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
