import { readFileSync } from "node:fs";

import { unzipSync } from "fflate";
import iconv from "iconv-lite";

/** The cells of a CSV file as RFC 4180 reads them. */
export function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? "";
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') cell += text[(at += 1)] ?? "";
      else isQuoted = false;
    } else if (char === '"') isQuoted = true;
    else if (char === ",") {
      row.push(cell);
      cell = "";
    } else if (char === "\n") {
      rows.push([...row, cell.replace(/\r$/, "")]);
      row = [];
      cell = "";
    } else cell += char;
  }
  return rows;
}

export function csvFile(file: string, charset: "utf8" | "gb18030"): string[][] {
  const bytes = readFileSync(file);
  return csvRows(
    charset === "utf8" ? bytes.toString("utf8").replace(/^\uFEFF/, "") : iconv.decode(bytes, "gb18030"),
  );
}

/** The cells of the sheets of a workbook as they stand in it, and the files that it consists of. */
export function xlsxFile(file: string): {
  readonly sheets: string[][][];
  readonly parts: Record<string, string>;
} {
  const parts = Object.fromEntries(
    Object.entries(unzipSync(readFileSync(file))).map(([name, bytes]) => [
      name,
      Buffer.from(bytes).toString("utf8"),
    ]),
  );
  const names = Object.keys(parts).filter((name) => name.startsWith("xl/worksheets/"));
  const sheets = names.map((name) =>
    [...(parts[name] ?? "").matchAll(/<row>(.*?)<\/row>/gs)].map(([, cells = ""]) =>
      [...cells.matchAll(/<c(?:\/>|[^>]*>(.*?)<\/c>)/gs)].map(([, cell = ""]) =>
        cell
          .replaceAll(/<[^>]*>/g, "")
          .replaceAll("&lt;", "<")
          .replaceAll("&gt;", ">")
          .replaceAll("&quot;", '"')
          .replaceAll("&amp;", "&"),
      ),
    ),
  );
  return { sheets, parts };
}
