import { z } from "zod";

import type { Fault } from "../base/faults.ts";
import { parseCivilDate } from "../base/civil-date.ts";
import { pricePattern, ratioPattern } from "../base/money.ts";
import { itemKinds } from "../rules/schema-parts.ts";
import { itemLevel } from "./codes.ts";
import type { Parsed } from "./envelope.ts";
import type { FileView } from "./files.ts";
import { count, textOrNull } from "./scalars.ts";

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
export function catalogueOf(kind: string): "1301" | "1305" | "1306" {
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

/** 1301 output: where the file is, and how many rows it has. */
export function encodeCatalogueFile({ fileNo, filename, until }: FileView, rows: number) {
  const data = { file_qury_no: fileNo, filename, dld_end_time: until, dld_endtime: until, data_cnt: rows };
  return { data };
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

const cell = z.string().transform((text) => (text === nothing ? null : text));
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

/** Reads the text of a catalogue. @returns the items, or the first faults by row and column */
export function parseCatalogue(text: string): Parsed<readonly CatalogueEntry[]> {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  const entries: CatalogueEntry[] = [];
  const faults: Fault[] = [];
  for (const [at, line] of lines.entries()) {
    const parsed = rowShape.safeParse(line.split("\t"));
    if (parsed.success) entries.push(parsed.data);
    else {
      const column = parsed.error.issues[0]?.path[0];
      const where = typeof column === "number" ? `第 ${column + 1} 列` : `应为 ${columns} 列，以制表符分隔`;
      faults.push({ path: `第 ${at + 1} 行`, value: "", reason: `${where}有误` });
    }
    if (faults.length >= faultsMax) break;
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: entries };
}
