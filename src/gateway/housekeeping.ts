import type { Terminal } from "../app/terminal.ts";
import { fileDays } from "./files.ts";
import type { FullTerminal } from "../app/full-terminal.ts";

/** How many days each kind of kept state stays after it was last written. */
export const keptDays: Readonly<Record<string, number>> = {
  // A message is sent again within hours; a settlement's answer can be given from the ledger for longer.
  answer: 60,
  // A stay may last a year, and its settlement be taken back after that.
  visit: 400,
  "visits-of": 400,
  context: 400,
  undone: 400,
  "sign-in": 7,
  file: fileDays + 1,
  // From before state had kinds.
  "": 400,
};

const dayMs = 86_400_000;
/** Batches of a kind in one go: idle time is not to become busy time. */
const batchesMax = 20;

/** Drops what nobody will ask for again. @returns how many of each kind, where any */
export function prune(terminal: Terminal, nowMs: number): Readonly<Record<string, number>> {
  const dropped: Record<string, number> = {};
  for (const [kind, days] of Object.entries(keptDays)) {
    for (let batch = 0; batch < batchesMax; batch += 1) {
      const count = terminal.pruneState(kind, nowMs - days * dayMs);
      if (count === 0) break;
      dropped[kind] = (dropped[kind] ?? 0) + count;
    }
  }
  return dropped;
}

export interface Housekeeping {
  /** A request has come: this is no idle time. */
  readonly seen: () => void;
  readonly stop: () => void;
}

/**
 * Prunes from time to time, when nobody has asked for anything for a while; and in every short rest moves the log into
 * the file, so that no sale has to wait for it.
 */
export function keepHouse(options: {
  readonly terminal: FullTerminal;
  readonly now: () => number;
  readonly everyMs: number;
  readonly quietMs: number;
  readonly restMs: number;
  readonly pruned: (counts: Readonly<Record<string, number>>) => void;
  /** A disk that fails stops nobody here: the next sale meets it, and says so. */
  readonly failed: (error: unknown) => void;
}): Housekeeping {
  const { terminal, now, everyMs, quietMs, restMs, pruned, failed } = options;
  let seenMs = now();
  const orFailed = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      failed(error);
    }
  };
  const timer = setInterval(() => {
    if (now() - seenMs < quietMs) return;
    orFailed(() => {
      const counts = prune(terminal, now());
      if (Object.keys(counts).length > 0) pruned(counts);
    });
  }, everyMs);
  timer.unref();
  const rest = setTimeout(() => {
    orFailed(terminal.tidyUp);
  }, restMs);
  rest.unref();
  return {
    seen: () => {
      seenMs = now();
      rest.refresh();
    },
    stop: () => {
      clearInterval(timer);
      clearTimeout(rest);
    },
  };
}
