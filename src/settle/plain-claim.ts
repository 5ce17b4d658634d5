import type { CivilDate } from "../base/civil-date.ts";
import { parseCivilDate, shanghaiDateOf } from "../base/civil-date.ts";
import {
  isPositive,
  isShare,
  moneyPattern,
  parseFen,
  parsePrice,
  parseQuantity,
  parseRatio,
  pricePattern,
  quantityPattern,
  ratioPattern,
} from "../base/money.ts";
import {
  assistanceClasses,
  designations,
  institutionTypes,
  itemKinds,
  levels,
  medTypes,
  populations,
  statuses,
} from "../rules/schema-parts.ts";
import type { Claim, Item } from "./claim.ts";
import { itemsMax } from "./contradictions.ts";

/*
 * The everyday bill read by hand: a visit or a purchase without a prescription, family account or stay. The schema of
 * `parseClaim` stays the only judge. What is not plainly right here is nothing found, and goes to the schema, which
 * knows every other field and says what is wrong; what is found here is what the schema makes of it, key by key.
 */

type Fields = Readonly<Record<string, unknown>>;

/** An object of nothing but so many fields of its own, as JSON gives it. */
function isFields(value: unknown, count: number): value is Fields {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.keys(value).length === count
  );
}

const anyPrintable = /^[!-~]{1,64}$/;
const anyName = /^[^\p{C}]{0,200}$/u;

/** What every word, code and number at a counter is: ASCII without blanks. */
function isWord(value: unknown): value is string {
  return typeof value === "string" && anyPrintable.test(value);
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value.length <= 200 && anyName.test(value);
}

function isText(value: unknown, pattern: RegExp): value is string {
  return typeof value === "string" && pattern.test(value);
}

function isOneOf<T extends string>(list: readonly T[], value: unknown): value is T {
  return list.some((one) => one === value);
}

function isFlag(value: unknown): value is boolean {
  return typeof value === "boolean";
}

function dayOf(value: unknown): CivilDate | null {
  return typeof value === "string" ? parseCivilDate(value) : null;
}

/** All of a list, or null when one of them is not plain. */
function each<T>(list: unknown, max: number, read: (value: unknown) => T | null): T[] | null {
  if (!Array.isArray(list) || list.length > max) return null;
  const found: T[] = [];
  for (const value of list) {
    const one = read(value);
    if (one === null) return null;
    found.push(one);
  }
  return found;
}

function wordOf(value: unknown): string | null {
  return isWord(value) ? value : null;
}

/** The fields that every item has; trace codes are the one more that a plain one may have. */
const itemFields = 11;

function itemOf(value: unknown): Item | null {
  const isTraced = isFields(value, itemFields + 1);
  if (!isTraced && !isFields(value, itemFields)) return null;
  const { id, code, name, kind, class: classOf, qty, price, priceLimit, selfPayRatio } = value;
  const { chronicListed, dualChannel } = value;
  if (!isWord(id) || !isWord(code) || !isName(name) || !isOneOf(itemKinds, kind)) return null;
  if (!isOneOf(["A", "B", "C"], classOf) || !isFlag(chronicListed) || !isFlag(dualChannel)) return null;
  if (!isText(qty, quantityPattern) || !isPositive(qty) || !isText(price, pricePattern)) return null;
  if (!isText(selfPayRatio, ratioPattern) || !isShare(selfPayRatio)) return null;
  if (priceLimit !== null && !isText(priceLimit, pricePattern)) return null;
  const item = {
    id,
    code,
    name,
    kind,
    class: classOf,
    qty: parseQuantity(qty),
    price: parsePrice(price),
    priceLimit: priceLimit === null ? null : parsePrice(priceLimit),
    selfPayRatio: parseRatio(selfPayRatio),
    chronicListed,
    dualChannel,
  };
  if (!isTraced) return item;
  const traceCodes = each(value["traceCodes"], 10_000, wordOf);
  return traceCodes === null ? null : { ...item, traceCodes };
}

function personOf(value: unknown): Claim["person"] | null {
  if (!isFields(value, 9)) return null;
  const { psnNo, status, population, employer, assistance, chronicDiseases, inpatientStay } = value;
  const [birthDate, coverageFrom] = [dayOf(value["birthDate"]), dayOf(value["coverageFrom"])];
  if (!isWord(psnNo) || birthDate === null || coverageFrom === null) return null;
  if (!isOneOf(statuses, status) || !isOneOf(populations, population)) return null;
  if (employer !== null && !isName(employer)) return null;
  if (assistance !== null && !isOneOf(assistanceClasses, assistance)) return null;
  const diseases = each(chronicDiseases, 100, diseaseOf);
  if (inpatientStay !== null || diseases === null) return null;
  return {
    psnNo,
    birthDate,
    status,
    population,
    employer,
    assistance,
    coverageFrom,
    chronicDiseases: diseases,
    inpatientStay,
  };
}

function diseaseOf(value: unknown): Claim["person"]["chronicDiseases"][number] | null {
  if (!isFields(value, 3)) return null;
  const { code, to } = value;
  const [from, until] = [dayOf(value["from"]), dayOf(to)];
  if (!isText(code, /^M\d{5}$/) || from === null || (to !== null && until === null)) return null;
  return { code, from, to: until };
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function institutionOf(value: unknown): Claim["institution"] | null {
  if (!isFields(value, 5)) return null;
  const { code, type, level, region } = value;
  const held = each(value["designations"], designations.length, (one) =>
    isOneOf(designations, one) ? one : null,
  );
  if (!isWord(code) || !isOneOf(institutionTypes, type) || !isOneOf(levels, level)) return null;
  if (!isText(region, /^\d{6}$/) || held === null) return null;
  return { code, type, level, region, designations: held };
}

function accountOf(value: unknown): Claim["account"] | null {
  if (!isFields(value, 3)) return null;
  const { use, balance, family } = value;
  if (!isFlag(use) || !isText(balance, moneyPattern) || !isEmptyList(family)) return null;
  return { use, balance: parseFen(balance), family: [] };
}

/**
 * A claim as the schema would read it.
 *
 * @param input  parsed JSON
 * @returns null for whatever needs the schema: more fields, or a fault; whether values contradict each other is not asked
 */
export function readPlainClaim(input: unknown): Omit<Claim, "serviceDate"> | null {
  if (!isFields(input, 9)) return null;
  const { claimId, plan, serviceTime, medType, prescription } = input;
  if (!isWord(claimId) || !isText(plan, /^[a-z][a-z0-9-]{0,39}$/) || prescription !== null) return null;
  if (typeof serviceTime !== "string" || shanghaiDateOf(serviceTime) === null) return null;
  if (!isOneOf(medTypes, medType)) return null;
  const institution = institutionOf(input["institution"]);
  const person = personOf(input["person"]);
  const items = each(input["items"], itemsMax, itemOf);
  const account = accountOf(input["account"]);
  if (institution === null || person === null || items === null || account === null) return null;
  if (items.length === 0) return null;
  return { claimId, plan, serviceTime, medType, institution, person, prescription, items, account };
}
