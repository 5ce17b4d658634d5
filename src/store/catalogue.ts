import type { Database } from "better-sqlite3";

import { present } from "../base/assert.ts";
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

/** A row with where it stands: seen from one edition on, and until another takes its place. */
export interface EditionRow extends CatalogueRow {
  readonly id: number;
  readonly since_edition: number;
}

/**
 * The catalogue in its editions. One is in use; in the next one rows are put and taken out for as long as it takes, and
 * nobody sees any of it before that edition is in use.
 */
export interface Catalogue {
  /** The edition in use. */
  readonly edition: () => number;
  /** From now on this edition is in use. */
  readonly takeIntoUse: (edition: number) => void;
  /** Adds a row to the edition in use. */
  readonly add: (row: CatalogueRow, counting?: Counting) => void;
  /** The row in use that begins on this very day. */
  readonly exact: (code: string, fromDay: string) => CatalogueRow | undefined;
  /** The same as it is in an edition that is being prepared. */
  readonly inEdition: (code: string, fromDay: string, edition: number) => EditionRow | undefined;
  /** Puts a row into an edition that is being prepared. @param before  what `inEdition` told */
  readonly put: (before: EditionRow | undefined, row: CatalogueRow, preparing: Preparing) => void;
  /** Takes a row out of an edition that is being prepared. */
  readonly takeOut: (before: EditionRow, preparing: Preparing) => void;
  /** Some rows that no edition has from the one in use on. */
  readonly replaced: (limit: number) => readonly EditionRow[];
  /** Some rows that were put into an edition which is not in use. */
  readonly prepared: (limit: number) => readonly EditionRow[];
  /** Keeps some rows that were to be replaced. @returns how many; 0: none are left */
  readonly keepAll: (limit: number) => number;
  readonly remove: (row: Pick<EditionRow, "id" | "name">, counting: Counting) => void;
  /** See `CatalogueNames`. */
  readonly recountNames: CatalogueNames["recount"];
  readonly find: (code: string, day: string) => CatalogueRow | undefined;
  readonly byCode: (prefix: string, limit: number) => readonly CatalogueRow[];
  readonly byBarcode: (barcode: string, limit: number) => readonly CatalogueRow[];
  readonly byPinyin: (prefix: string, limit: number) => readonly CatalogueRow[];
  readonly byName: (part: string, limit: number) => readonly CatalogueRow[];
  /** All there are, in use or not: in order after the one with this id, some at a time. */
  readonly next: (afterId: number, limit: number) => readonly (CatalogueRow & { readonly id: number })[];
}

