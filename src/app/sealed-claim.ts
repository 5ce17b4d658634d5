import { z } from "zod";

import type { ClaimJson } from "../ledger/kept-claim.ts";
import type { SettlementRow } from "../store/settlements.ts";
import type { ClaimVault } from "./claims.ts";
import type { Vault } from "./vault.ts";

/** The claim of a settlement is sealed as its person's: that is known before the settlement has a number. */
export function claimVaultOf(vault: Vault): ClaimVault {
  return {
    personKeyOf: (psnNo) => vault.lookup("person", psnNo),
    seal: (text, personKey) => vault.seal("settlement", personKey.toString("hex"), text),
  };
}

const claimShape = z.record(z.string(), z.unknown());
const before = z.object({
  claim: claimShape.optional(),
  facts: z.array(z.tuple([z.string(), z.string(), z.number()])),
});

/** The claim that a settlement sealed; of a reversal null. @throws StoreError when it is damaged */
export function openClaim(vault: Vault, row: SettlementRow): ClaimJson | null {
  const json: unknown = JSON.parse(openText(vault, row));
  if (json === null) return null;
  // The first program sealed claim and facts together; the facts are the postings of the settlement.
  const together = before.safeParse(json);
  return together.success ? (together.data.claim ?? null) : claimShape.parse(json);
}

function openText(vault: Vault, row: SettlementRow): string {
  try {
    return vault.open("settlement", row.person_key.toString("hex"), row.sealed);
  } catch {
    return vault.open("settlement", row.id, row.sealed);
  }
}
