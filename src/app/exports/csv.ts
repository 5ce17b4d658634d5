import type { ColumnBytes } from "./byte-rows.ts";
import { byteRows, rememberedBytes } from "./byte-rows.ts";
import type { Column } from "./data-set.ts";
import type { Encoder } from "./encoder.ts";

const nothing = new Uint8Array();
const comma = Uint8Array.of(0x2c);
const lineEnd = Uint8Array.of(0x0d, 0x0a);

export interface Charset {
  /** What a file begins with. */
  readonly mark: Uint8Array;
  readonly encode: (text: string) => Uint8Array;
}

/** With the mark by which spreadsheets know it. */
export const utf8: Charset = {
  mark: Buffer.from("\uFEFF", "utf8"),
  encode: (text) => Buffer.from(text, "utf8"),
};

export function csvEncoder(columns: readonly Column[], { mark, encode }: Charset): Encoder {
  const wordBytes = rememberedBytes((cell) => encode(quoted(defused(cell))));
  const numberBytes = rememberedBytes((cell) => encode(quoted(cell)));
  const columnBytes = columns.map(({ kind }, at): ColumnBytes => {
    const isWords = kind === "text";
    return {
      before: at === 0 ? nothing : comma,
      around: nothing,
      empty: nothing,
      bytesOf: isWords ? wordBytes : numberBytes,
      isWords,
    };
  });
  return {
    begin: () => {
      const head = encode(`${columns.map(({ title }) => quoted(title)).join(",")}\r\n`);
      return Buffer.concat([mark, head]);
    },
    rows: (rows) => byteRows(rows, columnBytes, lineEnd),
    end: () => nothing,
  };
}

const special = /[",\r\n]/;

function quoted(cell: string): string {
  return special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/**
 * Words that a spreadsheet would run as a formula stand behind an apostrophe: they come from item names, operators and
 * other systems. Numbers are our own, and a minus before one is a minus.
 */
function defused(text: string): string {
  return /^[\s\u200B\uFEFF]*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text;
}
