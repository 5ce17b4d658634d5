import type { Found } from "../recon/differences.ts";
import { findDifferences } from "../recon/differences.ts";
import type { StatementEntry } from "../recon/statement.ts";

/** What is open whatever the centre says: for a day that is closed without it. */
export function openEntries(entries: readonly StatementEntry[]): Found["differences"] {
  const facts = new Map<string, null>();
  const waiting = entries.filter(({ state }) => state !== "confirmed");
  const known = {
    day: "",
    byMsgid: new Map(),
    saleOfVisit: new Map(),
    undoneVisits: new Set<string>(),
    facts,
  };
  return findDifferences(waiting, [], known).differences;
}
