import type { TextEncoding } from "../../src/scan/device-settings.ts";

/** Made once a device: a decoder costs more than a scan. */
export type ReadText = (bytes: Uint8Array) => string | null;

/**
 * Reads the bytes of a scan. Scanners send what the code holds, and Chinese codes hold UTF-8 or GB18030 without saying
 * which, so `auto` tells them apart.
 *
 * @returns reads bytes to a text, or to null where they are no text in that encoding
 */
export function openTextReader(encoding: TextEncoding): ReadText {
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  const gb18030 = new TextDecoder("gb18030", { fatal: true });
  switch (encoding) {
    case "utf8":
      return (bytes) => decode(utf8, bytes);
    case "gb18030":
      return (bytes) => decode(gb18030, bytes);
    case "auto":
      return (bytes) => {
        const text = decode(utf8, bytes);
        if (text === null) return decode(gb18030, bytes);
        // A pair of bytes that is a Chinese character in GB18030 can be a letter of Greek, Cyrillic or Arabic in UTF-8,
        // never a Chinese one, which takes three. At this counter it is the Chinese one.
        const isDoubtful = /[\u0080-\u07FF]/.test(text) && !/[\u0800-\u{10FFFF}]/u.test(text);
        const chinese = isDoubtful ? decode(gb18030, bytes) : null;
        return chinese !== null && /^[\p{ASCII}\u3000-\u303F\u4E00-\u9FFF\uFF00-\uFFEF]+$/u.test(chinese)
          ? chinese
          : text;
      };
  }
}

function decode(
  decoder: { readonly decode: (bytes: Uint8Array) => string },
  bytes: Uint8Array,
): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
