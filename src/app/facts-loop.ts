import type { CatalogueBooks } from "./catalogue-downloads.ts";
import type { RulesBooks } from "./rules-books.ts";

/** What was decided and is carried out beside selling: rules at their moment, a catalogue step by step. */
export interface FactsLoop {
  readonly stop: () => void;
}

const restMs = 10;
const lookMs = 1000;
/**
 * So long one step holds the books: each waits for the disk once, so that long ones get far, and short ones keep nobody
 * waiting. Who comes to a desk at rest waits for a part of one long step, which is not felt.
 */
const stepMs = { whileUsed: 10, whileIdle: 60 } as const;
/** A desk is in use when it was busy for more than this of the rests between the last steps, the newest counting most. */
const usedShare = 0.08;
const newestCounts = 0.2;

/** Keeps carrying out while the engine runs. */
export function keepFacts(
  terminal: Pick<RulesBooks, "applyDueRules"> & Pick<CatalogueBooks, "stepCatalogue">,
  failed: (error: unknown) => void,
): FactsLoop {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let rest = performance.eventLoopUtilization();
  let use = 0;
  const look = (): void => {
    if (isStopped) return;
    let waitMs = lookMs;
    const { utilization } = performance.eventLoopUtilization(rest);
    use += newestCounts * (utilization - use);
    try {
      terminal.applyDueRules();
      // Between two steps there is room for whoever sells.
      if (terminal.stepCatalogue(use > usedShare ? stepMs.whileUsed : stepMs.whileIdle)) waitMs = restMs;
    } catch (error) {
      failed(error);
    }
    rest = performance.eventLoopUtilization();
    timer = setTimeout(look, waitMs);
  };
  timer = setTimeout(look, 0);
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
