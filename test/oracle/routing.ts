import type { ClaimJson, ItemJson } from "./claim-json.ts";

/** The order in which the benefits of one bill are settled. */
export const benefitOrder = [
  "inpatient",
  "chronic",
  "dualChannel",
  "outpatient",
  "pharmacy",
  "antenatal",
  "birth",
  "birthControl",
  "accountOnly",
] as const;

/** Domain §4 "Routing", first match wins. */
export function benefitOf(claim: ClaimJson, item: ItemJson, employee: boolean): string {
  const { medType, plan } = claim;
  const places = claim.institution.designations;
  if (medType === "53") return "birthControl";
  if (medType === "52") return "birth";
  // Daye knows antenatal care for employees only; a resident's check is an ordinary visit.
  if (medType === "51") return plan === "daye" && !employee ? "outpatient" : "antenatal";
  if (medType === "21") return "inpatient";
  if (medType === "41" && claim.prescription === null) return "accountOnly";
  if (medType === "14" && item.chronicListed) {
    if (plan !== "hubei-provincial" || places.includes("chronic")) return "chronic";
  }
  if (item.dualChannel && places.includes("dualChannel")) return "dualChannel";
  if (medType !== "41") return "outpatient";
  // Shiyan art. 17 speaks of 用药: what is not a drug stays with the account.
  return plan === "shiyan" && item.kind !== "drug" ? "accountOnly" : "pharmacy";
}
