import type { Cells, Column } from "./data-set.ts";

const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006";
const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** Places in `styles`: plain, two decimals, the head. */
const styleOf = { plain: 0, amount: 1, head: 2 } as const;

export const sheetEnd = "</sheetData></worksheet>";

/** A sheet up to its head, which stays in sight. */
export function sheetStart(columns: readonly Column[]): string {
  const widths = columns
    .map(
      ({ kind }, at) =>
        `<col min="${at + 1}" max="${at + 1}" width="${kind === "text" ? 22 : 13}" customWidth="1"/>`,
    )
    .join("");
  const titles = columns.map(({ title }) => textCell(title, ` s="${styleOf.head}"`)).join("");
  const pane = `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>`;
  const views = `<sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>`;
  return `${head}<worksheet xmlns="${main}">${views}<cols>${widths}</cols><sheetData><row>${titles}</row>`;
}

/** Rows of a sheet. Numbers are written digit by digit as the books say them. */
export function sheetCells(columns: readonly Column[], rows: readonly Cells[]): string {
  return rows
    .map((cells) => `<row>${columns.map((column, at) => cellOf(column, cells[at] ?? "")).join("")}</row>`)
    .join("");
}

function cellOf({ kind }: Column, cell: string): string {
  if (cell === "") return "<c/>";
  switch (kind) {
    case "amount":
      return `<c s="${styleOf.amount}"><v>${cell}</v></c>`;
    case "decimal":
    case "count":
      return `<c><v>${cell}</v></c>`;
    case "text":
      return textCell(cell, "");
  }
}

/** Text within the cell is never a formula, whatever it begins with. */
function textCell(text: string, style: string): string {
  const space = /^\s|\s$/.test(text) ? ' xml:space="preserve"' : "";
  return `<c t="inlineStr"${style}><is><t${space}>${xmlText(text)}</t></is></c>`;
}

const special = /[&<>"]/;
// oxlint-disable-next-line no-control-regex -- exactly those that XML does not have are left out
const notInXml = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

function xmlText(text: string): string {
  const plain = text.toWellFormed().replaceAll(notInXml, "");
  if (!special.test(plain)) return plain;
  return plain
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Everything of a workbook beside its sheets. */
export function workbookParts(
  title: string,
  sheets: number,
): readonly (readonly [name: string, xml: string])[] {
  const numbers = Array.from({ length: sheets }, (_, at) => at + 1);
  const nameOf = (number: number): string => xmlText(sheets === 1 ? title : `${title} ${number}`);
  const overrides = numbers
    .map(
      (number) =>
        `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${types}.worksheet+xml"/>`,
    )
    .join("");
  const listed = numbers
    .map((number) => `<sheet name="${nameOf(number)}" sheetId="${number}" r:id="rId${number}"/>`)
    .join("");
  const related = numbers
    .map(
      (number) =>
        `<Relationship Id="rId${number}" Type="${office}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
    )
    .join("");
  return [
    [
      "[Content_Types].xml",
      `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/>${overrides}<Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/></Types>`,
    ],
    [
      "_rels/.rels",
      `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      "xl/workbook.xml",
      `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${listed}</sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `${head}<Relationships xmlns="${packages}/relationships">${related}<Relationship Id="rId${sheets + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      "xl/styles.xml",
      `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="2" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`,
    ],
  ];
}
