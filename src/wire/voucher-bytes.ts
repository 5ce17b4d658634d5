import { addDays, civilDate, parseCivilDate } from "../base/civil-date.ts";
import { assert } from "../base/assert.ts";

/** The bytes are no voucher; where, so that an issuer can find its mistake. Never leaves the decoder. */
export class MalformedVoucherError extends Error {
  override readonly name = "MalformedVoucherError";
}

/** Bytes that are read from the front. */
export interface Source {
  readonly bytes: Uint8Array;
  at: number;
}

/** One sort of field: how it is written and read. What `take` takes, `put` writes again byte for byte. */
export interface Codec<T> {
  readonly put: (value: T, to: number[]) => void;
  /** @throws MalformedVoucherError */
  readonly take: (from: Source) => T;
}

/** The next bytes of a source. @throws MalformedVoucherError when there are fewer */
export function takeBytes(from: Source, count: number): Uint8Array {
  const end = from.at + count;
  if (end > from.bytes.length) throw new MalformedVoucherError(`cut short at byte ${from.at}`);
  const taken = from.bytes.subarray(from.at, end);
  from.at = end;
  return taken;
}

function takeByte(from: Source): number {
  return takeBytes(from, 1)[0] ?? 0;
}

/** Whole numbers from 0 to 2^53 − 1, seven bits a byte, the lowest first, the high bit set on all but the last. */
export const whole: Codec<number> = {
  put: (value, to) => {
    assert(Number.isSafeInteger(value) && value >= 0, "a number of a voucher is whole and not below zero");
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) to.push((rest % 128) + 128);
    to.push(rest);
  },
  take: (from) => {
    let value = 0;
    for (let factor = 1; factor < 2 ** 56; factor *= 128) {
      const byte = takeByte(from);
      value += (byte % 128) * factor;
      if (!Number.isSafeInteger(value)) break;
      if (byte < 128) {
        if (byte === 0 && factor > 1) throw new MalformedVoucherError(`a longer zero before byte ${from.at}`);
        return value;
      }
    }
    throw new MalformedVoucherError(`a number too large before byte ${from.at}`);
  },
};

/** Seconds since 1970, four bytes, the highest first. */
export const seconds: Codec<number> = {
  put: (value, to) => {
    assert(Number.isInteger(value) && value >= 0 && value < 2 ** 32, "seconds fit four bytes");
    to.push(...[24, 16, 8, 0].map((shift) => (value >>> shift) & 255));
  },
  take: (from) => takeBytes(from, 4).reduce((value, byte) => value * 256 + byte, 0),
};

const utf8: Codec<string> = {
  put: (value, to) => {
    // Percent-encoding is the UTF-8 of the language itself: a pure folder has no TextEncoder.
    const bytes = encodeURIComponent(value).match(/%..|./g) ?? [];
    assert(bytes.length < 256, "a text of a voucher has at most 255 bytes");
    to.push(bytes.length, ...bytes.map(byteOf));
  },
  take: (from) => {
    const bytes = takeBytes(from, takeByte(from));
    try {
      return decodeURIComponent(Array.from(bytes, (byte) => `%${hexOf([byte])}`).join(""));
    } catch {
      throw new MalformedVoucherError(`no UTF-8 before byte ${from.at}`);
    }
  },
};

function byteOf(part: string): number {
  return part.length === 3 ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0);
}

/** A text of 1 to 255 bytes of UTF-8 after a byte with their count; without control characters. */
export const text: Codec<string> = {
  put: (value, to) => {
    assert(isText(value), "a text of a voucher is neither empty nor has control characters");
    utf8.put(value, to);
  },
  take: (from) => {
    const value = utf8.take(from);
    if (!isText(value))
      throw new MalformedVoucherError(`an empty text or a control character before ${from.at}`);
    return value;
  },
};

function isText(value: string): boolean {
  return /^[^\p{C}]+$/u.test(value);
}

/** The same, or a count of 0 for none. */
export const textOrNone: Codec<string | null> = {
  put: (value, to) => {
    if (value === null) to.push(0);
    else text.put(value, to);
  },
  take: (from) => (from.bytes[from.at] === 0 ? none(from) : text.take(from)),
};

function none(from: Source): null {
  from.at += 1;
  return null;
}

/** Day 1 of the calendar of a voucher. */
const firstDay = civilDate("1850-01-01");
const lastDay = civilDate("2200-12-31");

/** A day as the number of days since 1849-12-31; 0 for none. */
export const dayOrNone: Codec<string | null> = {
  put: (value, to) => {
    assert(value === null || parseCivilDate(value) !== null, "a day of a voucher exists");
    whole.put(value === null ? 0 : daysUntil(value) + 1, to);
  },
  take: (from) => {
    const number = whole.take(from);
    if (number > daysUntil(lastDay) + 1)
      throw new MalformedVoucherError(`a day too late before byte ${from.at}`);
    return number === 0 ? null : addDays(firstDay, number - 1);
  },
};

export const day: Codec<string> = {
  put: dayOrNone.put,
  take: (from) => {
    const value = dayOrNone.take(from);
    if (value === null) throw new MalformedVoucherError(`no day before byte ${from.at}`);
    return value;
  },
};

function daysUntil(date: string): number {
  return (Date.parse(`${date}T00:00:00Z`) - Date.parse(`${firstDay}T00:00:00Z`)) / 86_400_000;
}

/** A word of a list by its place in it, from 1; 0 for none where there may be none. */
export function wordOf<T extends string>(words: readonly T[]): Codec<T> {
  return {
    put: (value, to) => {
      to.push(words.indexOf(value) + 1);
    },
    take: (from) => {
      const word = words[takeByte(from) - 1];
      if (word === undefined) throw new MalformedVoucherError(`no such word before byte ${from.at}`);
      return word;
    },
  };
}

/** Another sort of field whose first byte is never 0; a byte of 0 for none. */
export function orNone<T>(codec: Codec<T>): Codec<T | null> {
  return {
    put: (value, to) => {
      if (value === null) to.push(0);
      else codec.put(value, to);
    },
    take: (from) => (from.bytes[from.at] === 0 ? none(from) : codec.take(from)),
  };
}

/** A byte with the count, then one after the other. */
export function listOf<T>(codec: Codec<T>): Codec<T[]> {
  return {
    put: (values, to) => {
      assert(values.length < 256, "a list of a voucher has at most 255 entries");
      to.push(values.length);
      for (const value of values) codec.put(value, to);
    },
    take: (from) => Array.from({ length: takeByte(from) }, () => codec.take(from)),
  };
}

/** Bytes as small hex digits, two each. */
function hexOf(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** So many bytes, told as hex. */
export function hexBytes(count: number): Codec<string> {
  return {
    put: (value, to) => {
      assert(new RegExp(`^[0-9a-f]{${count * 2}}$`).test(value), `${count} bytes of hex`);
      to.push(...(value.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)));
    },
    take: (from) => hexOf(takeBytes(from, count)),
  };
}
