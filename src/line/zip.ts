import { strToU8, unzipSync, zipSync } from "fflate";

/** The longest text that a packed file may turn out to be. */
const textBytesMax = 32 * 1024 * 1024;

/** The one text in a zip file; null when it is no zip, holds more or other things, is too long or not UTF-8. */
export function unzipText(bytes: Uint8Array): string | null {
  let found = 0;
  try {
    const files = unzipSync(bytes, {
      // What is said to be too long is never unpacked, and what is longer than it says is cut and fails its reader.
      filter: ({ originalSize }) => {
        found += 1;
        return found === 1 && originalSize <= textBytesMax;
      },
    });
    const [text, ...others] = Object.values(files);
    if (text === undefined || others.length > 0 || found !== 1) return null;
    return new TextDecoder("utf-8", { fatal: true }).decode(text);
  } catch {
    return null;
  }
}

/** A zip file with one text in it. @param at  milliseconds since 1970 */
export function zipText(name: string, text: string, at: number): Uint8Array {
  return zipSync({ [name]: strToU8(text) }, { mtime: at });
}
