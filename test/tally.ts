/** What a suite counted. */
export type Tally = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed or could not start, a few lines each: said once more at the end, as the start of long output gets lost. */
  readonly remarks: readonly string[];
};

export const nothingYet: Tally = { passed: 0, failed: 0, skipped: 0, remarks: [] };

export function failedOnce(remark: string): Tally {
  return { ...nothingYet, failed: 1, remarks: [remark] };
}

/** Says at once why something cannot start here, and counts it. */
export function couldNotStart(name: string, reason: string): Tally {
  const remark = `${name} could not start: ${reason}`;
  console.log(remark);
  return { ...nothingYet, skipped: 1, remarks: [remark] };
}

export function addTally(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    remarks: [...a.remarks, ...b.remarks],
  };
}

/** All remarks, each cut to its first lines. Empty when there are none. */
export function formatRemarks({ remarks }: Tally): string {
  const most = 12;
  // Where somebody else's code called ours helps nobody.
  const own = (line: string): boolean => !line.includes("/node_modules/");
  const short = (remark: string): string => remark.trim().split("\n").filter(own).slice(0, most).join("\n  ");
  return remarks.map((remark) => `- ${short(remark)}\n`).join("");
}

/** The line that others read: `12 passed, 0 failed`, and `, 1 skipped` only when something could not start. */
export function formatTally({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

export function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
