import type { CatalogueBooks } from "./catalogue-downloads.ts";
import type { RulesBooks } from "./rules-books.ts";

/** What was decided and is carried out beside selling: rules at their moment, a catalogue step by step. */
export interface FactsLoop {
  readonly stop: () => void;
}

const restMs = 10;
const lookMs = 1000;

/** Keeps carrying out while the engine runs. */
export function keepFacts(
  terminal: Pick<RulesBooks, "applyDueRules"> & Pick<CatalogueBooks, "stepCatalogue">,
  failed: (error: unknown) => void,
): FactsLoop {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const look = (): void => {
    if (isStopped) return;
    let waitMs = lookMs;
    try {
      terminal.applyDueRules();
      // Between two steps there is room for whoever sells.
      if (terminal.stepCatalogue()) waitMs = restMs;
    } catch (error) {
      failed(error);
    }
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
