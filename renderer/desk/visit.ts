import type { VerbInput } from "../../src/gateway/contract.ts";
import type { Person } from "./bill.ts";
import { personFacts } from "./person-facts.ts";

type Claim = VerbInput<"preview">["claim"];

/** Somebody else at the counter, as their document or their own words tell. */
export interface Proxy {
  readonly name: string;
  readonly certNo: string;
}

/** The husband on whose insurance a maternity bill is settled. */
export interface Payer {
  readonly psnNo: string;
  readonly name: string;
  readonly status: string;
  readonly coverageFrom: string;
  readonly filedOn: string;
}

/** What a visit has to say beside its type. Days are YYYY-MM-DD; "" where nothing was said. */
export interface Visit {
  /** Bills of one visit share what is asked of it once. */
  readonly visitId: string;
  readonly admitted: string;
  /** "": on the day on which the bill is settled. */
  readonly discharged: string;
  readonly pregnancyId: string;
  readonly payer: Payer | null;
  readonly operation: string;
  readonly isEmergency: boolean;
  /** Of the accounts, at the most; "": as much as the rules allow. */
  readonly accountMost: string;
  /** Relatives whose accounts are left alone. */
  readonly familyOut: readonly string[];
  /** Who collects for the person. */
  readonly proxy: Proxy | null;
}

export const plainVisit: Visit = {
  visitId: "",
  admitted: "",
  discharged: "",
  pregnancyId: "",
  payer: null,
  operation: "",
  isEmergency: false,
  accountMost: "",
  familyOut: [],
  proxy: null,
};

const atHospital = ["11", "13", "14", "21", "51", "52", "53"] as const;
const atPharmacy = ["41", "14"] as const;

/** The types of visit that this institution can settle for this person. @param current  stays on the list */
export function typesFor(
  institution: { readonly type: string; readonly designations: readonly string[] } | undefined,
  person: Person | null,
  current: string,
): readonly string[] {
  const all: readonly string[] = institution?.type === "pharmacy" ? atPharmacy : atHospital;
  const hasDiseases = person === null || personFacts(person.person).diseases.length > 0;
  const mayChronic = hasDiseases && institution?.designations.includes("chronic") === true;
  return all.filter((type) => type === current || type !== "14" || mayChronic);
}

/** Another type: what only the one before has asked for is forgotten. */
export function visitOfType(visit: Visit, medType: string, today: string): Visit {
  const { visitId, accountMost, familyOut, proxy } = visit;
  const kept = { ...plainVisit, visitId, accountMost, familyOut, proxy };
  if (medType === "21") return { ...kept, admitted: today };
  if (medType === "13") return { ...kept, isEmergency: true };
  if (medType === "51" || medType === "52") return { ...kept, pregnancyId: visit.pregnancyId };
  return kept;
}

/** When the bill is settled by its rules: a stay on the day of its discharge. */
export function serviceTimeOf(begunAt: string, { discharged }: Visit, medType: string): string {
  return medType !== "21" || discharged === "" ? begunAt : `${discharged}${begunAt.slice(10)}`;
}

/** The visit as a claim tells it: only what its type asks for. */
export function visitClaim(visit: Visit, medType: string, begunAt: string): Claim {
  const { visitId, admitted, discharged, operation, isEmergency, proxy } = visit;
  const stay = { admitted, discharged: discharged === "" ? begunAt.slice(0, 10) : discharged };
  return {
    ...(visitId === "" ? {} : { visitId }),
    ...(medType === "21" && admitted !== "" ? { stay } : {}),
    ...(medType === "53" && operation !== "" ? { birthControl: operation } : {}),
    ...maternityOf(visit, medType),
    ...(isEmergency ? { emergency: true } : {}),
    ...(proxy === null ? {} : { proxy: { name: proxy.name, certNo: proxy.certNo } }),
  };
}

function maternityOf({ pregnancyId, payer }: Visit, medType: string): Claim {
  if ((medType !== "51" && medType !== "52") || pregnancyId === "") return {};
  const kind = medType === "51" ? "antenatal" : "birth";
  if (payer === null) return { maternity: { kind, pregnancyId } };
  const { psnNo, status, coverageFrom, filedOn } = payer;
  return { maternity: { kind, pregnancyId, payer: { psnNo, status, coverageFrom, filedOn } } };
}

/** What of the visit still has to be said before it can be settled; null: nothing. */
export function visitLack(
  { visit, medType, begunAt, chronicDisease }: VisitedBill,
  diseases: readonly string[],
): "stay" | "stayDays" | "pregnancy" | "operation" | "disease" | null {
  const today = begunAt.slice(0, 10);
  if (medType === "21") {
    if (visit.admitted === "") return "stay";
    const left = visit.discharged === "" ? today : visit.discharged;
    if (visit.admitted > left || left > today) return "stayDays";
  }
  if ((medType === "51" || medType === "52") && visit.pregnancyId === "") return "pregnancy";
  if (medType === "53" && visit.operation === "") return "operation";
  return medType === "14" && chronicDisease === null && diseases.length > 1 ? "disease" : null;
}

interface VisitedBill {
  readonly visit: Visit;
  readonly medType: string;
  readonly begunAt: string;
  readonly chronicDisease: string | null;
}
