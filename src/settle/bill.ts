import type { CivilDate } from "../base/civil-date.ts";
import { fullYears } from "../base/civil-date.ts";
import type {
  BenefitInForce,
  EmployerInForce,
  HomePlace,
  RulesInForce,
  Subject,
} from "../rules/rules-in-force.ts";
import type { BenefitId, Level, Population, Status } from "../rules/schema-parts.ts";
import type { Claim, Item } from "./claim.ts";
import { openRoutes, routeLine } from "./route.ts";

/** A claim seen with its rules: what both together say before any amount is computed. */
export interface Bill {
  readonly claim: Claim;
  readonly rules: RulesInForce;
  readonly place: "home" | "offSite";
  readonly otherProvince: boolean;
  readonly employer: EmployerInForce | null;
  /** The husband whose insurance pays a maternity bill, when it does. */
  readonly payer: {
    readonly status: Status;
    readonly coverageFrom: CivilDate;
    readonly filedOn: CivilDate;
  } | null;
  /** Who the benefits are asked for: a wife on her husband's insurance counts as an employee with his status. */
  readonly population: Population;
  readonly personStatus: Status;
  /** Codes of the chronic diseases in force on the service date. */
  readonly diseases: readonly string[];
  readonly ageYears: number;
  readonly lines: readonly RoutedLine[];
  /** The benefits that the lines feed, without accountOnly: no rule of a fund stands in the way of account and cash. */
  readonly benefits: readonly BenefitInForce[];
}

/** A bill before its lines are routed. */
export type BillHead = Omit<Bill, "lines" | "benefits">;

export interface RoutedLine {
  readonly item: Item;
  readonly benefit: BenefitId;
}

/** Joins a claim with the rules of its plan and day. */
export function openBill(claim: Claim, rules: RulesInForce): Bill {
  const { serviceDate, person, institution } = claim;
  const offSite = !rules.home.value.some((place) => isAt(place, claim));
  const diseases = person.chronicDiseases
    .filter((one) => one.from <= serviceDate && (one.to === null || serviceDate <= one.to))
    .map((one) => one.code);
  const payer = payerOf(claim);
  const head: BillHead = {
    claim,
    rules,
    place: offSite ? "offSite" : "home",
    otherProvince: offSite && institution.region.slice(0, 2) !== rules.region.slice(0, 2),
    employer: person.employer === null ? null : (rules.employers?.get(person.employer.trim()) ?? null),
    payer,
    population: payer === null ? person.population : "employee",
    personStatus: payer === null ? person.status : payer.status,
    diseases,
    ageYears: fullYears(person.birthDate, serviceDate),
  };
  const routes = openRoutes(head);
  const lines = claim.items.map((item) => ({ item, benefit: routeLine(routes, item) }));
  const ids: BenefitId[] = [];
  for (const { benefit } of lines) if (benefit !== "accountOnly" && !ids.includes(benefit)) ids.push(benefit);
  return { ...head, lines, benefits: ids.map((id) => rulesOf(head, id)) };
}

/** The rules of a benefit for the insured of this bill. */
export function rulesOf(bill: BillHead, id: BenefitId): BenefitInForce {
  return bill.rules.benefit(id, bill.population);
}

/** What the tables of a benefit look at. @param level  after the benefit's aliases */
export function subjectOf(bill: Bill, level: Level): Subject {
  return {
    population: bill.population,
    personStatus: bill.personStatus,
    level,
    institution: bill.claim.institution.type,
    place: bill.place,
    ageYears: bill.ageYears,
    disease: diseaseOf(bill),
    operation: bill.claim.birthControl ?? null,
    assistance: bill.claim.person.assistance,
    employer: bill.employer?.name ?? null,
  };
}

/** The disease a chronic bill is for: the one it names, or the only one the person has. */
export function diseaseOf(bill: Pick<Bill, "claim" | "diseases">): string | null {
  const only = bill.diseases.length === 1 ? bill.diseases[0] : undefined;
  return bill.claim.chronicDisease ?? only ?? null;
}

/** Benefits that the lines of the bill feed, each once, in the order in which they are settled. */
export function benefitsOf(bill: Bill, order: readonly BenefitId[]): BenefitId[] {
  const fed = new Set(bill.lines.map((line) => line.benefit));
  return order.filter((id) => fed.has(id));
}

function isAt(place: HomePlace, claim: Claim): boolean {
  const { region, level, code } = claim.institution;
  if (!place.regions.some((prefix) => region.startsWith(prefix))) return false;
  if (place.levels !== null && !place.levels.includes(level)) return false;
  return place.institutions === null || place.institutions.includes(code);
}

/** 女方无职工医保的，可使用配偶的职工医保: only a maternity bill, and only who is insured as a resident. */
function payerOf(claim: Claim): Bill["payer"] {
  const maternityBill = claim.medType === "51" || claim.medType === "52";
  if (!maternityBill || claim.person.population !== "resident") return null;
  return claim.maternity?.payer ?? null;
}
