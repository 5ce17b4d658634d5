import type { Tally } from "./tally.ts";
import {
  addTally,
  couldNotStart,
  failedOnce,
  formatRemarks,
  formatSeconds,
  formatTally,
  nothingYet,
} from "./tally.ts";

export type Suite = {
  readonly name: string;
  /** What this suite cannot start without and does not find here, and why; null when it can start. */
  readonly needs: () => string | null;
  /** Counts what passed and what failed. `stopped` fires when the whole run is given up. */
  readonly run: (stopped: AbortSignal) => Promise<Tally>;
};

/**
 * Runs the suites in order and ends the process. The last line is the sum, whatever happens before it, and what
 * failed stands just above it: a suite that throws has failed once, a suite that cannot start is skipped and says why.
 */
export async function runSuites(suites: readonly Suite[]): Promise<void> {
  const stop = new AbortController();
  let tally = nothingYet;
  let ended = false;
  const finish = (): void => {
    if (ended) return;
    ended = true;
    const code = tally.failed === 0 && tally.passed > 0 ? 0 : 1;
    // Written whole before the process ends, even into a slow pipe.
    process.stdout.write(`\n${formatRemarks(tally)}\n${formatTally(tally)}\n`, () => process.exit(code));
  };
  const giveUp = (reason: unknown): void => {
    console.log(reason);
    stop.abort();
    tally = addTally(tally, failedOnce(`the run was given up: ${textOf(reason)}`));
    finish();
  };
  process.on("uncaughtException", giveUp);
  process.on("unhandledRejection", giveUp);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, giveUp);
  for (const suite of suites) {
    if (stop.signal.aborted) return;
    tally = addTally(tally, await runSuite(suite, stop.signal));
  }
  finish();
}

async function runSuite(suite: Suite, stopped: AbortSignal): Promise<Tally> {
  const start = performance.now();
  console.log(`\n── ${suite.name} ──`);
  const tally = await tallyOf(suite, stopped);
  console.log(`suite ${suite.name}: ${formatTally(tally)}, ${formatSeconds(performance.now() - start)}`);
  return tally;
}

async function tallyOf(suite: Suite, stopped: AbortSignal): Promise<Tally> {
  try {
    const missing = suite.needs();
    if (missing === null) return await suite.run(stopped);
    return couldNotStart(suite.name, missing);
  } catch (error) {
    console.log(error);
    return failedOnce(`${suite.name}: ${textOf(error)}`);
  }
}

function textOf(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
}
