import type { KeyObject } from "node:crypto";
import { createHmac, createSecretKey } from "node:crypto";

import type { Books } from "../app/books.ts";
import { openBooks } from "../app/books.ts";
import { shanghaiTime } from "../app/clock.ts";
import type { CatalogueEntry } from "../wire/catalogue-file.ts";
import type { FindItem } from "./books-view.ts";
import type { PackSigner } from "./pack-signer.ts";
import type { Database } from "./store/open-database.ts";
import type { Institution } from "./store/reference-rows.ts";
import { readCatalogue, readInstitutions, readPacks } from "./store/reference-rows.ts";
import type { CentrePackRow } from "./store/tables.ts";

/** A running centre: its books, and what of them is held in memory because every message asks for it. */
export interface Centre {
  readonly db: Database;
  /** Key of the hashes by which repeated inputs are recognised. */
  readonly hashKey: KeyObject;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How wrong the times of its answers are, in a drill. */
  readonly skewMs: number;
  /** Whose signature packs bear. */
  readonly signer: PackSigner;
  readonly nextSerial: () => number;
  readonly institution: (code: string) => Institution | null;
  readonly institutions: () => readonly Institution[];
  readonly findItem: FindItem;
  readonly items: () => readonly CatalogueEntry[];
  readonly packs: () => readonly CentrePackRow[];
  /** The rules in use at a moment. */
  readonly rulesAt: (nowMs: number) => Books;
  /** Reads again what is held in memory. */
  readonly reload: () => Promise<void>;
}

export async function openCentre(
  db: Database,
  options: Pick<Centre, "now" | "signer"> & {
    readonly secrets: { readonly hashKey: string };
    readonly firstSerial: number;
  },
): Promise<Centre> {
  let held = await readHeld(db);
  let serial = options.firstSerial;
  return {
    db,
    // Prepared once: a key as text is read anew for every message.
    hashKey: createSecretKey(options.secrets.hashKey, "utf8"),
    now: options.now,
    skewMs: 0,
    signer: options.signer,
    nextSerial: () => {
      serial = (serial + 1) % 10_000_000_000;
      return serial;
    },
    institution: (code) => held.institutions.get(code) ?? null,
    institutions: () => [...held.institutions.values()],
    findItem: (code, day) =>
      held.catalogue.get(code)?.find(({ from, to }) => from <= day && (to === null || day <= to)) ?? null,
    items: () => held.items,
    packs: () => held.packs,
    rulesAt: (nowMs) => held.rulesAt(nowMs),
    reload: async () => {
      held = await readHeld(db);
    },
  };
}

async function readHeld(db: Database) {
  const [institutions, items, packs] = [
    await readInstitutions(db),
    await readCatalogue(db),
    await readPacks(db),
  ];
  return {
    institutions: new Map(institutions.map((one) => [one.code, one])),
    items,
    catalogue: Map.groupBy(items, ({ code }) => code),
    packs,
    rulesAt: rulesOf(packs),
  };
}

/** Rules as they come into use; each set of files is compiled once, and asked for anew only when a file comes into use. */
function rulesOf(packs: readonly CentrePackRow[]): (nowMs: number) => Books {
  const known = new Map<string, Books>();
  const turns = [...new Set(packs.map(({ effective_from: from }) => from))].toSorted();
  let last: { readonly from: string; readonly before: string | undefined; readonly books: Books } | null =
    null;
  return (nowMs) => {
    const now = shanghaiTime(nowMs);
    if (last !== null && last.from <= now && (last.before === undefined || now < last.before))
      return last.books;
    const inUse = packsAt(packs, now);
    const key = inUse.map(({ sha256 }) => sha256).join(" ");
    const books = known.get(key) ?? openBooks({ packs: shelfOf(packs, inUse) });
    known.set(key, books);
    const from = turns.findLast((turn) => turn <= now) ?? "";
    last = { from, before: turns.find((turn) => turn > now), books };
    return books;
  };
}

function shelfOf(packs: readonly CentrePackRow[], inUse: readonly CentrePackRow[]) {
  const used = new Set(inUse.map(({ sha256 }) => sha256));
  const rows = packs.map(({ sha256, kind, name, text, effective_from: at }) => ({
    sha256,
    kind,
    name,
    text,
    received_at: at,
    in_use: used.has(sha256) ? (1 as const) : (0 as const),
  }));
  return {
    inUse: () => rows.filter((row) => row.in_use === 1),
    bySha256: (sha256: string) => rows.find((row) => row.sha256 === sha256),
  };
}

/** Which files are in use at a moment: of those with one name the one that came into effect last. */
export function packsAt(packs: readonly CentrePackRow[], now: string): readonly CentrePackRow[] {
  const latest = new Map<string, CentrePackRow>();
  for (const pack of packs)
    if (pack.effective_from <= now) latest.set(pack.kind === "supplement" ? "supplement" : pack.name, pack);
  return [...latest.values()];
}

/** A number that the same message always leads to again: thirty digits, its region and moment first. */
export function settlementIdOf(
  centre: Centre,
  { institution, nowMs }: { readonly institution: Institution; readonly nowMs: number },
  msgid: string,
): string {
  const hash = createHmac("sha256", centre.hashKey)
    .update(`settlement ${institution.code} ${msgid}`)
    .digest("hex");
  const digits = BigInt(`0x${hash}`).toString().slice(-10).padStart(10, "0");
  const second = shanghaiTime(nowMs).slice(0, 19).replaceAll(/\D/g, "");
  return `${institution.region}${second}${digits}`;
}
