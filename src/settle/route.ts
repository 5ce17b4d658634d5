import type { RouteInForce } from "../rules/rules-in-force.ts";
import type { BenefitId } from "../rules/schema-parts.ts";
import { assert } from "../base/assert.ts";
import type { Bill } from "./bill.ts";
import type { Item } from "./claim.ts";

/** The benefit that a line feeds: the first row of the routing whose conditions all hold. */
export function routeLine(bill: Omit<Bill, "lines">, item: Item): BenefitId {
  const route = bill.rules.routing.find((one) => fits(one.when, bill, item));
  assert(route !== undefined, "the national routing ends with a row that always fits");
  return route.to;
}

type When = RouteInForce["when"];

function fits(when: When, bill: Omit<Bill, "lines">, item: Item): boolean {
  return fitsItem(when, item) && fitsVisit(when, bill) && fitsPlace(when, bill);
}

function fitsItem(when: When, item: Item): boolean {
  return (
    agrees(when.chronicListed, item.chronicListed) &&
    agrees(when.dualChannel, item.dualChannel) &&
    (when.kind === undefined || when.kind.includes(item.kind))
  );
}

function fitsVisit(when: When, bill: Omit<Bill, "lines">): boolean {
  const { claim } = bill;
  return (
    (when.medType === undefined || (when.medType as readonly string[]).includes(claim.medType)) &&
    (when.population === undefined || when.population === claim.person.population) &&
    agrees(when.prescription, claim.prescription !== null) &&
    agrees(when.payer, bill.payer !== null) &&
    (when.disease === undefined || bill.diseases.some((code) => when.disease?.includes(code)))
  );
}

function fitsPlace(when: When, bill: Omit<Bill, "lines">): boolean {
  const { institution, offSite } = bill.claim;
  return (
    (when.institution === undefined || when.institution === institution.type) &&
    (when.designation === undefined || institution.designations.includes(when.designation)) &&
    (when.withoutDesignation === undefined || !institution.designations.includes(when.withoutDesignation)) &&
    (when.level === undefined || when.level.includes(institution.level)) &&
    agrees(when.offSite, bill.place === "offSite") &&
    agrees(when.recorded, offSite?.recordType != null)
  );
}

function agrees(asked: boolean | undefined, actual: boolean): boolean {
  return asked === undefined || asked === actual;
}
