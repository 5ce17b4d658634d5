/** What was scanned last, and when a scanner last gave it. */
export interface LastScan {
  readonly text: string;
  readonly at: number;
}

/** A held trigger reads the same code several times a second; a hand needs longer to bring the next packet. */
export const repeatMsUsual = 500;

/**
 * The same text within a moment is one scan. Each repetition starts the moment anew, so that a held trigger gives one
 * scan however long it is held.
 *
 * @param last  the scan before, of any device; null at the start
 * @param now   ms, on the clock of `last`
 * @returns whether this is the scan before once more, and what to remember
 */
export function seenAgain(
  last: LastScan | null,
  text: string,
  now: number,
  repeatMs: number,
): { readonly isRepeat: boolean; readonly last: LastScan } {
  const since = last === null ? Number.POSITIVE_INFINITY : now - last.at;
  // A clock that was set back must not swallow scans for as long as it takes to catch up.
  const isRepeat = last?.text === text && since >= 0 && since < repeatMs;
  return { isRepeat, last: { text, at: now } };
}
