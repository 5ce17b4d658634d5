/** What control characters are called in the manuals of scanners. */
const names: Readonly<Record<number, string>> = {
  0x02: "STX",
  0x03: "ETX",
  0x04: "EOT",
  0x09: "TAB",
  0x0a: "LF",
  0x0d: "CR",
  0x1b: "ESC",
  0x1c: "FS",
  0x1d: "GS",
  0x1e: "RS",
  0x1f: "US",
};

/** "0d0a" as "0d 0a". */
export function spacedHex(hex: string): string {
  return pairs(hex).join(" ");
}

/** "02363903" as "⟨STX⟩69⟨ETX⟩": what can be read as it is, the rest by name or figure. */
export function readableBytes(hex: string): string {
  return pairs(hex)
    .map((pair) => {
      const byte = Number.parseInt(pair, 16);
      return byte >= 0x20 && byte < 0x7f ? String.fromCodePoint(byte) : `⟨${names[byte] ?? pair}⟩`;
    })
    .join("");
}

function pairs(hex: string): readonly string[] {
  return hex.match(/../g) ?? [];
}
