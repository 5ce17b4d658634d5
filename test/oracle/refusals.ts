import { familyBalance } from "./account.ts";
import { addDays, firstOfNextMonth, yearOf } from "./calendar.ts";
import { fenFromText } from "./fraction.ts";
import type { Law } from "./law.ts";
import { isNotTransferred } from "./plan-hubei-provincial.ts";
import type { Line, Visit } from "./visit.ts";
import { sumOf } from "./visit.ts";

const settled = ["11", "13", "14", "21", "41", "51", "52", "53"];
const notSettled = ["12", "15", "16", "19", "22", "23", "24", "25", "26", "27", "28", "61"];
const hospitalOnly = ["11", "13", "21", "51", "52", "53"];
const accountRelations = ["spouse", "parent", "child"];
const tenDigitYuan = 10n ** 12n;

/** The five cross-province diseases of jingmen, by the part of the code that names the disease. */
const crossProvince = ["M039", "M016", "M005", "M078", "M083"];

function routed(visit: Visit, ...benefits: string[]): boolean {
  return visit.lines.some((line) => benefits.includes(line.benefit));
}

function isPlan(visit: Visit, plan: string): boolean {
  return visit.claim.plan === plan;
}

function isPooled(visit: Visit): boolean {
  return routed(visit, "outpatient", "pharmacy");
}

function claimInvalid(visit: Visit, law: Law | undefined): boolean {
  const { claim, day } = visit;
  const stay = claim.stay;
  const validDays = claim.prescription?.validDays ?? 1;
  const requested = claim.account.requested;
  const amount = (line: Line) => line.amount;
  return (
    !(settled.includes(claim.medType) || notSettled.includes(claim.medType)) ||
    (stay !== undefined && stay.discharged !== null && stay.admitted > stay.discharged) ||
    (stay !== undefined &&
      stay.discharged !== null &&
      yearOf(stay.discharged) === visit.year &&
      stay.discharged < day) ||
    (claim.submittedOn !== undefined && claim.submittedOn < day) ||
    claim.person.birthDate > day ||
    validDays < 1 ||
    validDays > 3 ||
    (!claim.account.use && requested !== undefined && fenFromText(requested) > 0n) ||
    (claim.institution.type === "pharmacy" && hospitalOnly.includes(claim.medType)) ||
    visit.lines.some((line) => line.amount >= tenDigitYuan) ||
    sumOf(visit.lines, amount) >= tenDigitYuan ||
    (law !== undefined && !packNotFound(visit, law) && lacksWhatTheRuleNeeds(visit))
  );
}

/** What only the rule of the plan can ask for: the pregnancy, the operation, the disease. */
function lacksWhatTheRuleNeeds(visit: Visit): boolean {
  const { claim, demo, employee } = visit;
  const daye = isPlan(visit, "daye");
  const jingmen = isPlan(visit, "jingmen") && demo;
  switch (claim.medType) {
    case "51":
      return ((daye && employee) || jingmen) && claim.maternity?.kind !== "antenatal";
    case "52":
      // Without the supplement daye's birth rule is known for residents only, and an unknown rule asks for nothing.
      return ((daye && (!employee || demo)) || jingmen) && claim.maternity?.kind !== "birth";
    case "53":
      return (daye || jingmen) && claim.birthControl === undefined;
    default:
      // Naming one helps only who has several: a person without any is not entitled.
      return (
        isPlan(visit, "hengyang") &&
        routed(visit, "chronic") &&
        visit.disease === null &&
        visit.diseasesInForce.length > 1
      );
  }
}

function notSupported(visit: Visit): boolean {
  const stay = visit.claim.stay;
  if (notSettled.includes(visit.claim.medType)) return true;
  if (stay === undefined) return false;
  return stay.discharged === null || stay.discharged > visit.day || yearOf(stay.discharged) !== visit.year;
}

function packNotFound(visit: Visit, law: Law | undefined): boolean {
  if (law === undefined || visit.day < law.firstDay) return true;
  return visit.claim.person.population === "resident" && !law.residents;
}

function coverageNotInForce(visit: Visit): boolean {
  const from = visit.payer === null ? visit.claim.person.coverageFrom : visit.payer.coverageFrom;
  if (from > visit.day) return true;
  const nextMonth =
    isPlan(visit, "daye") && visit.employee && routed(visit, "antenatal", "birth", "birthControl");
  return nextMonth && firstOfNextMonth(from) > visit.day;
}

