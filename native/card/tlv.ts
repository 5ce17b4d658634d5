/** One data object of a card (ISO 7816-4, BER-TLV): its tag in full and its bytes. */
export interface Tlv {
  readonly tag: number;
  readonly value: Uint8Array;
}

export type TlvResult =
  { readonly ok: true; readonly items: readonly Tlv[] } | { readonly ok: false; readonly reason: string };

/** What one answer of a card can hold, and more than any file of the social security card does. */
const bytesMax = 4096;
const itemsMax = 64;

/**
 * Reads data objects that lie one after the other, strictly: tags of at most three bytes and lengths of at most two,
 * written as short as can be, nothing cut short. Fill bytes (00, FF) may only stand at the end.
 */
export function readTlv(bytes: Uint8Array): TlvResult {
  if (bytes.length > bytesMax) return { ok: false, reason: "too long" };
  const items: Tlv[] = [];
  for (let at = 0; at < bytes.length;) {
    if (bytes.subarray(at).every((byte) => byte === 0x00 || byte === 0xff)) break;
    if (items.length === itemsMax) return { ok: false, reason: "too many objects" };
    const tag = readTag(bytes, at);
    if (tag === null) return { ok: false, reason: `no tag at ${at}` };
    const length = readLength(bytes, tag.next);
    if (length === null) return { ok: false, reason: `no length at ${tag.next}` };
    const end = length.next + length.value;
    if (end > bytes.length) return { ok: false, reason: `cut short after ${at}` };
    items.push({ tag: tag.value, value: bytes.subarray(length.next, end) });
    at = end;
  }
  return { ok: true, items };
}

interface Number {
  readonly value: number;
  /** Where what follows begins. */
  readonly next: number;
}

function readTag(bytes: Uint8Array, at: number): Number | null {
  const first = bytes[at];
  if (first === undefined || first === 0x00 || first === 0xff) return null;
  if ((first & 0x1f) !== 0x1f) return { value: first, next: at + 1 };
  const second = bytes[at + 1];
  // A tag below 31 has one byte, and a number does not begin with zeros.
  if (second === undefined || (second & 0x7f) === 0 || second < 0x1f) return null;
  if (second < 0x80) return { value: (first << 8) | second, next: at + 2 };
  const third = bytes[at + 2];
  if (third === undefined || third >= 0x80) return null;
  return { value: (first << 16) | (second << 8) | third, next: at + 3 };
}

function readLength(bytes: Uint8Array, at: number): Number | null {
  const first = bytes[at];
  if (first === undefined) return null;
  if (first < 0x80) return { value: first, next: at + 1 };
  // 80 leaves the end open, which no card file does.
  const high = bytes[at + 1];
  if (first === 0x81) return high === undefined || high < 0x80 ? null : { value: high, next: at + 2 };
  const low = bytes[at + 2];
  if (first !== 0x82 || high === undefined || low === undefined || high === 0) return null;
  return { value: high * 256 + low, next: at + 3 };
}
