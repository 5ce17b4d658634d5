import type { Database } from "better-sqlite3";

import type { CatalogueNames, Counting } from "./catalogue-names.ts";
import { catalogueNames } from "./catalogue-names.ts";
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
  readonly add: (row: CatalogueRow, counting?: Counting) => void;
  /** The row that begins on this very day. */
  readonly exact: (code: string, fromDay: string) => (CatalogueRow & { readonly id: number }) | undefined;
  /** Puts a row in the place of one that was there before. */
  readonly replace: (
    before: CatalogueRow & { readonly id: number },
    row: CatalogueRow,
    counting: Counting,
  ) => void;
  readonly remove: (row: CatalogueRow & { readonly id: number }, counting: Counting) => void;
  /** See `CatalogueNames`. */
  readonly recountNames: CatalogueNames["recount"];
  readonly find: (code: string, day: string) => CatalogueRow | undefined;
  readonly byCode: (prefix: string, limit: number) => readonly CatalogueRow[];
  readonly byBarcode: (barcode: string, limit: number) => readonly CatalogueRow[];
  readonly byPinyin: (prefix: string, limit: number) => readonly CatalogueRow[];
  readonly byName: (part: string, limit: number) => readonly CatalogueRow[];
  /** In order after the one with this id, some at a time. */
  readonly next: (afterId: number, limit: number) => readonly (CatalogueRow & { readonly id: number })[];
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
  exact: `SELECT ${names}, id FROM catalogue WHERE code = ? AND from_day = ?`,
  byCode: `SELECT ${names} FROM catalogue WHERE code >= +? AND code < +? ORDER BY code LIMIT ?`,
  byBarcode: `SELECT ${names} FROM catalogue WHERE barcode = ? LIMIT ?`,
  byPinyin: `SELECT ${names} FROM catalogue WHERE pinyin >= +? AND pinyin < +? ORDER BY pinyin LIMIT ?`,
  byName: `SELECT ${names} FROM catalogue WHERE id IN
    (SELECT rowid FROM catalogue_names WHERE catalogue_names MATCH ? LIMIT ?)`,
  byParts: `SELECT rowid AS id FROM catalogue_names WHERE catalogue_names MATCH ?`,
  byId: `SELECT ${names} FROM catalogue WHERE id = ?`,
  after: `SELECT ${names}, id FROM catalogue WHERE id > +? ORDER BY id LIMIT ?`,
} as const;

export function catalogue(db: Database): Catalogue {
  const append = appendTo<CatalogueRow>(db, "catalogue", columns);
  const searched = catalogueNames(db);
  const find = db.prepare<[string, string], CatalogueRow>(catalogueQueries.find);
  const byCode = db.prepare<[string, string, number], CatalogueRow>(catalogueQueries.byCode);
  const byBarcode = db.prepare<[string, number], CatalogueRow>(catalogueQueries.byBarcode);
  const byPinyin = db.prepare<[string, string, number], CatalogueRow>(catalogueQueries.byPinyin);
  const byName = db.prepare<[string, number], CatalogueRow>(catalogueQueries.byName);
  const byParts = db.prepare<[string], { id: number }>(catalogueQueries.byParts);
  const byId = db.prepare<[number], CatalogueRow>(catalogueQueries.byId);
  const exact = db.prepare<[string, string], CatalogueRow & { readonly id: number }>(catalogueQueries.exact);
  const replace = db.prepare(
    `UPDATE catalogue SET ${columns.map((name) => `${name} = ?`).join(", ")} WHERE id = ?`,
  );
  const remove = db.prepare<[number]>("DELETE FROM catalogue WHERE id = ?");
  const after = db.prepare<[number, number], CatalogueRow & { readonly id: number }>(catalogueQueries.after);
  return {
    add: (row, counting = "now") => {
      searched.add(append(row), row.name, counting);
    },
    exact: (code, fromDay) => exact.get(code, fromDay),
    replace: (before, row, counting) => {
      replace.run(...columns.map((name) => row[name]), before.id);
      if (before.name === row.name) return;
      searched.remove(before.id, before.name, counting);
      searched.add(before.id, row.name, counting);
    },
    remove: (row, counting) => {
      remove.run(row.id);
      searched.remove(row.id, row.name, counting);
    },
    recountNames: searched.recount,
    find: (code, day) => {
      const row = find.get(code, day);
      return row !== undefined && row.to_day !== null && row.to_day < day ? undefined : row;
    },
    byCode: (prefix, limit) => byCode.all(prefix, `${prefix}\u{10ffff}`, limit),
    byBarcode: (barcode, limit) => byBarcode.all(barcode, limit),
    byPinyin: (prefix, limit) => byPinyin.all(prefix, `${prefix}\u{10ffff}`, limit),
    byName: (part, limit) => {
      const way = searched.wayTo(part);
      if (way === null) return [];
      if (way.isExact) return byName.all(way.match, limit);
      const found: CatalogueRow[] = [];
      let looked = 0;
      for (const { id } of byParts.iterate(way.match)) {
        looked += 1;
        // Names that have the rarest parts and not the phrase, too many of them: the index has to say which.
        if (looked > lookedAtMax) return byName.all(way.exactMatch, limit);
        const row = byId.get(id);
        if (row !== undefined && way.holds(row.name)) found.push(row);
        if (found.length >= limit) break;
      }
      return found;
    },
    next: (id, limit) => after.all(id, limit),
  };
}

/** Names that are read in vain before the index is asked for the whole phrase. */
const lookedAtMax = 400;
