/** A line of the input, or why it could not be read as text. */
export type Line =
  | { readonly number: number; readonly ok: true; readonly text: string }
  | { readonly number: number; readonly ok: false; readonly reason: string };

/** A claim of the most lines we take stays below; a longer line is dropped as it streams by, never held. */
export const lineBytesMax = 16 * 1024 * 1024;
const newline = 0x0a;

/**
 * Splits a byte stream into lines, in memory bounded by the longest line taken.
 *
 * Blank lines are skipped. A line that is too long or not UTF-8 is told as such and the next one goes on.
 */
export async function* readLines(
  input: AsyncIterable<Uint8Array>,
  bytesMax = lineBytesMax,
): AsyncGenerator<Line> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let parts: Uint8Array[] = [];
  let bytes = 0;
  let number = 1;
  const take = (): Line | null => {
    const whole = parts.length === 1 ? parts[0] : Buffer.concat(parts);
    const size = bytes;
    parts = [];
    bytes = 0;
    const at = number;
    number += 1;
    if (size > bytesMax) return { number: at, ok: false, reason: `一行超过 ${bytesMax / 1024 / 1024} MB` };
    const text = decode(decoder, whole);
    if (text === null) return { number: at, ok: false, reason: "不是有效的 UTF-8 文本" };
    return text.trim() === "" ? null : { number: at, ok: true, text };
  };
  for await (const chunk of input) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      bytes += end - from;
      // What will be refused for its length need not be kept.
      if (bytes <= bytesMax) parts.push(chunk.subarray(from, end));
      from = end + 1;
      const line = take();
      if (line !== null) yield line;
    }
    bytes += chunk.length - from;
    if (bytes > bytesMax) parts = [];
    else if (from < chunk.length) parts.push(chunk.subarray(from));
  }
  if (bytes > 0) {
    const line = take();
    if (line !== null) yield line;
  }
}

function decode(
  decoder: { decode: (bytes: Uint8Array) => string },
  bytes: Uint8Array | undefined,
): string | null {
  if (bytes === undefined) return "";
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
