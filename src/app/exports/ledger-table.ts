import { present } from "../../base/assert.ts";
import { addDays, civilDate } from "../../base/civil-date.ts";
import type { Period, Stretch } from "../../store/export-pages.ts";
import type { Ground } from "../ground.ts";
import type { Cells, Column, DataSet, Page } from "./data-set.ts";
import type { MaskedPeople } from "./masked-people.ts";
import { maskedPeople } from "./masked-people.ts";

/** All that rows of the ledger are told from: a thread that only reads has it too. */
export interface BooksRead extends Pick<Ground, "store" | "vault"> {
  readonly people: MaskedPeople;
}

/** A table whose rows come from settlements, in their order; any stretch of them can be read by itself. */
export interface LedgerTable {
  readonly title: string;
  readonly columns: readonly Column[];
  /** So many settlements are read at a time: a sale that comes between two pages is not held up. */
  readonly pageRows: number;
  readonly reader: (books: BooksRead) => (stretch: Stretch) => readonly Cells[];
}

/** A part of a period, with how many of its settlements there are up to its end. */
export interface Reached {
  readonly stretch: Stretch;
  readonly done: number;
}

/** What of the ledger a file is made of: settlements of a period, without those made after `last`. */
export interface Slice {
  readonly period: Period;
  readonly last: number;
}

/** The rows of a table page by page. */
export function ledgerSet(ground: Ground, table: LedgerTable, period: Period): DataSet {
  const slice = sliceOf(ground, period);
  const { store, vault } = ground;
  const read = table.reader({ store, vault, people: maskedPeople(ground) });
  const pages = function* (): Generator<Page, undefined> {
    for (const { stretch, done } of stretchesOf(ground, slice, table.pageRows))
      yield { rows: read(stretch), done };
    return undefined;
  };
  return { title: table.title, columns: table.columns, of: countOf(ground, slice), pages: pages() };
}

/** A period up to what is settled now. */
export function sliceOf({ store }: Pick<Ground, "store">, period: Period): Slice {
  return { period, last: store.settlements.lastNumber() };
}

export function countOf({ store }: Pick<Ground, "store">, { period, last }: Slice): number {
  return store.exportPages.count(period, last);
}

/** So many settlements each, found by the keys of the one before. */
export function* stretchesOf(
  { store }: Pick<Ground, "store">,
  { period, last }: Slice,
  limit: number,
): Generator<Reached, undefined> {
  let done = 0;
  let rest = period;
  for (;;) {
    const day = store.exportPages.firstDay(rest);
    if (day === undefined) return undefined;
    for (let after = 0; ;) {
      const { count, upTo } = store.exportPages.ahead({ day, after, last, limit });
      if (count === 0) break;
      done += count;
      const stretch = { day, after, upTo: present(upTo, "the last of some") };
      yield { stretch, done };
      after = stretch.upTo;
    }
    rest = { from: addDays(civilDate(day), 1), to: rest.to };
  }
}
