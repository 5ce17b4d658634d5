import iconv from "iconv-lite";

import type { Cells, Column } from "./data-set.ts";
import type { Encoder } from "./encoder.ts";

const nothing = new Uint8Array();

/** With the mark by which spreadsheets know it, or in the encoding that older systems of China read. */
export function csvEncoder(columns: readonly Column[], charset: "utf8" | "gb18030"): Encoder {
  const encode = (text: string): Uint8Array =>
    charset === "utf8" ? Buffer.from(text, "utf8") : iconv.encode(text, "gb18030");
  const kinds = columns.map(({ kind }) => kind);
  return {
    begin: () => {
      const head = encode(`${columns.map(({ title }) => quoted(title)).join(",")}\r\n`);
      return charset === "utf8" ? Buffer.concat([Buffer.from("\uFEFF", "utf8"), head]) : head;
    },
    rows: (rows) => encode(textOf(rows, kinds)),
    end: () => nothing,
  };
}

/** One text for all of them: a year's rows are millions of cells, and most of them are written as they are. */
function textOf(rows: readonly Cells[], kinds: readonly Column["kind"][]): string {
  let text = "";
  for (const cells of rows) {
    for (let at = 0; at < cells.length; at += 1) {
      const cell = cells[at] ?? "";
      const kind = kinds[at];
      if (at > 0) text += ",";
      // An amount is digits of our own.
      if (kind === "amount") text += cell;
      else text += quoted(kind === "text" ? defused(cell) : cell);
    }
    text += "\r\n";
  }
  return text;
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
  // What begins with a digit or a letter is no formula; most cells do.
  const first = text.charCodeAt(0);
  if ((first >= 0x30 && first <= 0x39) || (first >= 0x41 && first <= 0x7a)) return text;
  return /^[\s\u200B\uFEFF]*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text;
}
