import type { LedgerTable } from "./ledger-table.ts";
import { lineTable } from "./line-rows.ts";
import { settlementTable } from "./settlement-rows.ts";

export const ledgerSorts = ["settlements", "lines"] as const;
export type LedgerSort = (typeof ledgerSorts)[number];

export const ledgerTables: Readonly<Record<LedgerSort, LedgerTable>> = {
  settlements: settlementTable,
  lines: lineTable,
};

export function isLedgerSort(sort: string): sort is LedgerSort {
  return ledgerSorts.some((one) => one === sort);
}