/** The edition that is being prepared, and when the names put into it are counted. */
export interface Preparing {
  readonly edition: number;
  readonly counting: Counting;
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
const editionNames = `${names}, id, since_edition`;

const inUse = "(SELECT edition FROM catalogue_edition WHERE id = 1)";
/** By `+` no index on editions is taken where one on what is looked for leads to the few rows that are meant. */
const isInUse = `+since_edition <= ${inUse} AND (+until_edition IS NULL OR +until_edition > ${inUse})`;

export const catalogueQueries = {
  edition: "SELECT edition FROM catalogue_edition WHERE id = 1",
  find: `SELECT ${names} FROM catalogue WHERE code = +? AND from_day <= +? AND ${isInUse}
    ORDER BY from_day DESC LIMIT 1`,
  exact: `SELECT ${names} FROM catalogue WHERE code = ? AND from_day = ? AND ${isInUse}`,
  inEdition: `SELECT ${editionNames} FROM catalogue WHERE code = ? AND from_day = ? AND since_edition <= ?
    AND (+until_edition IS NULL OR +until_edition > ?)`,
  byCode: `SELECT ${names} FROM catalogue WHERE code >= +? AND code < +? AND ${isInUse} ORDER BY code LIMIT ?`,
  byBarcode: `SELECT ${names} FROM catalogue WHERE barcode = ? AND ${isInUse} LIMIT ?`,
  byPinyin: `SELECT ${names} FROM catalogue WHERE pinyin >= +? AND pinyin < +? AND ${isInUse}
    ORDER BY pinyin LIMIT ?`,
  // From the index to the rows, so that the limit counts rows in use alone.
  byName: `SELECT ${names} FROM catalogue_names CROSS JOIN catalogue ON catalogue.id = catalogue_names.rowid
    WHERE catalogue_names MATCH ? AND ${isInUse} LIMIT ?`,
  byParts: `SELECT rowid AS id FROM catalogue_names WHERE catalogue_names MATCH ?`,
  byId: `SELECT ${names} FROM catalogue WHERE id = ? AND ${isInUse}`,
  after: `SELECT ${names}, id FROM catalogue WHERE id > +? ORDER BY id LIMIT ?`,
  replaced: `SELECT ${editionNames} FROM catalogue WHERE until_edition <= ${inUse} LIMIT ?`,
  prepared: `SELECT ${editionNames} FROM catalogue WHERE since_edition > ${inUse} LIMIT ?`,
  keepAll: `UPDATE catalogue SET until_edition = NULL WHERE id IN
    (SELECT id FROM catalogue WHERE until_edition > ${inUse} LIMIT ?)`,
} as const;

export function catalogue(db: Database): Catalogue {
  const searched = catalogueNames(db);
  const edition = db.prepare<[], { edition: number }>(catalogueQueries.edition);
  const currentEdition = (): number => present(edition.get(), "the edition in use").edition;
  const takeIntoUse = db.prepare<[number]>("UPDATE catalogue_edition SET edition = ? WHERE id = 1");
  const exact = db.prepare<[string, string], CatalogueRow>(catalogueQueries.exact);
  const after = db.prepare<[number, number], CatalogueRow & { readonly id: number }>(catalogueQueries.after);
  const { append, ...preparing } = editionsOf(db, searched);
  return {
    edition: currentEdition,
    takeIntoUse: (next) => {
      takeIntoUse.run(next);
    },
    add: (row, counting = "now") => {
      append(row, { edition: currentEdition(), counting });
    },
    exact: (code, fromDay) => exact.get(code, fromDay),
    ...preparing,
    recountNames: searched.recount,
    ...searchesOf(db, searched),
    next: (id, limit) => after.all(id, limit),
  };
}

/** What prepares an edition, and what tidies up after one. */
function editionsOf(
  db: Database,
  searched: CatalogueNames,
): Pick<Catalogue, "inEdition" | "put" | "takeOut" | "replaced" | "prepared" | "keepAll" | "remove"> & {
  readonly append: (row: CatalogueRow, preparing: Preparing) => void;
} {
  const add = appendTo<CatalogueRow & { since_edition: number }>(db, "catalogue", [
    ...columns,
    "since_edition",
  ]);
  const inEdition = db.prepare<[string, string, number, number], EditionRow>(catalogueQueries.inEdition);
  const change = db.prepare(
    `UPDATE catalogue SET ${columns.map((name) => `${name} = ?`).join(", ")} WHERE id = ?`,
  );
  const leave = db.prepare<[number, number]>("UPDATE catalogue SET until_edition = ? WHERE id = ?");
  const drop = db.prepare<[number]>("DELETE FROM catalogue WHERE id = ?");
  const replaced = db.prepare<[number], EditionRow>(catalogueQueries.replaced);
  const prepared = db.prepare<[number], EditionRow>(catalogueQueries.prepared);
  const keepAll = db.prepare<[number]>(catalogueQueries.keepAll);
  const append = (row: CatalogueRow, { edition, counting }: Preparing): void => {
    searched.add(add({ ...row, since_edition: edition }), row.name, counting);
  };
  const remove: Catalogue["remove"] = (row, counting) => {
    drop.run(row.id);
    searched.remove(row.id, row.name, counting);
  };
  return {
    append,
    remove,
    inEdition: (code, fromDay, edition) => inEdition.get(code, fromDay, edition, edition),
    put: (before, row, preparing) => {
      const { edition, counting } = preparing;
      if (before?.since_edition !== edition) {
        if (before !== undefined) leave.run(edition, before.id);
        append(row, preparing);
        return;
      }
      // Nobody has seen it yet.
      change.run(...columns.map((name) => row[name]), before.id);
      if (before.name === row.name) return;
      searched.remove(before.id, before.name, counting);
      searched.add(before.id, row.name, counting);
    },
    takeOut: (before, { edition, counting }) => {
      if (before.since_edition === edition) remove(before, counting);
      else leave.run(edition, before.id);
    },
    replaced: (limit) => replaced.all(limit),
    prepared: (limit) => prepared.all(limit),
    keepAll: (limit) => keepAll.run(limit).changes,
  };
}

function searchesOf(
  db: Database,
  searched: CatalogueNames,
): Pick<Catalogue, "find" | "byCode" | "byBarcode" | "byPinyin" | "byName"> {
  const find = db.prepare<[string, string], CatalogueRow>(catalogueQueries.find);
  const byCode = db.prepare<[string, string, number], CatalogueRow>(catalogueQueries.byCode);
  const byBarcode = db.prepare<[string, number], CatalogueRow>(catalogueQueries.byBarcode);
  const byPinyin = db.prepare<[string, string, number], CatalogueRow>(catalogueQueries.byPinyin);
  const byName = db.prepare<[string, number], CatalogueRow>(catalogueQueries.byName);
  const byParts = db.prepare<[string], { id: number }>(catalogueQueries.byParts);
  const byId = db.prepare<[number], CatalogueRow>(catalogueQueries.byId);
  return {
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
  };
}

/** Names that are read in vain before the index is asked for the whole phrase. */
const lookedAtMax = 400;
