import { Zip } from "fflate";

import type { Cells, Column } from "./data-set.ts";
import { deflatedFile } from "./deflated-file.ts";
import type { DeflatedFile } from "./deflated-file.ts";
import type { Encoder } from "./encoder.ts";
import { sheetCells, sheetEnd, sheetStart, workbookParts } from "./xlsx-parts.ts";

/** As many as a sheet holds, its head left out; what is more stands on further sheets. */
const sheetRowsMax = 1_048_575;

/**
 * A workbook that is written while its rows come: at no moment is more than a page of them in memory, which no library at
 * hand does.
 *
 * @param at  milliseconds since 1970, for the times inside
 */
export function xlsxEncoder(
  columns: readonly Column[],
  {
    title,
    at,
    rowsMax = sheetRowsMax,
  }: { readonly title: string; readonly at: number; readonly rowsMax?: number },
): Encoder {
  const made: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error;
    made.push(chunk);
  });
  const takeMade = (): Uint8Array => Buffer.concat(made.splice(0));
  const open = (name: string): DeflatedFile => {
    const file = deflatedFile(name, at);
    zip.add(file);
    return file;
  };
  let sheets = 0;
  let inSheet = 0;
  let sheet: DeflatedFile | null = null;
  const startSheet = (): DeflatedFile => {
    sheets += 1;
    inSheet = 0;
    const started = open(`xl/worksheets/sheet${sheets}.xml`);
    started.push(Buffer.from(sheetStart(columns), "utf8"));
    return started;
  };
  const write = (rows: readonly Cells[]): void => {
    for (let from = 0; from < rows.length;) {
      if (sheet !== null && inSheet >= rowsMax) {
        sheet.push(Buffer.from(sheetEnd, "utf8"), true);
        sheet = null;
      }
      sheet ??= startSheet();
      const part = rows.slice(from, from + rowsMax - inSheet);
      sheet.push(Buffer.from(sheetCells(columns, part), "utf8"));
      inSheet += part.length;
      from += part.length;
    }
  };
  return {
    begin: () => {
      sheet = startSheet();
      return takeMade();
    },
    rows: (rows) => {
      write(rows);
      return takeMade();
    },
    end: () => {
      sheet?.push(Buffer.from(sheetEnd, "utf8"), true);
      for (const [name, text] of workbookParts(title, sheets))
        open(name).push(Buffer.from(text, "utf8"), true);
      zip.end();
      return takeMade();
    },
  };
}
