import { Decimal } from "decimal.js";

import { assert } from "./assert.ts";

declare const unit: unique symbol;

/** Whole fen (1/100 yuan), a safe integer. Below zero only in reversals. */
export type Fen = number & { readonly [unit]: "fen" };
/** A decimal as it was written, with its value in whole units of its last decimal (NaN where that is no safe integer). */
interface Written {
  readonly text: string;
  readonly scaled: number;
}
/** Share of an amount, 0…1, exact, up to four decimals. */
export type Ratio = Written & { readonly [unit]: "ratio" };
/** Yuan a unit, ≥ 0, up to six decimals. */
export type Price = Written & { readonly [unit]: "price" };
/** Units sold, > 0, up to four decimals. */
export type Quantity = Written & { readonly [unit]: "quantity" };
/** How a paid amount is brought to the fen. The law's default is half up. */
export type Rounding = "halfUp" | "down" | "up";

/** An own copy of decimal.js: 40 significant digits hold every product of the formats below, so nothing is cut in silence. */
const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP });

const modeOf: Readonly<Record<Rounding, Decimal.Rounding>> = {
  halfUp: Decimal.ROUND_HALF_UP,
  down: Decimal.ROUND_DOWN,
  up: Decimal.ROUND_UP,
};

export const moneyPattern = /^\d{1,10}(\.\d{1,2})?$/;
export const pricePattern = /^\d{1,10}(\.\d{1,6})?$/;
export const quantityPattern = /^\d{1,10}(\.\d{1,4})?$/;
export const ratioPattern = /^\d{1,10}(\.\d{1,4})?$/;

const priceDecimals = 6;
const quantityDecimals = 4;
const ratioDecimals = 4;
/** Price units × quantity units in one fen. */
const fenInProduct = 10 ** (priceDecimals + quantityDecimals - 2);

/** The largest amount that fits the national field (16,2) and the JSON format: 9 999 999 999.99 yuan. */
export const fenMax = 999_999_999_999 as Fen;
export const zeroFen = 0 as Fen;

/**
 * Brands an integer as fen.
 *
 * @throws Bug when it is not a safe integer
 */
export function fen(value: number): Fen {
  assert(Number.isSafeInteger(value), `${value} is no whole fen`);
  return value as Fen;
}

/**
 * Reads "12.5" as 1250 fen without a float in between.
 *
 * @param text  matches `moneyPattern`
 * @throws Bug on any other text: the edge has checked it
 */
export function parseFen(text: string): Fen {
  assert(moneyPattern.test(text), `"${text}" is no amount`);
  const dot = text.indexOf(".");
  if (dot < 0) return (Number(text) * 100) as Fen;
  const cents = text.slice(dot + 1);
  return (Number(text.slice(0, dot)) * 100 + Number(cents.length === 1 ? `${cents}0` : cents)) as Fen;
}

/**
 * Reads what `formatFen` has written: an amount that may be below zero.
 *
 * @throws Bug on any other text
 */
export function parseSignedFen(text: string): Fen {
  return text.startsWith("-") ? negateFen(parseFen(text.slice(1))) : parseFen(text);
}

/**
 * Writes fen as yuan with exactly two decimals: 1250 → "12.50", −5 → "-0.05".
 */
export function formatFen(amount: Fen): string {
  const digits = Math.abs(amount);
  const cents = digits % 100;
  const yuan = (digits - cents) / 100;
  return `${amount < 0 ? "-" : ""}${yuan}.${cents < 10 ? "0" : ""}${cents}`;
}

/** Reads a price that matches `pricePattern`. @throws Bug on any other text */
export function parsePrice(text: string): Price {
  assert(pricePattern.test(text), `"${text}" is no price`);
  return { text, scaled: scale(text, priceDecimals) } as Price;
}

/** Reads a quantity that matches `quantityPattern`. @throws Bug on any other text */
export function parseQuantity(text: string): Quantity {
  assert(quantityPattern.test(text), `"${text}" is no quantity`);
  return { text, scaled: scale(text, quantityDecimals) } as Quantity;
}

/** Reads a ratio that matches `ratioPattern` and is at most 1. @throws Bug on any other text */
export function parseRatio(text: string): Ratio {
  assert(ratioPattern.test(text), `"${text}" is no ratio`);
  const scaled = scale(text, ratioDecimals);
  assert(scaled <= 10 ** ratioDecimals, `"${text}" is more than the whole`);
  return { text, scaled } as Ratio;
}

/** Whether a text that matches `ratioPattern` is a share of a whole. */
export function isShare(text: string): boolean {
  return scale(text, ratioDecimals) <= 10 ** ratioDecimals;
}

/** Whether a text that matches `quantityPattern` is more than nothing. */
export function isPositive(text: string): boolean {
  return !/^[0.]+$/.test(text);
}

/** Writes a decimal as it was written. */
export function formatDecimal(value: Ratio | Price | Quantity): string {
  return value.text;
}

/**
 * What a line costs: price × quantity, rounded once to the fen.
 *
 * @returns fen; above `fenMax` only for inputs that a claim's check refuses
 */
export function priceTimes(price: Price, quantity: Quantity, rounding: Rounding): Fen {
  const product = price.scaled * quantity.scaled;
  if (Number.isSafeInteger(product)) return divideExactly(product, fenInProduct, rounding);
  return roundExact(new Exact(price.text).times(quantity.text).times(100), rounding);
}

