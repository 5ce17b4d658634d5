/**
 * How many generated cases a test looks at: as many as it asks for, or at most ONESTOP_RUNS where that is set, for a
 * first quick look.
 */
export function runsOf(wanted: number): number {
  const most = process.env["ONESTOP_RUNS"];
  return most === undefined ? wanted : Math.min(wanted, Number(most));
}

/** ONESTOP_SEED makes a failed run again; else every run looks at other cases. */
export function seedOf(): number {
  return Number(process.env["ONESTOP_SEED"] ?? Date.now() % 1_000_000_007);
}
