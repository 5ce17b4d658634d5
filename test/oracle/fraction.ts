/** An exact share or price. Denominators are left unreduced: bills are short and whole numbers here are unbounded. */
export type Fraction = { readonly top: bigint; readonly bottom: bigint };

/** Reads a plain decimal such as "12.345"; the text carries no sign and no exponent. */
export function decimal(text: string): Fraction {
  const point = text.indexOf(".");
  if (point < 0) return { top: BigInt(text), bottom: 1n };
  const places = text.length - point - 1;
  return { top: BigInt(text.slice(0, point) + text.slice(point + 1)), bottom: 10n ** BigInt(places) };
}

export function percent(points: number): Fraction {
  return { top: BigInt(points), bottom: 100n };
}

export function times(left: Fraction, right: Fraction): Fraction {
  return { top: left.top * right.top, bottom: left.bottom * right.bottom };
}

export function plus(left: Fraction, right: Fraction): Fraction {
  return { top: left.top * right.bottom + right.top * left.bottom, bottom: left.bottom * right.bottom };
}

/** The difference, or zero where it would be below zero. */
export function minusToZero(left: Fraction, right: Fraction): Fraction {
  const top = left.top * right.bottom - right.top * left.bottom;
  return { top: top > 0n ? top : 0n, bottom: left.bottom * right.bottom };
}

/** Half-up to a whole number; the law rounds nowhere else. */
export function halfUp(value: Fraction): bigint {
  return (2n * value.top + value.bottom) / (2n * value.bottom);
}

/** Yuan, exact, to whole fen, half-up. */
export function yuanToFen(yuan: Fraction): bigint {
  return halfUp({ top: yuan.top * 100n, bottom: yuan.bottom });
}

/** Whole fen × share, still exact: the caller rounds once it knows that this is what is paid. */
export function fenTimes(fen: bigint, share: Fraction): Fraction {
  return { top: fen * share.top, bottom: share.bottom };
}

export function fenFromText(money: string): bigint {
  return yuanToFen(decimal(money));
}

export function fenToText(fen: bigint): string {
  const digits = fen.toString().padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export function least(first: bigint, ...others: bigint[]): bigint {
  return others.reduce((low, other) => (other < low ? other : low), first);
}

export function aboveZero(value: bigint): bigint {
  return value > 0n ? value : 0n;
}