/**
 * What a line costs above the price limit: max(0, price − limit) × quantity, rounded once to the fen.
 *
 * @returns fen, at most what `priceTimes` gives for the same price and quantity
 */
export function priceAboveTimes(price: Price, limit: Price, quantity: Quantity, rounding: Rounding): Fen {
  const above = price.scaled - limit.scaled;
  const product = above * quantity.scaled;
  if (Number.isSafeInteger(product))
    return above <= 0 ? zeroFen : divideExactly(product, fenInProduct, rounding);
  const exact = Exact.max(0, new Exact(price.text).minus(limit.text)).times(quantity.text).times(100);
  return roundExact(exact, rounding);
}

/**
 * A share of an amount, rounded once to the fen.
 *
 * @param amount  fen, ≥ 0
 */
export function timesRounded(amount: Fen, ratio: Ratio, rounding: Rounding): Fen {
  const product = amount * ratio.scaled;
  if (Number.isSafeInteger(product)) return divideExactly(product, 10 ** ratioDecimals, rounding);
  return roundExact(new Exact(amount).times(ratio.text), rounding);
}

/**
 * The sum of several shares, rounded once to the fen and not share by share.
 *
 * @param parts  fen ≥ 0 with the ratio that applies to each
 */
export function sumTimesRounded(
  parts: readonly { readonly amount: Fen; readonly ratio: Ratio }[],
  rounding: Rounding,
): Fen {
  let sum = new Exact(0);
  for (const part of parts) sum = sum.plus(new Exact(part.amount).times(part.ratio.text));
  return roundExact(sum, rounding);
}

/**
 * The share of `whole` that falls to `part` of `base`, rounded half up to the fen.
 *
 * @param base  fen, > 0
 */
export function proportion(whole: Fen, part: Fen, base: Fen): Fen {
  assert(base > 0, "a proportion needs a base above zero");
  return roundExact(new Exact(whole).times(part).div(base), "halfUp");
}

/** The whole as a ratio. */
export const wholeShare: Ratio = parseRatio("1");

/** The lower of two ratios; zero is passed over, as nothing can be told from a share of nothing. */
export function lowerShare(one: Ratio, other: Ratio): Ratio {
  return other.scaled > 0 && other.scaled < one.scaled ? other : one;
}

/**
 * The least amount of which a share is at least the given one, rounded up to the fen.
 *
 * @param share  fen ≥ 0
 * @param ratio  above zero
 */
export function amountBehind(share: Fen, ratio: Ratio): Fen {
  assert(ratio.scaled > 0, "a share of nothing tells no amount");
  return roundExact(new Exact(share).div(ratio.text), "up");
}

/** Takes points off a ratio, not below zero (an off-site cut). */
export function minusRatio(ratio: Ratio, points: Ratio): Ratio {
  return parseRatio(Exact.max(0, new Exact(ratio.text).minus(points.text)).toFixed());
}

/** Whether two ratio texts lie at most `points` apart. */
export function withinPoints(a: string, b: string, points: string): boolean {
  return Math.abs(parseRatio(a).scaled - parseRatio(b).scaled) <= parseRatio(points).scaled;
}

/** @throws Bug when the sum is no safe integer */
export function addFen(a: Fen, b: Fen): Fen {
  return fen(a + b);
}

/** @throws Bug when the difference is no safe integer */
export function subtractFen(a: Fen, b: Fen): Fen {
  return fen(a - b);
}

/** The smaller of two amounts. */
export function minFen(a: Fen, b: Fen): Fen {
  return a < b ? a : b;
}

/** The larger of two amounts. */
export function maxFen(a: Fen, b: Fen): Fen {
  return a > b ? a : b;
}

/** What is left of `limit` after `used`, never below zero. */
export function leftOf(limit: Fen, used: Fen): Fen {
  return limit > used ? ((limit - used) as Fen) : zeroFen;
}

/** The mirror of an amount, for reversals. */
export function negateFen(amount: Fen): Fen {
  // Not −0: it would print as "-0" in a comparison and hash as another value.
  return (amount === 0 ? 0 : -amount) as Fen;
}

/** "12.5" with four decimals is 125000; NaN when it is no safe integer, so that it never passes for one. */
function scale(text: string, decimals: number): number {
  const dot = text.indexOf(".");
  const whole = dot < 0 ? text : text.slice(0, dot);
  const fraction = dot < 0 ? "" : text.slice(dot + 1);
  const scaled = Number(whole) * 10 ** decimals + Number(fraction.padEnd(decimals, "0"));
  return Number.isSafeInteger(scaled) ? scaled : Number.NaN;
}

/**
 * A safe integer divided by another and rounded, without a fraction in between: remainder and quotient of safe integers
 * are exact, a quotient with decimals is not. Most bills take this way; decimal.js takes the rest.
 */
function divideExactly(value: number, by: number, rounding: Rounding): Fen {
  const rest = value % by;
  const down = (value - rest) / by;
  switch (rounding) {
    case "halfUp":
      return (rest * 2 >= by ? down + 1 : down) as Fen;
    case "down":
      return down as Fen;
    case "up":
      return (rest > 0 ? down + 1 : down) as Fen;
  }
}

function roundExact(value: Decimal, rounding: Rounding): Fen {
  return value.toDecimalPlaces(0, modeOf[rounding]).toNumber() as Fen;
}
