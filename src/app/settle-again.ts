import type { Claim } from "../settle/claim.ts";
import { settleCash } from "../settle/cash-sale.ts";
import { settle } from "../settle/settle.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { Facts } from "../settle/tally.ts";
import type { SettlementRow } from "../store/settlements.ts";
import type { Ground } from "./ground.ts";

/**
 * A sale computed again as it was: from its claim, under the very rules of its row.
 *
 * @returns null when those rules refuse it
 */
export function settleAgain(
  { books }: Ground,
  { claim, row }: { readonly claim: Claim; readonly row: SettlementRow },
  { facts, explain }: { readonly facts: Facts; readonly explain: boolean },
): Settlement | null {
  const rules = books.rulesOf(row);
  if (row.mode === "cash") return settleCash(claim, rules, { explain });
  const settled = settle(claim, facts, rules, { explain });
  return settled.ok ? settled.settlement : null;
}
