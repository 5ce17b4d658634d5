/** Times of one operation in microseconds. */
export interface Times {
  readonly p50: number;
  readonly p99: number;
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Median and the slowest hundredth of times that were taken elsewhere. */
export function timesFrom(taken: readonly number[]): Times {
  const sorted = Float64Array.from(taken).toSorted();
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
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

/** Mean of an operation in microseconds. */
export function meanOf(runs: number, operation: () => unknown): number {
  const start = performance.now();
  for (let at = 0; at < runs; at += 1) operation();
  return ((performance.now() - start) * 1000) / runs;
}

/** Means of several operations measured in turn, so that whatever else the machine does hits them alike. */
export interface Compared {
  /** Median over the rounds of operation / base, one for each operation. */
  readonly ratios: readonly number[];
  /** Median over the rounds in microseconds, base first. */
  readonly micros: readonly number[];
}

export function compare(
  rounds: number,
  runs: number,
  operations: readonly [base: () => unknown, ...others: (() => unknown)[]],
): Compared {
  const times = operations.map(() => [] as number[]);
  for (let round = -2; round < rounds; round += 1) {
    for (const [at, operation] of operations.entries()) {
      const mean = meanOf(runs, operation);
      // The first two rounds warm up.
      if (round >= 0) times[at]?.push(mean);
    }
  }
  const [base = [], ...others] = times;
  return {
    ratios: others.map((one) => median(one.map((time, at) => time / (base[at] ?? Number.NaN)))),
    micros: times.map(median),
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
