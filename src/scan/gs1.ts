import { holdsCheckDigit } from "./check-digit.ts";

/** Ends a field of variable length: FNC1 as scanners send it. */
export const gs = "\u001D";

/** The fields of a GS1 element string by their application identifier, in the order they came. */
export type Gs1Fields = ReadonlyMap<string, string>;

interface Field {
  readonly digits: boolean;
  /** Exact length of a fixed field, most of a variable one. */
  readonly length: number;
  readonly fixed: boolean;
}

const fixed = (length: number): Field => ({ digits: true, length, fixed: true });
const text = (length: number): Field => ({ digits: false, length, fixed: false });
const number = (length: number): Field => ({ digits: true, length, fixed: false });

/** Identifiers by their pattern; the first that fits decides. GS1 General Specifications, figure 3.2-1, as far as goods need. */
const identifiers: readonly (readonly [pattern: RegExp, size: number, field: Field])[] = [
  [/^00/, 2, fixed(18)],
  [/^0[123]/, 2, fixed(14)],
  [/^10/, 2, text(20)],
  [/^1[1-7]/, 2, fixed(6)],
  [/^20/, 2, fixed(2)],
  [/^2[12]/, 2, text(20)],
  [/^235/, 3, text(28)],
  [/^24[0135]/, 3, text(30)],
  [/^242/, 3, number(6)],
  [/^25[0134]/, 3, text(30)],
  [/^3[07](?!\d{0,1}$)/, 2, number(8)],
  [/^3[1-6]\d\d/, 4, fixed(6)],
  [/^39\d\d/, 4, number(18)],
  [/^400|^403/, 3, text(30)],
  [/^402/, 3, fixed(17)],
  [/^41[0-7]/, 3, fixed(13)],
  [/^42[0-7]/, 3, text(20)],
  [/^7003/, 4, fixed(10)],
  [/^71[0-7]/, 3, text(20)],
  [/^80(?:0[28]|03|04|20)/, 4, text(30)],
  [/^9[0-9]/, 2, text(90)],
];

/**
 * Reads an element string: `01…17…10…<GS>21…`, with or without FNC1 in front, or as people write it, `(01)…(21)…`.
 *
 * @returns null when it is none: an unknown identifier, a field cut short, a wrong check digit, the same field twice
 */
export function parseGs1(written: string): Gs1Fields | null {
  const bracketed = written.startsWith("(") ? fromBrackets(written) : null;
  const fields = bracketed ?? fromElements(written.startsWith(gs) ? written.slice(1) : written);
  if (fields === null || fields.size === 0) return null;
  for (const identifier of ["00", "01", "02"]) {
    const value = fields.get(identifier);
    if (value !== undefined && !holdsCheckDigit(value)) return null;
  }
  return fields;
}

/**
 * A date field as a day; a month alone (day 00) is its last day. Two digits of a year are of this century: drugs that
 * expire in another one are not sold.
 *
 * @param digits  YYMMDD
 * @returns YYYY-MM-DD, or null for a day that does not exist
 */
export function gs1Day(digits: string | undefined): string | null {
  const found = /^(\d\d)(\d\d)(\d\d)$/.exec(digits ?? "");
  if (found === null) return null;
  const [, year = "", month = "", day = ""] = found;
  const lastDay = new Date(Date.UTC(2000 + Number(year), Number(month), 0)).getUTCDate();
  const monthHolds = Number(month) >= 1 && Number(month) <= 12;
  if (!monthHolds || Number(day) > lastDay) return null;
  return `20${year}-${month}-${day === "00" ? String(lastDay) : day}`;
}

function fromElements(written: string): Gs1Fields | null {
  const fields = new Map<string, string>();
  for (let at = 0; at < written.length;) {
    const rest = written.slice(at, at + 100);
    const known = identifiers.find(([pattern]) => pattern.test(rest));
    if (known === undefined) return null;
    const [, size, field] = known;
    const identifier = rest.slice(0, size);
    const value = field.fixed ? rest.slice(size, size + field.length) : (rest.slice(size).split(gs)[0] ?? "");
    if (!fits(field, value) || fields.has(identifier)) return null;
    fields.set(identifier, value);
    at += size + value.length;
    // After a fixed field the separator is needless, and many encoders write it all the same.
    if (written[at] === gs) at += 1;
  }
  return fields;
}

function fromBrackets(written: string): Gs1Fields | null {
  const fields = new Map<string, string>();
  const parts = written.matchAll(/\((\d{2,4})\)([^(]*)/gy);
  let read = 0;
  for (const [whole, identifier = "", value = ""] of parts) {
    const known = identifiers.find(
      ([pattern, size]) => size === identifier.length && pattern.test(identifier),
    );
    if (known === undefined || !fits(known[2], value) || fields.has(identifier)) return null;
    fields.set(identifier, value);
    read += whole.length;
  }
  return read === written.length ? fields : null;
}

function fits(field: Field, value: string): boolean {
  if (value === "" || value.length > field.length || (field.fixed && value.length !== field.length))
    return false;
  // The signs of GS1's character set 82, which are all that a field may hold.
  return field.digits ? /^\d+$/.test(value) : /^[!-"%-?A-Z_a-z]+$/.test(value);
}
