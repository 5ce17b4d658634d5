/** The 45 characters that a QR code packs best, by their value (RFC 9285). */
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const base = 45;

/** Writes bytes as base45 (RFC 9285): two bytes in three characters, a last single byte in two. */
export function toBase45(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const [first = 0, second] = bytes.subarray(at, at + 2);
    text += second === undefined ? characters(first, 2) : characters(first * 256 + second, 3);
  }
  return text;
}

/** Least significant first. */
function characters(value: number, count: number): string {
  let text = "";
  for (let rest = value, at = 0; at < count; at += 1, rest = Math.floor(rest / base))
    text += alphabet.charAt(rest % base);
  return text;
}

/**
 * Reads base45.
 *
 * @returns the bytes; null for any text that `toBase45` does not write: another character, a length or a group that no
 * bytes have
 */
export function fromBase45(text: string): Uint8Array | null {
  if (text.length % 3 === 1) return null;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const group = text.slice(at, at + 3);
    const value = valueOf(group);
    const count = group.length - 1;
    if (value === null || value >= 256 ** count) return null;
    if (count === 2) bytes.push(value >> 8);
    bytes.push(value & 255);
  }
  return Uint8Array.from(bytes);
}

function valueOf(group: string): number | null {
  let value = 0;
  for (let at = group.length - 1; at >= 0; at -= 1) {
    const digit = alphabet.indexOf(group.charAt(at));
    if (digit < 0) return null;
    value = value * base + digit;
  }
  return value;
}
