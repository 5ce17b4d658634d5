import { createHash } from "node:crypto";

import { civilDate } from "../base/civil-date.ts";
import type { PackBook, SourceFile } from "../rules/pack-book.ts";
import { loadPacks } from "../rules/pack-book.ts";
import type { RulesInForce } from "../rules/rules-in-force.ts";
import { noRules } from "../settle/cash-sale.ts";
import type { Note } from "../settle/settlement.ts";
import type { PackRow } from "../store/packs.ts";
import type { Store } from "../store/open-store.ts";
import { StoreError } from "../store/store-error.ts";

const lowestReading: Note = "LOWEST_READING";

/** The very rules that a settlement was made under. */
export interface UsedRules {
  readonly plan: string;
  readonly service_date: string;
  readonly pack_sha256: string;
  readonly supplement_sha256: string | null;
  /** JSON; it says when the lowest reading was used. */
  readonly notes: string;
}

export interface Books {
  /** The packs in use, with their supplement. */
  readonly current: PackBook;
  readonly supplementSha256: string | null;
  /** Rules by hash, for replays; null when that pack does not cover the day, or a cash sale knew none. */
  readonly rulesOf: (used: UsedRules) => RulesInForce | null;
  /** Reads the packs in use, if that is still to be done. @throws StoreError when one is not what its hash says */
  readonly read: () => void;
  /** Reads again which files are in use. */
  readonly reload: () => void;
}

/** Where packs are kept. */
interface PackStore {
  readonly packs: Pick<Store["packs"], "inUse" | "bySha256">;
}

/**
 * @param reads  later: when they are first asked for, or `read` is called, and what is wrong with them is said then
 * @throws StoreError when a stored pack is not what its hash says
 */
export function openBooks(store: PackStore, reads: "now" | "later" = "now"): Books {
  let read: PackBook | null = reads === "now" ? readInUse(store) : null;
  let supplement = supplementOf(store);
  const current = (): PackBook => (read ??= readInUse(store));
  const byHash = new Map<string, PackBook>();
  const bookOf = (used: UsedRules): PackBook => {
    const key = `${used.pack_sha256} ${used.supplement_sha256 ?? ""}`;
    const known = byHash.get(key);
    if (known !== undefined) return known;
    const filling = used.supplement_sha256 === null ? null : rowOf(store, used.supplement_sha256);
    const book = load([rowOf(store, used.pack_sha256)], filling);
    byHash.set(key, book);
    return book;
  };
  return {
    get current() {
      return current();
    },
    get supplementSha256() {
      return supplement;
    },
    rulesOf: (used) => {
      if (used.pack_sha256 === noRules.sha256) return null;
      const rules = bookOf(used).rulesOn(used.plan, civilDate(used.service_date));
      return used.notes.includes(lowestReading) ? (rules?.lowest ?? rules) : rules;
    },
    read: () => void current(),
    reload: () => {
      read = readInUse(store);
      supplement = supplementOf(store);
    },
  };
}

function readInUse(store: PackStore): PackBook {
  const rows = store.packs.inUse();
  return load(
    rows.filter((row) => row.kind === "pack"),
    rows.find(isSupplement) ?? null,
  );
}

function supplementOf(store: PackStore): string | null {
  return store.packs.inUse().find(isSupplement)?.sha256 ?? null;
}

function isSupplement({ kind }: PackRow): boolean {
  return kind === "supplement";
}

/** Keeps packs and a supplement under their hashes and takes them into use. */
export function storePacks(
  store: Store,
  files: readonly SourceFile[],
  supplement: SourceFile | null,
  at: string,
): void {
  for (const file of files) keepFile(store, "pack", file, at);
  if (supplement !== null) keepFile(store, "supplement", supplement, at);
}

/** Takes one file into use, kept under its hash for good. */
export function keepFile(
  store: Store,
  kind: PackRow["kind"],
  { sha256, name, text }: SourceFile,
  at: string,
): void {
  if (store.packs.bySha256(sha256) !== undefined) store.packs.setInUse(sha256, true);
  else store.packs.add({ sha256, kind, name, text, in_use: 1, received_at: at });
}

function rowOf(store: PackStore, sha256: string): PackRow {
  const row = store.packs.bySha256(sha256);
  if (row === undefined) throw new StoreError("DAMAGED", `账本中缺少政策包 ${sha256}`);
  return row;
}

function load(packs: readonly PackRow[], supplement: PackRow | null): PackBook {
  for (const row of supplement === null ? packs : [...packs, supplement]) {
    if (createHash("sha256").update(row.text).digest("hex") !== row.sha256)
      throw new StoreError("DAMAGED", `政策包 ${row.name} 与其校验值不符`);
  }
  const loaded = loadPacks(packs, supplement);
  if (loaded.ok) return loaded.book;
  const [first] = loaded.faults;
  throw new StoreError(
    "DAMAGED",
    `政策包有误：${first?.file ?? ""} ${first?.path ?? ""} ${first?.reason ?? ""}`,
  );
}
