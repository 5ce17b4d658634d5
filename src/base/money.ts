import { Decimal } from "decimal.js";

import { assert } from "./assert.ts";

declare const unit: unique symbol;

/** Whole fen (1/100 yuan), a safe integer. Below zero only in reversals. */
export type Fen = number & { readonly [unit]: "fen" };
/** Share of an amount, 0…1, exact, up to four decimals. */
export type Ratio = Decimal & { readonly [unit]: "ratio" };
/** Yuan a unit, ≥ 0, up to six decimals. */
export type Price = Decimal & { readonly [unit]: "price" };
/** Units sold, > 0, up to four decimals. */
export type Quantity = Decimal & { readonly [unit]: "quantity" };
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
  return new Exact(text) as Price;
}

/** Reads a quantity that matches `quantityPattern`. @throws Bug on any other text */
export function parseQuantity(text: string): Quantity {
  assert(quantityPattern.test(text), `"${text}" is no quantity`);
  return new Exact(text) as Quantity;
}

/** Reads a ratio that matches `ratioPattern` and is at most 1. @throws Bug on any other text */
export function parseRatio(text: string): Ratio {
  assert(ratioPattern.test(text), `"${text}" is no ratio`);
  const ratio = new Exact(text);
  assert(ratio.lessThanOrEqualTo(1), `"${text}" is more than the whole`);
  return ratio as Ratio;
}

/** Whether a text that matches `ratioPattern` is a share of a whole. */
export function isShare(text: string): boolean {
  return new Exact(text).lessThanOrEqualTo(1);
}

/** Whether a text that matches `quantityPattern` is more than nothing. */
export function isPositive(text: string): boolean {
  return !/^[0.]+$/.test(text);
}

/** Writes every digit and no exponent: 0.85, 12.3456. */
export function formatDecimal(value: Ratio | Price | Quantity): string {
  return value.toFixed();
}

/**
 * What a line costs: price × quantity, rounded once to the fen.
 *
 * @returns fen; above `fenMax` only for inputs that a claim's check refuses
 */
export function priceTimes(price: Price, quantity: Quantity, rounding: Rounding): Fen {
  return price.times(quantity).times(100).toDecimalPlaces(0, modeOf[rounding]).toNumber() as Fen;
}

/**
 * What a line costs above the price limit: max(0, price − limit) × quantity, rounded once to the fen.
 *
 * @returns fen, at most what `priceTimes` gives for the same price and quantity
 */
export function priceAboveTimes(price: Price, limit: Price, quantity: Quantity, rounding: Rounding): Fen {
  if (price.lessThanOrEqualTo(limit)) return zeroFen;
  return price.minus(limit).times(quantity).times(100).toDecimalPlaces(0, modeOf[rounding]).toNumber() as Fen;
}

/**
 * A share of an amount, rounded once to the fen.
 *
 * @param amount  fen, ≥ 0
 */
export function timesRounded(amount: Fen, ratio: Ratio, rounding: Rounding): Fen {
  return new Exact(amount).times(ratio).toDecimalPlaces(0, modeOf[rounding]).toNumber() as Fen;
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
  for (const part of parts) sum = sum.plus(new Exact(part.amount).times(part.ratio));
  return sum.toDecimalPlaces(0, modeOf[rounding]).toNumber() as Fen;
}

/**
 * The share of `whole` that falls to `part` of `base`, rounded half up to the fen.
 *
 * @param base  fen, > 0
 */
export function proportion(whole: Fen, part: Fen, base: Fen): Fen {
  assert(base > 0, "a proportion needs a base above zero");
  return new Exact(whole).times(part).div(base).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber() as Fen;
}

/** Takes points off a ratio, not below zero (an off-site cut). */
export function minusRatio(ratio: Ratio, points: Ratio): Ratio {
  return (ratio.lessThanOrEqualTo(points) ? new Exact(0) : ratio.minus(points)) as Ratio;
}

/** Whether two ratio texts lie at most `points` apart. */
export function withinPoints(a: string, b: string, points: string): boolean {
  return parseRatio(a).minus(parseRatio(b)).abs().lessThanOrEqualTo(parseRatio(points));
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
