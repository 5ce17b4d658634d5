import { z } from "zod";

import type { Fault } from "../base/faults.ts";
import { parseCivilDate } from "../base/civil-date.ts";
import { pricePattern, ratioPattern } from "../base/money.ts";
import { parseStrictJson } from "../base/strict-json.ts";
import { itemKinds } from "../rules/schema-parts.ts";
import { itemLevel } from "./codes.ts";
import type { Parsed } from "./envelope.ts";
import type { FileView } from "./files.ts";
import { count, text as requiredText, textOrNull } from "./scalars.ts";

/** An item as a centre hands it out, on the days on which it holds. */
export interface CatalogueEntry {
  readonly code: string;
  readonly barcode: string | null;
  readonly name: string;
  readonly pinyin: string;
  readonly kind: string;
  readonly class: "A" | "B" | "C";
  readonly price: string;
  readonly priceLimit: string | null;
  readonly selfPayRatio: string;
  readonly chronicListed: boolean;
  readonly dualChannel: boolean;
  readonly from: string;
  readonly to: string | null;
  /** Rises with every change: who holds a version asks for what came after it. */
  readonly version: number;
}

/** Which catalogue an item of a kind stands in. */
export function catalogueOf(kind: string): CatalogueInfno {
  if (kind === "service") return "1305";
  return kind === "device" || kind === "consumable" ? "1306" : "1301";
}

/** 1301, 1305, 1306: what has changed since a version; blank asks for all. */
export const catalogueInput = z
  .looseObject({ data: z.looseObject({ ver: textOrNull(30) }) })
  .transform(({ data }, context) => {
    const read = count.safeParse(data.ver ?? "0");
    if (read.success) return { since: read.data };
    context.addIssue({ code: "custom", path: ["data", "ver"], message: "应为此前取得的版本号" });
    return z.NEVER;
  });

/** What a centre says of a file of its catalogue. */
export interface CatalogueNotice {
  readonly infno: CatalogueInfno;
  /** The version that it goes on from; 0: all of it. */
  readonly since: number;
  readonly version: number;
  readonly rows: number;
  /** Of the unpacked text's bytes, in hex. */
  readonly sha256: string;
  /** Ed25519 over `catalogueNoticeText`, in base64. */
  readonly signature: string;
}

export const catalogueInfnos = ["1301", "1305", "1306"] as const;
export type CatalogueInfno = (typeof catalogueInfnos)[number];

/** What is signed of a file: its text by its hash, and which step of which catalogue it is. */
export function catalogueNoticeText(notice: Omit<CatalogueNotice, "signature">): string {
  const { infno, since, version, rows, sha256 } = notice;
  return ["onestop-catalogue-1", infno, since, version, rows, sha256].join("\n");
}

/** 1301 output: where the file is, how many rows it has; of the reference centre also what it has signed. */
export function encodeCatalogueFile({ fileNo, filename, until }: FileView, notice: CatalogueNotice) {
  const { since, version, rows, sha256, signature } = notice;
  const file = { file_qury_no: fileNo, filename, dld_end_time: until, dld_endtime: until, data_cnt: rows };
  return {
    data: {
      ...file,
      ver: String(version),
      since_ver: String(since),
      file_sha256: sha256,
      file_sign: signature,
    },
  };
}

const hexHash = z.string().regex(/^[0-9a-f]{64}$/);
const noticedShape = z.looseObject({
  data: z.looseObject({
    file_qury_no: requiredText(40),
    filename: requiredText(200),
    data_cnt: count,
    ver: count,
    since_ver: count,
    file_sha256: hexHash,
    file_sign: z.base64(),
  }),
});

/** What 1301 says of a file. @returns null when it does not say all of it */
export function readCatalogueFile(
  infno: CatalogueInfno,
  output: Readonly<Record<string, unknown>>,
): { readonly fileNo: string; readonly notice: CatalogueNotice } | null {
  const parsed = noticedShape.safeParse(output);
  if (!parsed.success) return null;
  const { file_qury_no: fileNo, data_cnt: rows, ver: version, since_ver: since, ...rest } = parsed.data.data;
  return {
    fileNo,
    notice: { infno, since, version, rows, sha256: rest.file_sha256, signature: rest.file_sign },
  };
}

/** How the first line of a catalogue on a medium begins. */
const mediumFormat = "onestop-catalogue/1";
const mediumShape = z.strictObject({
  format: z.literal(mediumFormat),
  infno: z.enum(catalogueInfnos),
  since: z.int().min(0),
  version: z.int().min(0),
  rows: z.int().min(0),
  sha256: hexHash,
  signature: z.base64(),
});

/** The first line of a catalogue on a medium; the rows follow as they are. */
export function writeMediumLine(notice: CatalogueNotice): string {
  return `${JSON.stringify({ format: mediumFormat, ...notice })}\n`;
}

/** @returns null when it is no such line */
export function readMediumLine(line: string): CatalogueNotice | null {
  const json = parseStrictJson(line);
  const parsed = mediumShape.safeParse(json.ok ? json.value : undefined);
  if (!parsed.success) return null;
  const { infno, since, version, rows, sha256, signature } = parsed.data;
  return { infno, since, version, rows, sha256, signature };
}

const columns = 14;
/** How nothing is written. */
const nothing = "null";

/**
 * Writes the text of a catalogue: a row an item, fourteen columns parted by tabs, no heading: code, barcode, name,
 * pinyin, kind, level (01 甲 02 乙 03 丙), price, price limit, share paid first, chronic list, dual channel, first day,
 * last day, version.
 */
export function writeCatalogue(entries: readonly CatalogueEntry[]): string {
  return entries.map((entry) => `${cellsOf(entry).map(cellText).join("\t")}\n`).join("");
}

