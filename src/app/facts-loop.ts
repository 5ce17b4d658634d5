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

/** How busy this process is beside what the loop does itself. */
export interface BusyMeter {
  readonly begin: () => void;
  /** @returns since `begin`, from 0 to 1 */
  readonly busy: () => number;
}

function eventLoopMeter(): BusyMeter {
  let from = performance.eventLoopUtilization();
  return {
    begin: () => {
      from = performance.eventLoopUtilization();
    },
    busy: () => performance.eventLoopUtilization(from).utilization,
  };
}

/** Keeps carrying out while the engine runs. */
export function keepFacts(
  terminal: Pick<RulesBooks, "applyDueRules"> & Pick<CatalogueBooks, "stepCatalogue">,
  failed: (error: unknown) => void,
  meter: BusyMeter = eventLoopMeter(),
): FactsLoop {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let use = 0;
  meter.begin();
  const look = (): void => {
    if (isStopped) return;
    let waitMs = lookMs;
    use += newestCounts * (meter.busy() - use);
    try {
      terminal.applyDueRules();
      // Between two steps there is room for whoever sells.
      if (terminal.stepCatalogue(use > usedShare ? stepMs.whileUsed : stepMs.whileIdle)) waitMs = restMs;
    } catch (error) {
      failed(error);
    }
    meter.begin();
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
