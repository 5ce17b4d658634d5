import type { CivilDate } from "../base/civil-date.ts";
import { parseCivilDate, shanghaiDateOf, yearOf } from "../base/civil-date.ts";
import {
  fenMax,
  isPositive,
  moneyPattern,
  parsePrice,
  parseQuantity,
  pricePattern,
  priceTimes,
  quantityPattern,
} from "../base/money.ts";
import { accumulatorPattern, isCount } from "./accumulator-id.ts";

/** A bill of more lines is refused: no counter rings it up, and a stay of months stays far below. */
export const itemsMax = 10_000;

/** Where a claim cannot be right although each of its fields could be, and why. */
export interface Contradiction {
  readonly path: readonly PropertyKey[];
  readonly reason: string;
}

/**
 * What no single field can tell: values that cannot both be true, ids that stand twice, amounts that outgrow the format.
 *
 * Reads the claim as it came, so that its contradictions are listed together with the faults of its fields: a field that
 * has a fault of its own contradicts nothing.
 */
export function* contradictions(claim: unknown): Generator<Contradiction> {
  const serviceDate = instantAt(claim, "serviceTime");
  if (serviceDate !== null) yield* wrongDays(claim, serviceDate);
  yield* wrongStay(claim, serviceDate);
  const requested = textAt(claim, "account", "requested");
  if (at(claim, "account", "use") === false && moneyPattern.test(requested) && isPositive(requested)) {
    yield { path: ["account", "requested"], reason: "不使用个人账户时不应要求支付金额" };
  }
  if (textAt(claim, "institution", "type") === "pharmacy" && hospitalMedTypes.has(textAt(claim, "medType"))) {
    yield { path: ["medType"], reason: "药店不能结算此医疗类别（药店购药为 41，慢特病购药为 14）" };
  }
  const items: unknown = at(claim, "items");
  if (Array.isArray(items) && items.length <= itemsMax) {
    yield* repeatedIds(items);
    yield* tooLarge(items);
  }
  yield* wrongAccumulators(at(claim, "accumulators"));
}

/** Visits that only a hospital can have; a pharmacy sells (41) and dispenses for chronic diseases (14). */
const hospitalMedTypes: ReadonlySet<string> = new Set(["11", "13", "21", "51", "52", "53"]);

function* wrongDays(claim: unknown, serviceDate: CivilDate): Generator<Contradiction> {
  const birthDate = dayAt(claim, "person", "birthDate");
  if (birthDate !== null && birthDate > serviceDate) {
    yield { path: ["person", "birthDate"], reason: "出生日期晚于就医日期" };
  }
  const submittedOn = dayAt(claim, "submittedOn");
  if (submittedOn !== null && submittedOn < serviceDate) {
    yield { path: ["submittedOn"], reason: "申报日期早于就医日期" };
  }
}

function* wrongStay(claim: unknown, serviceDate: CivilDate | null): Generator<Contradiction> {
  const discharged = dayAt(claim, "stay", "discharged");
  if (discharged === null) return;
  const admitted = dayAt(claim, "stay", "admitted");
  if (admitted !== null && admitted > discharged) {
    yield { path: ["stay", "discharged"], reason: "出院日期早于入院日期" };
  }
  // A stay that ended in another year is refused by name (NOT_SUPPORTED).
  if (serviceDate !== null && discharged < serviceDate && yearOf(discharged) === yearOf(serviceDate)) {
    yield { path: ["serviceTime"], reason: "住院结算的 serviceTime 应为出院时间" };
  }
}

function* repeatedIds(items: readonly unknown[]): Generator<Contradiction> {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const id = textAt(item, "id");
    if (id !== "" && seen.has(id)) yield { path: ["items", index, "id"], reason: "明细编号重复" };
    seen.add(id);
  }
}

/** Amounts must fit ten digits. Only amounts anywhere near are computed exactly: the rest cost nothing. */
function* tooLarge(items: readonly unknown[]): Generator<Contradiction> {
  const reason = "金额超过 9999999999.99";
  const priced = items.map((item) => ({ price: textAt(item, "price"), qty: textAt(item, "qty") }));
  if (!priced.every(({ price, qty }) => pricePattern.test(price) && quantityPattern.test(qty))) return;
  if (priced.reduce((sum, { price, qty }) => sum + Number(price) * Number(qty), 0) < 1_000_000_000) return;
  let total = 0;
  for (const [index, { price, qty }] of priced.entries()) {
    const amount = priceTimes(parsePrice(price), parseQuantity(qty), "halfUp");
    if (amount > fenMax) yield { path: ["items", index], reason };
    total += amount;
  }
  if (total > fenMax) yield { path: ["items"], reason };
}

function* wrongAccumulators(accumulators: unknown): Generator<Contradiction> {
  if (accumulators === null || typeof accumulators !== "object" || Array.isArray(accumulators)) return;
  for (const [id, value] of Object.entries(accumulators)) {
    const path = ["accumulators", id];
    if (!accumulatorPattern.test(id)) yield { path, reason: "未知的累计项" };
    else if (typeof value !== "string") continue;
    else if (!moneyPattern.test(value)) yield { path, reason: "应为金额：至多 10 位整数、2 位小数" };
    else if (isCount(id) && !/^\d{1,10}(\.0{1,2})?$/.test(value)) yield { path, reason: "次数应为整数" };
  }
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (found === null || typeof found !== "object") return undefined;
    const own = Object.getOwnPropertyDescriptor(found, key);
    found = own?.value;
  }
  return found;
}

/** "" where there is no text. */
function textAt(value: unknown, ...keys: readonly string[]): string {
  const found = at(value, ...keys);
  return typeof found === "string" ? found : "";
}

function dayAt(value: unknown, ...keys: readonly string[]): CivilDate | null {
  return parseCivilDate(textAt(value, ...keys));
}

function instantAt(value: unknown, key: string): CivilDate | null {
  return shanghaiDateOf(textAt(value, key));
}
