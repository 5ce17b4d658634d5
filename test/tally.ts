/** What a suite counted. */
export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number };

export const nothingYet: Tally = { passed: 0, failed: 0, skipped: 0 };

export function addTally(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The line that others read: `12 passed, 0 failed`, and `, 1 skipped` only when something could not start. */
export function formatTally({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

export function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