function cellsOf(entry: CatalogueEntry): readonly (string | null)[] {
  return [
    entry.code,
    entry.barcode,
    entry.name,
    entry.pinyin,
    entry.kind,
    itemLevel(entry.class),
    entry.price,
    entry.priceLimit,
    entry.selfPayRatio,
    entry.chronicListed ? "1" : "0",
    entry.dualChannel ? "1" : "0",
    entry.from,
    entry.to,
    String(entry.version),
  ];
}

/** A cell ends at a tab and a row at a line feed, whatever somebody wrote into a name. */
function cellText(value: string | null): string {
  return value === null || value === "" ? nothing : value.replaceAll(/[\t\r\n]/g, " ");
}

const cell = z.string().transform(orNull);
const filled = <T extends string>(schema: z.ZodType<T, string>) =>
  z
    .string()
    .refine((text) => text !== nothing)
    .pipe(schema);
const price = z.string().regex(pricePattern);
const day = z.string().refine((text) => parseCivilDate(text) !== null);
const flag = filled(z.enum(["0", "1"])).transform((text) => text === "1");
const itemClasses = { "01": "A", "02": "B", "03": "C" } as const;

const rowShape = z
  .tuple([
    filled(z.string().min(1).max(50)),
    cell,
    filled(z.string().min(1).max(200)),
    cell,
    filled(z.enum(itemKinds)),
    filled(z.enum(["01", "02", "03"])).transform((text) => itemClasses[text]),
    filled(price),
    cell.pipe(price.nullable()),
    filled(z.string().regex(ratioPattern)),
    flag,
    flag,
    filled(day),
    cell.pipe(day.nullable()),
    filled(z.string().regex(/^\d{1,15}$/)).transform(Number),
  ])
  .transform(([code, barcode, name, pinyin, kind, itemClass, ...rest]): CatalogueEntry => ({
    code,
    barcode,
    name,
    pinyin: pinyin ?? "",
    kind,
    class: itemClass,
    price: rest[0],
    priceLimit: rest[1],
    selfPayRatio: rest[2],
    chronicListed: rest[3],
    dualChannel: rest[4],
    from: rest[5],
    to: rest[6],
    version: rest[7],
  }));

/** More faults than anybody reads. */
const faultsMax = 5;

type ItemKind = (typeof itemKinds)[number];
const kinds: ReadonlyMap<string, ItemKind> = new Map(itemKinds.map((kind) => [kind, kind]));
const classes: ReadonlyMap<string, CatalogueEntry["class"]> = new Map(Object.entries(itemClasses));
const flags: ReadonlyMap<string, boolean> = new Map([
  ["0", false],
  ["1", true],
]);

/** Reads an everyday row by hand: a catalogue has hundreds of thousands. null: it is for the schema to judge. */
function plainRow(cells: readonly string[]): CatalogueEntry | null {
  const [code = "", barcode = "", name = "", pinyin = "", kindCell = "", level = "", ...rest] = cells;
  const [priceCell = "", limit = "", share = "", chronic = "", dual = "", from = "", to = "", version = ""] =
    rest;
  const isText = code.length > 0 && code.length <= 50 && name.length > 0 && name.length <= 200;
  if (cells.length !== columns || !isText || code === nothing || name === nothing) return null;
  const isPriced = pricePattern.test(priceCell) && ratioPattern.test(share);
  if (!isPriced || (limit !== nothing && !pricePattern.test(limit))) return null;
  const [kind, itemClass] = [kinds.get(kindCell), classes.get(level)];
  const [chronicListed, dualChannel] = [flags.get(chronic), flags.get(dual)];
  if (kind === undefined || itemClass === undefined) return null;
  if (chronicListed === undefined || dualChannel === undefined || !/^\d{1,15}$/.test(version)) return null;
  if (parseCivilDate(from) === null || (to !== nothing && parseCivilDate(to) === null)) return null;
  return {
    code,
    barcode: orNull(barcode),
    name,
    pinyin: orNull(pinyin) ?? "",
    kind,
    class: itemClass,
    price: priceCell,
    priceLimit: orNull(limit),
    selfPayRatio: share,
    chronicListed,
    dualChannel,
    from,
    to: orNull(to),
    version: Number(version),
  };
}

function orNull(text: string): string | null {
  return text === nothing ? null : text;
}

/** Reads one row. @param number  of the row, for its faults */
export function parseCatalogueLine(line: string, number: number): Parsed<CatalogueEntry> {
  const cells = line.split("\t");
  const plain = plainRow(cells);
  return plain === null ? judgedRow(cells, number) : { ok: true, value: plain };
}

/** The same by the schema, which alone says what a row is. */
export function judgedRow(cells: readonly string[], number: number): Parsed<CatalogueEntry> {
  const parsed = rowShape.safeParse(cells);
  if (parsed.success) return { ok: true, value: parsed.data };
  const column = parsed.error.issues[0]?.path[0];
  const where = typeof column === "number" ? `第 ${column + 1} 列` : `应为 ${columns} 列，以制表符分隔`;
  return { ok: false, faults: [{ path: `第 ${number} 行`, value: "", reason: `${where}有误` }] };
}

/** Reads the text of a catalogue. @returns the items, or the first faults by row and column */
export function parseCatalogue(text: string): Parsed<readonly CatalogueEntry[]> {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  const entries: CatalogueEntry[] = [];
  const faults: Fault[] = [];
  for (const [at, line] of lines.entries()) {
    const parsed = parseCatalogueLine(line, at + 1);
    if (parsed.ok) entries.push(parsed.value);
    else faults.push(...parsed.faults);
    if (faults.length >= faultsMax) break;
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: entries };
}
