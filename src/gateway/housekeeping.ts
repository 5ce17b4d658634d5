import type { Terminal } from "../app/terminal.ts";
import { fileDays } from "./files.ts";

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

/** Prunes from time to time, when nobody has asked for anything for a while. */
export function keepHouse(options: {
  readonly terminal: Terminal;
  readonly now: () => number;
  readonly everyMs: number;
  readonly quietMs: number;
  readonly pruned: (counts: Readonly<Record<string, number>>) => void;
}): Housekeeping {
  const { terminal, now, everyMs, quietMs, pruned } = options;
  let seenMs = now();
  const timer = setInterval(() => {
    if (now() - seenMs < quietMs) return;
    const counts = prune(terminal, now());
    if (Object.keys(counts).length > 0) pruned(counts);
  }, everyMs);
  timer.unref();
  return {
    seen: () => {
      seenMs = now();
    },
    stop: () => {
      clearInterval(timer);
    },
  };
}
