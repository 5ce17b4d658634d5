import type { CivilDate } from "../base/civil-date.ts";
import type { Ratio } from "../base/money.ts";
import type { OffSiteCut, Settled } from "../rules/rules-in-force.ts";
import type { BenefitId } from "../rules/schema-parts.ts";
import type { Bill } from "./bill.ts";

/**
 * Whether an off-site bill may settle directly: emergency, a record in force on the service date, for a stay one made by
 * the day of settlement, or a place where no record is asked.
 *
 * @param benefits  what the bill feeds, without accountOnly
 * @source 荆医保发〔2023〕18号 6–8、27；十政办发〔2022〕61号 第十八条
 */
export function hasRecord(bill: Bill, benefits: readonly BenefitId[]): boolean {
  const { claim, rules } = bill;
  if (claim.emergency === true && rules.offSite.emergency.value) return true;
  return recordCounts(bill) || isDirect(bill, benefits);
}

function recordCounts(bill: Bill): boolean {
  const { claim, rules } = bill;
  const record = claim.offSite ?? null;
  if (record === null || record.recordType === null) return false;
  if (!rules.offSite.records.value.includes(record.recordType)) return false;
  const revokedOn = record.revokedOn ?? null;
  const stands = (day: CivilDate): boolean =>
    record.recordedOn !== null && record.recordedOn <= day && (revokedOn === null || day < revokedOn);
  if (stands(claim.serviceDate)) return true;
  // A stay is recorded in time until its bill is settled; any other visit only when the record stood on that day.
  return (
    claim.medType === "21" &&
    rules.offSite.lateInpatient.value &&
    stands(claim.submittedOn ?? claim.serviceDate)
  );
}

function isDirect(bill: Bill, benefits: readonly BenefitId[]): boolean {
  const { claim, rules } = bill;
  return (rules.offSite.direct?.value ?? []).some(
    (circle) =>
      circle.regions.some((prefix) => claim.institution.region.startsWith(prefix)) &&
      (circle.population === undefined || circle.population === claim.person.population) &&
      benefits.every((id) => circle.benefits.includes(id)),
  );
}

/** The points that come off a ratio for this off-site bill, or null when none do. */
export function cutFor(bill: Bill): Settled<Ratio> | null {
  const { cuts } = bill.rules.offSite;
  if (bill.place === "home" || cuts === null) return null;
  const record = bill.claim.emergency === true ? "emergency" : bill.claim.offSite?.recordType;
  const cut = cuts.value.find(
    (one: OffSiteCut) => one.record === record && (bill.otherProvince || !one.otherProvinceOnly),
  );
  return cut === undefined ? null : { value: cut.points, source: cuts.source };
}
