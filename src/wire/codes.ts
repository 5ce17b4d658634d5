import type { CivilDate } from "../base/civil-date.ts";
import { fullYears, parseCivilDate } from "../base/civil-date.ts";

/** National code sets (接口规范 代码表). A region's own 1901 tables come first where they differ. */
export const credentialTypes = ["01", "02", "03"] as const;
export const identityDocument = "01";

/** The insured region of a plan, as 1101 hands it out. */
const regionsOfPlans: Readonly<Record<string, string>> = {
  "hubei-provincial": "420000",
  shiyan: "420300",
  hengyang: "430400",
  daye: "420281",
  jingmen: "420800",
};

/** Six-digit insured region of a plan; null for a plan without one of its own. */
export function regionOfPlan(plan: string): string | null {
  return Object.hasOwn(regionsOfPlans, plan) ? (regionsOfPlans[plan] ?? null) : null;
}

/** chrgitm_lv of a catalogue class. */
export function itemLevel(itemClass: "A" | "B" | "C"): "01" | "02" | "03" {
  switch (itemClass) {
    case "A":
      return "01";
    case "B":
      return "02";
    case "C":
      return "03";
  }
}

/** med_chrgitm_type of an item kind: western medicine, materials, other. */
export function chargeType(kind: string): "09" | "08" | "14" {
  if (kind === "drug") return "09";
  return kind === "device" || kind === "consumable" ? "08" : "14";
}

/** clr_type: a pharmacy clears as 41, a stay as 21, everything else as 11. */
export function clearingType(medType: string, atPharmacy: boolean): "11" | "21" | "41" {
  if (atPharmacy) return "41";
  return medType === "21" || medType === "52" ? "21" : "11";
}

/** How a statement's two sides compare: who holds more, or the same number with other amounts. */
export type Verdict = "equal" | "centreMore" | "institutionMore" | "different";

/** stmt_rslt. Of the two sets in use the one of single digits: 0 flat, 1 centre, 2 institution, 3 not the same. */
export function statementResult(verdict: Verdict): "0" | "1" | "2" | "3" {
  switch (verdict) {
    case "equal":
      return "0";
    case "centreMore":
      return "1";
    case "institutionMore":
      return "2";
    case "different":
      return "3";
  }
}

/** gend out of an identity number of eighteen digits: 1 man, 2 woman; 0 when another number says nothing. */
export function genderOf(identityNumber: string): "0" | "1" | "2" {
  if (!/^\d{17}[\dXx]$/.test(identityNumber)) return "0";
  return Number(identityNumber[16]) % 2 === 1 ? "1" : "2";
}

/** psn_type: 1101 working, 1201 retired; residents by age. */
export function personType(person: {
  readonly population: string;
  readonly status: string;
  readonly ageYears: number;
}): string {
  if (person.population === "employee") return person.status === "retired" ? "1201" : "1101";
  return person.ageYears < 18 ? "1405" : "1501";
}

/** Full years on a day of somebody born on a day; 0 when either is no day. */
export function ageOn(birthDate: string, on: CivilDate | null): number {
  const birth = parseCivilDate(birthDate);
  return birth === null || on === null || birth > on ? 0 : fullYears(birth, on);
}

/** birctrl_type of an operation that has a limit here; null for the others. */
export function operationOf(code: string): "abortion" | "iud" | "vasectomy" | null {
  if (code === "3") return "abortion";
  if (code === "1" || code === "2") return "iud";
  return code === "7" ? "vasectomy" : null;
}

/** birctrl_type of an operation: the first code of those that mean it. */
export function operationCode(operation: "abortion" | "iud" | "vasectomy" | null): "1" | "3" | "7" | null {
  switch (operation) {
    case null:
      return null;
    case "abortion":
      return "3";
    case "iud":
      return "1";
    case "vasectomy":
      return "7";
  }
}

/** matn_type of what a pregnancy is cared for; null without one. */
export function maternityType(kind: "antenatal" | "birth" | null): "1" | "7" | null {
  if (kind === null) return null;
  return kind === "birth" ? "1" : "7";
}

/** insutype of a population. */
export function insuranceType(population: "employee" | "resident"): "310" | "390" {
  return population === "employee" ? "310" : "390";
}

/** hosp_lv of a level: the first code of each grade, 11 without one. */
export function hospitalLevel(level: string): string {
  switch (level) {
    case "provincial":
    case "3":
      return "01";
    case "2":
      return "05";
    case "1":
      return "08";
    default:
      return "11";
  }
}
