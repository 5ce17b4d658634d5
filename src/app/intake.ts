import type { RulesInForce } from "../rules/rules-in-force.ts";
import { claimInvalid } from "../settle/preconditions.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { Facts } from "../settle/tally.ts";
import type { ReadClaim } from "./claims.ts";
import type { Ground } from "./ground.ts";
import { accept } from "./ground.ts";
import { asReadNow } from "./line-state.ts";
import { preparePayload } from "./payload.ts";
import type { Preview, Result, Sale } from "./terminal.ts";

/** A claim that can be settled here. */
export interface Intake extends ReadClaim {
  /** The claim as received, in JSON: what is stored. */
  readonly text: string;
  readonly rules: RulesInForce | null;
}

/** Reads a claim, or says everything that is wrong with it. */
export function takeIn(ground: Ground, sale: Sale): Result<Intake> {
  const text = JSON.stringify(sale.claim ?? null);
  const taken = ground.claims.read(text, sale.claim);
  if (!taken.ok) return { ok: false, refusal: claimInvalid(taken.faults) };
  const { claim } = taken.read;
  const here = ground.institution.code;
  if (claim.institution.code !== here) {
    const fault = { path: "institution.code", value: claim.institution.code, reason: `本机构为 ${here}` };
    return { ok: false, refusal: claimInvalid([fault]) };
  }
  return accept({
    ...taken.read,
    text,
    rules: asReadNow(ground, ground.books.current.rulesOn(claim.plan, claim.serviceDate)),
  });
}

/** Accumulators as they stand in the ledger. */
export function factsOf(ground: Ground, personKey: Buffer, plan: string): Facts {
  return { before: (id, period) => ground.store.postings.valueOf(personKey, plan, period, id) };
}

/** What the cashier sees, and the mark of everything in it. */
export function previewOf(ground: Ground, intake: Intake, settlement: Settlement): Preview {
  return ground.settledBefore.preview(settlement, (text) => {
    preparePayload(ground, intake.personKey, { claim: intake.claim, settlement });
    return ground.vault.lookup("request", `${intake.mark}\n${text}`).toString("hex");
  });
}
