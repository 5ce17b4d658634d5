import { traceCodesOf } from "../ledger/trace-rules.ts";
import { familyHolders } from "./accounts.ts";
import type { Ground } from "./ground.ts";
import type { Intake } from "./intake.ts";
import type { Draft } from "./write-settlement.ts";

/** What every sale takes from its claim, however it came about. */
export function ofClaim(
  ground: Ground,
  { claim, personKey, text }: Pick<Intake, "claim" | "personKey" | "text">,
): Pick<
  Draft,
  | "kind"
  | "personKey"
  | "familyHolders"
  | "plan"
  | "medType"
  | "serviceDate"
  | "claim"
  | "claimText"
  | "reverses"
  | "traceCodes"
> {
  return {
    kind: "sale",
    personKey,
    familyHolders: familyHolders(ground, claim),
    plan: claim.plan,
    medType: claim.medType,
    serviceDate: claim.serviceDate,
    claim,
    claimText: text,
    reverses: null,
    traceCodes: traceCodesOf(claim),
  };
}
