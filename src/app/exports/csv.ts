import iconv from "iconv-lite";

import type { Cells, Column } from "./data-set.ts";
import type { Encoder } from "./encoder.ts";

const nothing = new Uint8Array();

/** With the mark by which spreadsheets know it, or in the encoding that older systems of China read. */
export function csvEncoder(columns: readonly Column[], charset: "utf8" | "gb18030"): Encoder {
  const encode = (rows: readonly Cells[]): Uint8Array => {
    const text = rows.map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");
    return charset === "utf8" ? Buffer.from(text, "utf8") : iconv.encode(text, "gb18030");
  };
  return {
    begin: () => {
      const head = encode([columns.map(({ title }) => title)]);
      return charset === "utf8" ? Buffer.concat([Buffer.from("\uFEFF", "utf8"), head]) : head;
    },
    rows: (rows) =>
      encode(
        rows.map((cells) => cells.map((cell, at) => (columns[at]?.kind === "text" ? defused(cell) : cell))),
      ),
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
