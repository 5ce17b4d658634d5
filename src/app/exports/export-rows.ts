import { setImmediate } from "node:timers/promises";

import type { Period } from "../../store/export-pages.ts";
import type { Ground } from "../ground.ts";
import { auditRows } from "./audit-rows.ts";
import type { DataSet } from "./data-set.ts";
import { dayRows } from "./day-rows.ts";
import { differenceRows } from "./difference-rows.ts";
import type { Encoder } from "./encoder.ts";
import { jsonEncoder } from "./json-rows.ts";
import { lineRows } from "./line-rows.ts";
import { settlementRows } from "./settlement-rows.ts";
import { statementPieces } from "./statement-zip.ts";
import type { Written } from "./whole-file.ts";
import { writeWhole } from "./whole-file.ts";

export const exportedSorts = ["settlements", "lines", "days", "audit", "differences", "statement"] as const;
export type ExportedSort = (typeof exportedSorts)[number];

/** 3202 is the form of a statement and of nothing else. */
export const exportFormats = ["csv", "csv-gb18030", "xlsx", "json", "3202"] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportRequest extends Period {
  readonly what: ExportedSort;
  readonly format: ExportFormat;
}

export interface Exported extends Written {
  readonly rows: number;
}

interface Run {
  readonly file: string;
  readonly signal: AbortSignal;
  readonly progress: (done: number, of: number) => void;
}

type RowsOf = (ground: Ground, period: Period) => DataSet;
const rowsOf: Readonly<Record<Exclude<ExportedSort, "statement">, RowsOf>> = {
  settlements: settlementRows,
  lines: lineRows,
  days: dayRows,
  audit: auditRows,
  differences: differenceRows,
};

/** Endings of the files. */
export const endingOf: Readonly<Record<ExportFormat, string>> = {
  csv: "csv",
  "csv-gb18030": "csv",
  xlsx: "xlsx",
  json: "jsonl",
  "3202": "txt.zip",
};

/** Writes what is asked for to a file, page by page; between two pages everything else goes on. */
export async function exportRows(ground: Ground, request: ExportRequest, run: Run): Promise<Exported> {
  let rows = 0;
  const count = (more: number): void => {
    rows += more;
  };
  const { what, format } = request;
  const pieces =
    what === "statement" || format === "3202"
      ? statementPieces(ground, request.from, count)
      : tablePieces(ground, { ...request, what, format }, { ...run, count });
  const written = await writeWhole(run.file, pieces, run.signal);
  return { rows, ...written };
}

async function* tablePieces(
  ground: Ground,
  {
    what,
    format,
    ...period
  }: Period & {
    readonly what: Exclude<ExportedSort, "statement">;
    readonly format: Exclude<ExportFormat, "3202">;
  },
  { signal, progress, count }: Run & { readonly count: (more: number) => void },
): AsyncGenerator<Uint8Array, undefined> {
  const { store } = ground;
  const set = store.run(() => rowsOf[what](ground, period));
  const encoder = await encoderOf(format, set, ground.clock.nowMs());
  progress(0, set.of);
  yield encoder.begin();
  for (;;) {
    signal.throwIfAborted();
    const page = store.run(() => set.pages.next());
    if (page.done === true) break;
    count(page.value.rows.length);
    progress(page.value.done, set.of);
    yield encoder.rows(page.value.rows);
    await setImmediate();
  }
  yield encoder.end();
  return undefined;
}

/** What writes a format is loaded when it is asked for: tables of characters are large, and a start needs none of them. */
async function encoderOf(
  format: Exclude<ExportFormat, "3202">,
  { title, columns }: DataSet,
  at: number,
): Promise<Encoder> {
  switch (format) {
    case "csv":
    case "csv-gb18030": {
      const { csvEncoder } = await import("./csv.ts");
      return csvEncoder(columns, format === "csv" ? "utf8" : "gb18030");
    }
    case "xlsx": {
      const { xlsxEncoder } = await import("./xlsx.ts");
      return xlsxEncoder(columns, { title, at });
    }
    case "json":
      return jsonEncoder(columns);
  }
}
