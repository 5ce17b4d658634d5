import type { Rounding } from "../../src/base/money.ts";

/** An exact number of another make than the program's: two whole numbers. The bottom is above zero. */
export interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
}

/** Reads "12.34". */
export function fraction(text: string): Fraction {
  const [front = "", back = ""] = text.split(".");
  return { top: BigInt(front + back), bottom: 10n ** BigInt(back.length) };
}

export function times(a: Fraction, b: Fraction): Fraction {
  return { top: a.top * b.top, bottom: a.bottom * b.bottom };
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return { top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom };
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { top: -b.top, bottom: b.bottom });
}

/** The whole number beside a fraction that is not below zero. */
export function roundFraction({ top, bottom }: Fraction, rounding: Rounding): bigint {
  if (rounding === "down") return top / bottom;
  return rounding === "up" ? (top + bottom - 1n) / bottom : (2n * top + bottom) / (2n * bottom);
}
