import type { CatalogueRow, Preparing } from "../store/catalogue.ts";
import { StoreError } from "../store/store-error.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { CatalogueItem, Result } from "./terminal.ts";
import type { Vault } from "./vault.ts";

/** A catalogue item with the days on which it holds. */
export interface DatedItem extends CatalogueItem {
  readonly from: string;
  readonly to: string | null;
}

/** Adds an item to the catalogue. Call inside `store.write`. */
export function addItem({ store, vault }: Ground, item: DatedItem): void {
  store.catalogue.add(rowOf(vault, item));
}

/**
 * Puts an item into an edition that is being prepared, in the place of the one of its code that begins on the same day.
 *
 * @returns that one; "same": it is what there is already, and nothing was written; null: there was none
 */
export function prepareItem(
  { store, vault }: Ground,
  item: DatedItem,
  preparing: Preparing,
): DatedItem | "same" | null {
  const before = store.catalogue.inEdition(item.code, item.from, preparing.edition);
  const held = before === undefined ? null : datedItemOf(vault, before);
  if (held !== null && isSame(held, item)) return "same";
  store.catalogue.put(before, rowOf(vault, item), preparing);
  return held;
}

/** Takes an item out of an edition that is being prepared: nothing stood in its place before. */
export function prepareWithout(
  { store }: Ground,
  item: Pick<DatedItem, "code" | "from">,
  preparing: Preparing,
): void {
  const before = store.catalogue.inEdition(item.code, item.from, preparing.edition);
  if (before !== undefined) store.catalogue.takeOut(before, preparing);
}

/** Whether an item says nothing else than another. */
export function isSame(held: DatedItem, told: DatedItem): boolean {
  const others: Readonly<Record<string, unknown>> = { ...told };
  return Object.entries(held).every(([name, value]) => others[name] === value);
}

/** The item of a code that begins on this very day; null: none does. */
export function itemFrom({ store, vault }: Ground, code: string, from: string): DatedItem | null {
  const row = store.catalogue.exact(code, from);
  return row === undefined ? null : datedItemOf(vault, row);
}

function datedItemOf(vault: Vault, row: CatalogueRow): DatedItem {
  return { ...itemOf(vault, row), from: row.from_day, to: row.to_day };
}

function rowOf(vault: Vault, item: DatedItem): CatalogueRow {
  const row = {
    code: item.code,
    from_day: item.from,
    to_day: item.to,
    barcode: item.barcode,
    name: item.name,
    pinyin: item.pinyin,
    kind: item.kind,
    class: item.class,
    price: item.price,
    price_limit: item.priceLimit,
    self_pay_ratio: item.selfPayRatio,
    chronic_listed: item.chronicListed ? 1 : 0,
    dual_channel: item.dualChannel ? 1 : 0,
  };
  return { ...row, check_mark: markOf(vault, row) };
}

export function findItem({ store, vault }: Ground, code: string, serviceDate: string): Result<CatalogueItem> {
  const row = store.catalogue.find(code, serviceDate);
  if (row === undefined) {
    const message = `目录中没有 ${code.slice(0, 64)} 在 ${serviceDate.slice(0, 10)} 有效的项目，请更新目录或核对编码`;
    return decline("ITEM_NOT_FOUND", message, { code, serviceDate });
  }
  return accept(itemOf(vault, row));
}

/**
 * Items by code or barcode for digits and codes, by pinyin initials for letters, by any part of the name. What is a
 * whole barcode or code is that item and nothing else; a run of digits is looked for in names only while it is short.
 */
export function searchItems({ store, vault }: Ground, query: string, limit: number): CatalogueItem[] {
  const text = query.trim().slice(0, 64);
  if (text === "" || limit < 1) return [];
  const { byBarcode, byCode, byPinyin, byName } = store.catalogue;
  const found = new Map<string, CatalogueItem>();
  const upper = text.toUpperCase();
  const exact = byBarcode(text, limit);
  const ways = [
    () => exact,
    () => (exact.length > 0 ? [] : byCode(upper, limit)),
    () => (/^[A-Z]+$/.test(upper) ? byPinyin(upper, limit) : []),
    () => (exact.length > 0 || longNumber.test(text) ? [] : byName(text, limit)),
  ];
  for (const way of ways) {
    if (found.size >= limit) break;
    for (const row of way()) if (!found.has(row.code)) found.set(row.code, itemOf(vault, row));
  }
  return [...found.values()].slice(0, limit);
}

/** A code or barcode, or the beginning of one; no name has such a number in it. */
const longNumber = /^\d{6,}$/;

/** Whether a row is as it was written. */
export function isIntact(vault: Vault, row: CatalogueRow): boolean {
  return markOf(vault, row).equals(row.check_mark);
}

/** Of all columns as one text, its keys in the order of the alphabet: the marks of every version before are like that. */
function markOf(vault: Vault, row: Omit<CatalogueRow, "check_mark">): Buffer {
  const { barcode, chronic_listed, class: classOf, code, dual_channel, from_day, kind, name, pinyin } = row;
  const { price, price_limit, self_pay_ratio, to_day } = row;
  return vault.lookup(
    "item",
    JSON.stringify({
      barcode,
      chronic_listed,
      class: classOf,
      code,
      dual_channel,
      from_day,
      kind,
      name,
      pinyin,
      price,
      price_limit,
      self_pay_ratio,
      to_day,
    }),
  );
}

function itemOf(vault: Vault, row: CatalogueRow): CatalogueItem {
  if (!isIntact(vault, row)) throw new StoreError("DAMAGED", `目录项目 ${row.code} 已损坏，请重新导入目录`);
  const { code, barcode, name, pinyin, kind, price } = row;
  return {
    code,
    barcode,
    name,
    pinyin,
    kind,
    price,
    class: row.class,
    priceLimit: row.price_limit,
    selfPayRatio: row.self_pay_ratio,
    chronicListed: row.chronic_listed === 1,
    dualChannel: row.dual_channel === 1,
  };
}
