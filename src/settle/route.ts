import { present } from "../base/assert.ts";
import type { RouteInForce } from "../rules/rules-in-force.ts";
import type { BenefitId } from "../rules/schema-parts.ts";
import type { BillHead } from "./bill.ts";
import type { Item } from "./claim.ts";

type When = RouteInForce["when"];

/** The rows of the routing that this visit and this place leave open; what is left to ask is the line alone. */
export function openRoutes(bill: BillHead): readonly RouteInForce[] {
  return bill.rules.routing.filter(({ when }) => fitsVisit(when, bill) && fitsPlace(when, bill));
}

/** The benefit that a line feeds: the first open row whose conditions hold for it. */
export function routeLine(routes: readonly RouteInForce[], item: Item): BenefitId {
  return present(
    routes.find((route) => fitsItem(route.when, item)),
    "the row of the national routing that always fits",
  ).to;
}

function fitsItem(when: When, item: Item): boolean {
  return (
    agrees(when.chronicListed, item.chronicListed) &&
    agrees(when.dualChannel, item.dualChannel) &&
    (when.kind === undefined || when.kind.includes(item.kind))
  );
}

function fitsVisit(when: When, bill: BillHead): boolean {
  const { claim } = bill;
  const { disease } = when;
  return (
    (when.medType === undefined || (when.medType as readonly string[]).includes(claim.medType)) &&
    (when.population === undefined || when.population === claim.person.population) &&
    agrees(when.prescription, claim.prescription !== null) &&
    agrees(when.payer, bill.payer !== null) &&
    (disease === undefined || bill.diseases.some((code) => disease.includes(code)))
  );
}

function fitsPlace(when: When, bill: BillHead): boolean {
  const { institution, offSite } = bill.claim;
  return (
    (when.institution === undefined || when.institution === institution.type) &&
    (when.designation === undefined || institution.designations.includes(when.designation)) &&
    (when.withoutDesignation === undefined || !institution.designations.includes(when.withoutDesignation)) &&
    (when.level === undefined || when.level.includes(institution.level)) &&
    agrees(when.offSite, bill.place === "offSite") &&
    agrees(when.recorded, (offSite?.recordType ?? null) !== null)
  );
}

function agrees(asked: boolean | undefined, actual: boolean): boolean {
  return asked === undefined || asked === actual;
}
