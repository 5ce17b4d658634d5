import type { Database } from "better-sqlite3";

import { matchOfPhrase, partsOfName } from "./name-parts.ts";
import { appendTo } from "./rows.ts";

export interface CatalogueRow {
  readonly code: string;
  readonly from_day: string;
  readonly to_day: string | null;
  readonly barcode: string | null;
  readonly name: string;
  readonly pinyin: string;
  readonly kind: string;
  readonly class: "A" | "B" | "C";
  readonly price: string;
  readonly price_limit: string | null;
  readonly self_pay_ratio: string;
  readonly chronic_listed: number;
  readonly dual_channel: number;
  /** Keyed hash of the other columns: a changed row is found before it is sold. */
  readonly check_mark: Buffer;
}

export interface Catalogue {
  readonly add: (row: CatalogueRow) => void;
  readonly find: (code: string, day: string) => CatalogueRow | undefined;
  readonly byCode: (prefix: string, limit: number) => readonly CatalogueRow[];
  readonly byBarcode: (barcode: string, limit: number) => readonly CatalogueRow[];
  readonly byPinyin: (prefix: string, limit: number) => readonly CatalogueRow[];
  readonly byName: (part: string, limit: number) => readonly CatalogueRow[];
  readonly all: () => IterableIterator<CatalogueRow>;
}

const columns = [
  "code",
  "from_day",
  "to_day",
  "barcode",
  "name",
  "pinyin",
  "kind",
  "class",
  "price",
  "price_limit",
  "self_pay_ratio",
  "chronic_listed",
  "dual_channel",
  "check_mark",
] as const;
const names = columns.join(", ");

export const catalogueQueries = {
  find: `SELECT ${names} FROM catalogue WHERE code = +? AND from_day <= +? ORDER BY from_day DESC LIMIT 1`,
  byCode: `SELECT ${names} FROM catalogue WHERE code >= +? AND code < +? ORDER BY code LIMIT ?`,
  byBarcode: `SELECT ${names} FROM catalogue WHERE barcode = ? LIMIT ?`,
  byPinyin: `SELECT ${names} FROM catalogue WHERE pinyin >= +? AND pinyin < +? ORDER BY pinyin LIMIT ?`,
  byName: `SELECT ${names} FROM catalogue WHERE id IN
    (SELECT rowid FROM catalogue_names WHERE catalogue_names MATCH ? LIMIT ?)`,
} as const;

export function catalogue(db: Database): Catalogue {
  const append = appendTo<CatalogueRow>(db, "catalogue", columns);
  const addName = db.prepare<[number, string]>("INSERT INTO catalogue_names (rowid, parts) VALUES (?, ?)");
  const find = db.prepare<[string, string], CatalogueRow>(catalogueQueries.find);
  const byCode = db.prepare<[string, string, number], CatalogueRow>(catalogueQueries.byCode);
  const byBarcode = db.prepare<[string, number], CatalogueRow>(catalogueQueries.byBarcode);
  const byPinyin = db.prepare<[string, string, number], CatalogueRow>(catalogueQueries.byPinyin);
  const byName = db.prepare<[string, number], CatalogueRow>(catalogueQueries.byName);
  const all = db.prepare<[], CatalogueRow>(`SELECT ${names} FROM catalogue ORDER BY id`);
  return {
    add: (row) => {
      addName.run(append(row), partsOfName(row.name));
    },
    find: (code, day) => {
      const row = find.get(code, day);
      return row !== undefined && row.to_day !== null && row.to_day < day ? undefined : row;
    },
    byCode: (prefix, limit) => byCode.all(prefix, `${prefix}\u{10ffff}`, limit),
    byBarcode: (barcode, limit) => byBarcode.all(barcode, limit),
    byPinyin: (prefix, limit) => byPinyin.all(prefix, `${prefix}\u{10ffff}`, limit),
    byName: (part, limit) => {
      const match = matchOfPhrase(part);
      return match === null ? [] : byName.all(match, limit);
    },
    all: () => all.iterate(),
  };
}
