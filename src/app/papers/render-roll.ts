import { commands, transform } from "receiptline";

import { assert } from "../../base/assert.ts";
import type { RollWidth } from "./roll-text.ts";

/** The last word of the renderer asks the printer for its paper; asking is the affair of whoever talks to the printer. */
const question = "\u001dr\u0001";

/**
 * Rules are dashes and no characters of a Japanese code page, which a printer for Chinese need not have and which would
 * not be GB18030.
 */
const printerCommands = {
  ...commands.generic,
  hr: (width: number): string => `\u001c.${"-".repeat(width)}`,
};

/** A paper as a picture: what the screen shows before it is printed. The same source gives the same bytes. */
export function rollSvg(source: string, width: RollWidth): string {
  const svg = transform(source, { cpl: width, encoding: "gb18030", command: "svg", spacing: true });
  // The renderer draws lots for the name of its filter.
  return svg.replaceAll(/receipt-[0-9a-f-]{36}/g, "receipt-inverted");
}

/** A paper as ESC/POS with GB18030 text, cut at its end. */
export function rollBytes(source: string, width: RollWidth): Uint8Array {
  const text = transform(source, {
    cpl: width,
    encoding: "gb18030",
    command: printerCommands,
    spacing: true,
    cutting: true,
  });
  assert(text.endsWith(question), "the renderer ends with its question");
  return Buffer.from(text.slice(0, -question.length), "latin1");
}
