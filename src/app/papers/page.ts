/** A piece of a page: already safe to stand in it. */
export interface Html {
  readonly html: string;
}

/** A table of a page: the head, then the rows; which columns hold figures. */
export interface PageTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly figures: readonly number[];
}

/** Paper of A4: black on white, no script and nothing from elsewhere; long tables repeat their head on every page. */
const style = `
@page { size: A4; margin: 14mm 14mm 16mm; }
* { box-sizing: border-box; }
html { font: 10.5pt/1.45 "Source Han Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; color: #000; background: #fff; }
body { margin: 0 auto; max-width: 182mm; }
header { text-align: center; border-bottom: 0.6mm solid #000; padding-bottom: 2mm; margin-bottom: 3mm; }
header p { margin: 0; font-size: 11pt; }
h1 { margin: 0; font-size: 18pt; letter-spacing: 0.15em; }
h2 { font-size: 11pt; margin: 4mm 0 1mm; }
.marks { display: flex; gap: 2mm; justify-content: center; flex-wrap: wrap; margin-top: 1.5mm; }
.marks span { background: #000; color: #fff; padding: 0.3mm 2.5mm; font-weight: 700; print-color-adjust: exact; }
dl { display: grid; grid-template-columns: repeat(2, max-content 1fr); gap: 0.6mm 3mm; margin: 0; }
dt { color: #444; }
dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border-bottom: 0.15mm solid #888; padding: 0.8mm 1.2mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; white-space: pre-line; }
th { border-bottom: 0.4mm solid #000; font-weight: 600; white-space: nowrap; }
.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.dense { font-size: 8.5pt; }
.dense td:nth-child(2) { min-width: 50mm; }
.strong td { font-weight: 700; }
.part td:first-child { padding-left: 6mm; }
.sums { columns: 2; column-gap: 10mm; }
.sums table { break-inside: avoid; }
.due { display: flex; justify-content: space-between; align-items: baseline; border: 0.5mm solid #000; padding: 1.5mm 4mm; margin: 4mm 0; break-inside: avoid; }
.due { font-weight: 700; font-size: 12pt; }
.due b { font-size: 20pt; font-variant-numeric: tabular-nums; }
.sheet + .sheet { break-before: page; }
.checks { list-style: none; margin: 1.5mm 0; padding: 0; }
.checks li { position: relative; padding: 0.6mm 0 0.6mm 7mm; break-inside: avoid; }
.checks li::before { content: ""; position: absolute; left: 0.5mm; top: 1.1mm; width: 3.6mm; height: 3.6mm; border: 0.35mm solid #000; }
.checks .here::after { content: ""; position: absolute; left: 1.7mm; top: 1.3mm; width: 1.2mm; height: 2.3mm; border: solid #000; border-width: 0 0.45mm 0.45mm 0; transform: rotate(40deg); }
.small { font-size: 9pt; color: #222; margin: 0.5mm 0; }
.signs { display: flex; justify-content: space-between; margin-top: 8mm; break-inside: avoid; }
.signs span { min-width: 55mm; border-bottom: 0.2mm solid #000; padding-bottom: 1mm; }
`;

/** A text as it may stand in a page. */
function text(value: string): Html {
  const html = value
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
  return { html };
}

/** An element of a page around texts and other elements. */
export function element(tag: string, className: string | null, content: readonly (Html | string)[]): Html {
  const inner = content.map((part) => (typeof part === "string" ? text(part) : part).html).join("");
  const mark = className === null ? "" : ` class="${className}"`;
  return { html: `<${tag}${mark}>${inner}</${tag}>` };
}

export function definitions(pairs: readonly (readonly [string, string | null])[]): Html {
  const shown = pairs.flatMap(([word, value]) =>
    value === null || value === "" ? [] : [element("dt", null, [word]), element("dd", null, [value])],
  );
  return element("dl", null, shown);
}

export function table({ head, rows, figures }: PageTable): Html {
  const columns: ReadonlySet<number> = new Set(figures);
  const row = (tag: "th" | "td", cells: readonly string[]): Html =>
    element(
      "tr",
      null,
      cells.map((cell, at) => element(tag, columns.has(at) ? "figure" : null, [cell])),
    );
  return element("table", null, [
    element("thead", null, [row("th", head)]),
    element(
      "tbody",
      null,
      rows.map((cells) => row("td", cells)),
    ),
  ]);
}

/** A paper: who hands it out, what it is, what must not be overlooked, and what it says. */
export interface PaperSheet {
  readonly head: { readonly institution: string; readonly title: string; readonly marks: readonly string[] };
  readonly content: readonly Html[];
}

/** A whole page. */
export function page(head: PaperSheet["head"], content: PaperSheet["content"]): string {
  return whole(head.title, [headerOf(head), ...content]);
}

/** Several papers that belong together, each from a page of its own; the first gives its title. */
export function pages(sheets: readonly [PaperSheet, ...PaperSheet[]]): string {
  const [{ head }] = sheets;
  return whole(
    head.title,
    sheets.map((sheet) => element("section", "sheet", [headerOf(sheet.head), ...sheet.content])),
  );
}

function headerOf({ institution, title, marks }: PaperSheet["head"]): Html {
  return element("header", null, [
    element("p", null, [institution]),
    element("h1", null, [title]),
    ...(marks.length === 0
      ? []
      : [
          element(
            "div",
            "marks",
            marks.map((mark) => element("span", null, [mark])),
          ),
        ]),
  ]);
}

function whole(title: string, content: readonly Html[]): string {
  const body = element("body", null, content).html;
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">${policy}<title>${text(title).html}</title><style>${style}</style></head>${body}</html>`;
}