function notEntitled(visit: Visit): boolean {
  const { claim } = visit;
  const filed = claim.medType === "51" || claim.medType === "52" ? (claim.maternity?.payer ?? null) : null;
  if (filed !== null && (claim.person.population === "employee" || filed.filedOn > visit.day)) return true;
  if (isPlan(visit, "daye") && visit.retired && routed(visit, "antenatal")) return true;
  if (claim.medType !== "14" || !routed(visit, "chronic")) return false;
  if (visit.diseasesInForce.length === 0) return true;
  if (claim.chronicDisease !== undefined && !visit.diseasesInForce.includes(claim.chronicDisease))
    return true;
  const abroad = isPlan(visit, "jingmen") && visit.offSite && !claim.institution.region.startsWith("42");
  return abroad && !crossProvince.includes((visit.disease ?? "").slice(0, 4));
}

function notDesignated(visit: Visit): boolean {
  const { designations } = visit.claim.institution;
  if (!designations.includes("basic")) return true;
  return isPlan(visit, "shiyan") && isPooled(visit) && !designations.includes("pooling");
}

function recordRequired(visit: Visit): boolean {
  const { claim, day } = visit;
  if (!visit.offSite || claim.emergency === true) return false;
  if (visit.lines.every((line) => line.benefit === "accountOnly")) return false;
  if (isPlan(visit, "jingmen") && visit.employee && isInCircle(visit)) return false;
  const record = claim.offSite;
  if (record === undefined || record.recordType === null) return true;
  // An inpatient record may still be made until the stay is settled.
  const latest = claim.medType === "21" ? (claim.submittedOn ?? day) : day;
  return ![day, latest].some(
    (on) => record.recordedOn <= on && (record.revokedOn === null || on < record.revokedOn),
  );
}

/** The 宜荆荆 circle settles outpatient pooling directly. */
function isInCircle(visit: Visit): boolean {
  const near = ["4205", "4208", "4210"].includes(visit.claim.institution.region.slice(0, 4));
  return near && visit.lines.every((line) => line.benefit === "outpatient" || line.benefit === "accountOnly");
}

function claimWindowClosed(visit: Visit): boolean {
  const { submittedOn } = visit.claim;
  if (!isPlan(visit, "shiyan") || !visit.offSite || !isPooled(visit) || submittedOn === undefined)
    return false;
  return submittedOn > `${Number(visit.year) + 1}-03-31`;
}

function inpatientExcludes(visit: Visit): boolean {
  const stay = visit.claim.person.inpatientStay;
  if (!isPlan(visit, "shiyan") || !isPooled(visit) || stay === null) return false;
  return stay.from < visit.day && (stay.to === null || visit.day < stay.to);
}

function prescriptionExpired(visit: Visit): boolean {
  const { prescription, medType } = visit.claim;
  if (medType !== "41" || prescription === null) return false;
  const lastDay = addDays(prescription.issuedOn, (prescription.validDays ?? 1) - 1);
  return visit.day < prescription.issuedOn || visit.day > lastDay;
}

function accountInsufficient(visit: Visit): boolean {
  const { use, requested, balance } = visit.claim.account;
  if (!use || requested === undefined) return false;
  return fenFromText(requested) > fenFromText(balance) + familyBalance(visit.claim);
}

type Check = readonly [code: string, refuses: (visit: Visit, law: Law | undefined) => boolean];

/** Domain §11, in its order; what is unknown to the law comes last and is found while settling. */
const checks: readonly Check[] = [
  ["CLAIM_INVALID", claimInvalid],
  ["NOT_SUPPORTED", notSupported],
  ["PACK_NOT_FOUND", packNotFound],
  [
    "PLAN_NOT_TRANSFERRED",
    (visit) => isPlan(visit, "hubei-provincial") && isNotTransferred(visit.claim.person.employer),
  ],
  ["COVERAGE_NOT_IN_FORCE", coverageNotInForce],
  ["NOT_ENTITLED", notEntitled],
  ["NOT_DESIGNATED", notDesignated],
  ["RECORD_REQUIRED", recordRequired],
  ["CLAIM_WINDOW_CLOSED", claimWindowClosed],
  ["INPATIENT_EXCLUDES_OUTPATIENT", inpatientExcludes],
  [
    "CHRONIC_LIMIT",
    (visit) => isPlan(visit, "daye") && visit.claim.medType === "14" && visit.diseasesInForce.length > 3,
  ],
  ["PRESCRIPTION_EXPIRED", prescriptionExpired],
  [
    "ACCOUNT_USE_NOT_ALLOWED",
    ({ claim }) =>
      claim.account.use && claim.account.family.some((one) => !accountRelations.includes(one.relation)),
  ],
  ["ACCOUNT_INSUFFICIENT", accountInsufficient],
];

export function refusalOf(visit: Visit, law: Law | undefined): string | null {
  return checks.find(([, refuses]) => refuses(visit, law))?.[0] ?? null;
}
