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
 * waiting. Nobody feels a tenth of a second once; while somebody works it would come again and again.
 */
const stepMs = { whileUsed: 10, whileIdle: 80 } as const;
/** Of the rest between two steps, what the engine may have been busy and still count as not in use. */
const usedShare = 0.2;
/** It counts as in use for so long after it was. */
const usedForMs = 2000;

/** Keeps carrying out while the engine runs. */
export function keepFacts(
  terminal: Pick<RulesBooks, "applyDueRules"> & Pick<CatalogueBooks, "stepCatalogue">,
  failed: (error: unknown) => void,
): FactsLoop {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let rest = performance.eventLoopUtilization();
  let usedAtMs = performance.now();
  const look = (): void => {
    if (isStopped) return;
    let waitMs = lookMs;
    const nowMs = performance.now();
    if (performance.eventLoopUtilization(rest).utilization > usedShare) usedAtMs = nowMs;
    try {
      terminal.applyDueRules();
      const isUsed = nowMs - usedAtMs < usedForMs;
      // Between two steps there is room for whoever sells.
      if (terminal.stepCatalogue(isUsed ? stepMs.whileUsed : stepMs.whileIdle)) waitMs = restMs;
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
