/** Between which times it is tried again. */
export interface Backoff {
  readonly baseMs: number;
  readonly maxMs: number;
}

/** Doubling ends here: no delay is that long, and no power leaves the safe integers. */
const doublingsMax = 30;

/**
 * How long to wait before the next try: anything from nothing to a ceiling that doubles with every failure (full jitter),
 * so that desks which lost the centre together do not come back together.
 *
 * @param failures  how often it has failed in a row, from 1
 * @param chance  0 ≤ chance < 1, drawn anew for every delay
 * @returns whole milliseconds
 */
export function delayMs(failures: number, { baseMs, maxMs }: Backoff, chance: number): number {
  const doublings = Math.min(Math.max(failures - 1, 0), doublingsMax);
  return Math.floor(chance * Math.min(maxMs, baseMs * 2 ** doublings));
}
