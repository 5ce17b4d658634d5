/** An exact number: top ÷ bottom, bottom above zero. Bills are short, so nothing is ever reduced. */
export interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
}

export const zero: Fraction = { top: 0n, bottom: 1n };

/** Reads "12.345"; the text is digits with at most one point. */
export function fractionOf(text: string): Fraction {
  const [whole = "", decimals = ""] = text.split(".");
  return { top: BigInt(whole + decimals), bottom: 10n ** BigInt(decimals.length) };
}

export function add(a: Fraction, b: Fraction): Fraction {
  return { top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom };
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return add(a, { top: -b.top, bottom: b.bottom });
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return { top: a.top * b.top, bottom: a.bottom * b.bottom };
}

/** @param b  above zero */
export function divide(a: Fraction, b: Fraction): Fraction {
  return { top: a.top * b.bottom, bottom: a.bottom * b.top };
}

export function isLess(a: Fraction, b: Fraction): boolean {
  return a.top * b.bottom < b.top * a.bottom;
}

export function isEqual(a: Fraction, b: Fraction): boolean {
  return a.top * b.bottom === b.top * a.bottom;
}

/** To whole fen (1/100): half up, down or up. Only amounts from zero are ever rounded. */
export function toFen(value: Fraction, way: "round" | "floor" | "ceil"): Fraction {
  const fen = value.top * 100n;
  const down = fen / value.bottom;
  const rest = fen % value.bottom;
  const goesUp = { round: rest * 2n >= value.bottom, floor: false, ceil: rest > 0n }[way];
  return { top: goesUp ? down + 1n : down, bottom: 100n };
}
