import type { TakenExport } from "../src/app/exports/exports.ts";
import type { EngineOrder, ExportTakenReport } from "./engine-protocol.ts";

/** The way from an address that the page follows to the file that the engine has written for it. */
export interface ExportsSeam {
  /** null: nothing is handed out under this ticket. */
  readonly ask: (ticket: string) => Promise<TakenExport | null>;
  readonly take: (report: ExportTakenReport) => void;
  /** The engine is gone, and what it would have handed out. */
  readonly endAll: () => void;
}

/** @param tell  gives an order to the engine that runs now; false when there is none */
export function openExportsSeam(tell: (order: EngineOrder) => boolean): ExportsSeam {
  const asking = new Map<number, (taken: TakenExport | null) => void>();
  let last = 0;
  return {
    ask: async (ticket) => {
      last += 1;
      const { promise, resolve } = Promise.withResolvers<TakenExport | null>();
      asking.set(last, resolve);
      if (!tell({ order: "takeExport", asked: last, ticket })) {
        asking.delete(last);
        resolve(null);
      }
      return await promise;
    },
    take: ({ asked, taken }) => {
      asking.get(asked)?.(taken);
      asking.delete(asked);
    },
    endAll: () => {
      for (const answer of asking.values()) answer(null);
      asking.clear();
    },
  };
}
