import { setImmediate } from "node:timers/promises";

import type { Period } from "../../store/export-pages.ts";
import type { Ground } from "../ground.ts";
import { auditRows } from "./audit-rows.ts";
import type { DataSet } from "./data-set.ts";
import { dayRows } from "./day-rows.ts";
import { differenceRows } from "./difference-rows.ts";
import type { Encoder } from "./encoder.ts";
import type { Slice } from "./ledger-table.ts";
import { countOf, ledgerSet, sliceOf, stretchesOf } from "./ledger-table.ts";
import type { LedgerSort } from "./ledger-tables.ts";
import { isLedgerSort, ledgerTables } from "./ledger-tables.ts";
import { lineTable } from "./line-rows.ts";
import type { Threads } from "./rows-beside.ts";
import { rowsBeside } from "./rows-beside.ts";
import { settlementTable } from "./settlement-rows.ts";
import { statementPieces } from "./statement-zip.ts";
import type { TextFormat } from "./text-encoder.ts";
import { isTextFormat, textEncoderOf } from "./text-encoder.ts";
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
  readonly threads: Threads;
}

type RowsOf = (ground: Ground, period: Period) => DataSet;
const rowsOf: Readonly<Record<Exclude<ExportedSort, "statement">, RowsOf>> = {
  settlements: (ground, period) => ledgerSet(ground, settlementTable, period),
  lines: (ground, period) => ledgerSet(ground, lineTable, period),
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
  const pieces = piecesOf(ground, request, { ...run, count });
  const written = await writeWhole(run.file, pieces, run.signal);
  return { rows, ...written };
}

function piecesOf(ground: Ground, request: ExportRequest, run: Counting): AsyncGenerator<Uint8Array> {
  const { what, format } = request;
  if (what === "statement" || format === "3202") return statementPieces(ground, request.from, run.count);
  const beside = besideOf(ground, request);
  return beside === null
    ? tablePieces(ground, { ...request, what, format }, run)
    : besidePieces(ground, beside, run);
}

interface Table extends Period {
  readonly what: Exclude<ExportedSort, "statement">;
  readonly format: Exclude<ExportFormat, "3202">;
}

interface Counting extends Run {
  readonly count: (more: number) => void;
}

async function* tablePieces(
  ground: Ground,
  { what, format, ...period }: Table,
  { signal, progress, count }: Counting,
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

async function encoderOf(format: Table["format"], { title, columns }: DataSet, at: number): Promise<Encoder> {
  if (format !== "xlsx") return await textEncoderOf(format, columns);
  const { xlsxEncoder } = await import("./xlsx.ts");
  return xlsxEncoder(columns, { title, at });
}

/** A stretch that a thread writes at a time: the way there and back is nothing beside it. */
const stretchSettlements = 500;

/** The same file as `tablePieces` makes, out of threads. */
async function* besidePieces(
  ground: Ground,
  { sort, format, slice, of }: Beside,
  { signal, progress, count, threads }: Counting,
): AsyncGenerator<Uint8Array, undefined> {
  const { store } = ground;
  const encoder = await textEncoderOf(format, ledgerTables[sort].columns);
  const stretches = stretchesOf(ground, slice, stretchSettlements);
  const next = () => {
    signal.throwIfAborted();
    return store.run(() => stretches.next());
  };
  progress(0, of);
  yield encoder.begin();
  for await (const { rows, bytes, done } of rowsBeside(threads, { sort, format }, { next })) {
    signal.throwIfAborted();
    count(rows);
    progress(done, of);
    yield bytes;
  }
  yield encoder.end();
  return undefined;
}

/** Fewer than this are written before threads have started. */
const besideFrom = 2000;

interface Beside {
  readonly sort: LedgerSort;
  readonly format: TextFormat;
  readonly slice: Slice;
  readonly of: number;
}

/** What of an export threads can write by themselves; null: it is another sort or form, or too little. */
function besideOf(ground: Ground, { what, format, ...period }: ExportRequest): Beside | null {
  if (!isLedgerSort(what) || !isTextFormat(format)) return null;
  return ground.store.run(() => {
    const slice = sliceOf(ground, period);
    const of = countOf(ground, slice);
    return of < besideFrom ? null : { sort: what, format, slice, of };
  });
}
