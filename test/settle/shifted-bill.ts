import { fullYears, shanghaiDateOf } from "../../src/base/civil-date.ts";
import type { CivilDate } from "../../src/base/civil-date.ts";
import { addDays } from "../oracle/calendar.ts";
import type { ClaimJson } from "../oracle/claim-json.ts";
import type { Bill } from "./generated-bill.ts";
import { demoBook } from "./generated-bill.ts";

/** Two bills that differ by their days alone, and how names of accumulators that carry a month change with them. */
export interface Shifted {
  readonly from: Bill;
  readonly to: Bill;
  readonly rename: (id: string) => string;
}

/** Every day of a claim shifted by so many; null when it falls into another year, other rules or another age. */
export function shiftBill(bill: Bill, by: number): Shifted | null {
  const named = { ...bill.claim, visitId: "V" };
  const day = shanghaiDateOf(named.serviceTime);
  if (day === null) return null;
  const other = addDays(day, by) as CivilDate;
  if (other.slice(0, 4) !== day.slice(0, 4) || stretchOf(named.plan, other) !== stretchOf(named.plan, day))
    return null;
  const claim = shiftDays(named, by);
  claim.serviceTime = `${other}T12:00:00+08:00`;
  const ageOf = ({ person }: ClaimJson, on: CivilDate): number =>
    fullYears(person.birthDate as CivilDate, on);
  if (ageOf(claim, other) !== ageOf(named, day)) return null;
  const rename = (id: string): string => id.replace(`.${day.slice(0, 7)}`, `.${other.slice(0, 7)}`);
  const used = new Map([...bill.used].map(([id, amount]) => [rename(id), amount]));
  return { from: { claim: named, used: bill.used }, to: { claim, used }, rename };
}

/** The first day of the stretch of a plan's rules that a day lies in; none before the first pack. */
function stretchOf(plan: string, day: string): string | undefined {
  const changes = demoBook.packs.filter((pack) => pack.plan === plan).flatMap((pack) => pack.changes);
  return changes.findLast((change) => change <= day);
}

/** A copy with every day in it shifted. */
function shiftDays(claim: ClaimJson, by: number): ClaimJson {
  const text = JSON.stringify(claim).replaceAll(
    /"(\d{4}-\d{2}-\d{2})"/gu,
    (_whole, day: string) => `"${addDays(day, by)}"`,
  );
  return JSON.parse(text) as ClaimJson;
}
