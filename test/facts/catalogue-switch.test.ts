import { join } from "node:path";
import { rmSync } from "node:fs";

import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";

import { stageMedium } from "../../src/app/catalogue-source.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import { salvageDirectory } from "../../src/app/salvage.ts";
import { present } from "../../src/base/assert.ts";
import type { PackSigner } from "../../src/centre/pack-signer.ts";
import { openPackSigner } from "../../src/centre/pack-signer.ts";
import { booksOf } from "../../src/store/open-store.ts";
import type { CatalogueEntry, CatalogueInfno } from "../../src/wire/catalogue-file.ts";
import type { TestDesk } from "../app/test-desk.ts";
import {
  morning,
  openTestDesk,
  refusalOf,
  staff,
  temporaryDir,
  valueOf,
  withStaff,
} from "../app/test-desk.ts";
import type { Random } from "../oracle/random.ts";
import { randomFrom } from "../oracle/random.ts";
import { seedOf } from "../runs.ts";
import { partsCounted } from "../store/parts-counted.ts";
import { catalogueMedium } from "./catalogue-medium.ts";

const items = 240;
const days = ["2024-05-10", "2024-07-10"] as const;
const words = ["头孢", "阿莫西林", "骨化三醇", "胶囊", "注射用", "试纸", "颗粒"] as const;
const initials = ["TB", "AMXL", "GHSC"] as const;
const seed = seedOf();

let desk: TestDesk;
let signer: PackSigner;
beforeEach(() => {
  desk = openTestDesk(withStaff);
  signer = openPackSigner(join(desk.dir, "signer"));
  valueOf(desk.terminal.trustSigner(signer.publicKey, staff.administrator));
});
afterEach(() => desk.close());

function entryOf(random: Random, at: number): CatalogueEntry {
  const name = `${random.pick(words)}${random.pick(words)}${random.whole(1, 9)}片`;
  const barcode = random.chance(0.5) ? `690000${1000 + random.whole(0, 60)}` : null;
  const about = {
    code: `XS${at}`,
    name,
    barcode,
    pinyin: random.pick(initials),
    kind: "drug",
    class: "A",
  } as const;
  const shares = { priceLimit: null, selfPayRatio: "0", chronicListed: false, dualChannel: false };
  const price = `${random.whole(1, 99)}.00`;
  return { ...about, ...shares, price, from: "2024-01-01", to: null, version: 1 };
}

function entriesOf(random: Random): readonly CatalogueEntry[] {
  return Array.from({ length: items }, (_, at) => entryOf(random, at));
}

/** Rows that are the same, other in one thing or in all, later ones of the same code, new ones, and two of one in a file. */
function changesOf(random: Random, entries: readonly CatalogueEntry[]): readonly CatalogueEntry[] {
  const changed = entries.flatMap((entry, at): CatalogueEntry[] => {
    const other = entryOf(random, at);
    return random.weighed<CatalogueEntry[]>([
      [2, []],
      [2, [entry]],
      [2, [{ ...entry, price: other.price }]],
      [2, [{ ...entry, name: other.name, barcode: other.barcode }]],
      [1, [other]],
      [1, [{ ...other, from: "2024-07-01" }]],
      [1, [{ ...entry, to: "2024-06-30" }]],
      [1, [other, { ...entry, price: "7.77" }]],
      [1, [other, entry]],
    ]);
  });
  const fresh = Array.from({ length: 20 }, (_, nth) => entryOf(random, items + nth));
  return [...changed, ...fresh, { ...present(fresh[0], "a new one"), price: "8.88" }].map((entry) => ({
    ...entry,
    version: 2,
  }));
}

/** What holds after one file on top of another: of two rows of one code and day the later. */
function together(...files: readonly (readonly CatalogueEntry[])[]): readonly CatalogueEntry[] {
  return [...new Map(files.flat().map((entry) => [`${entry.code} ${entry.from}`, entry])).values()];
}

async function staged(infno: CatalogueInfno, version: number, entries: readonly CatalogueEntry[]) {
  const about = { infno, since: version - 1, version, entries };
  return valueOf(await stageMedium(desk.terminal, catalogueMedium(desk.dir, signer, about))).id;
}

async function activated(entries: readonly CatalogueEntry[]): Promise<void> {
  valueOf(desk.terminal.activateCatalogue(await staged("1301", 1, entries), staff.supervisor));
  while (desk.terminal.stepCatalogue(1000));
}

const queries: readonly string[] = [
  ...words,
  ...words.map((word) => `${word}胶囊`),
  "头孢骨化三醇7片",
  "5片",
  ...initials,
  "XS",
  "XS1",
  ...Array.from({ length: 61 }, (_, at) => `690000${1000 + at}`),
];

/** Everything that can be asked of the catalogue. */
function answers() {
  const { terminal } = desk;
  const priced = days.flatMap((day) =>
    Array.from({ length: items + 20 }, (_, at) => {
      const found = terminal.findItem(`XS${at}`, day);
      return found.ok ? `${found.value.price} ${found.value.name} ${found.value.barcode ?? ""}` : null;
    }),
  );
  const searched = queries.flatMap((query) =>
    [1, 7, 1000].map((limit) => ({ query, limit, found: terminal.searchItems(query, limit) })),
  );
  return { priced, searched };
}

/** Holds the answers to what the rows that are in use say. */
function expectOf(entries: readonly CatalogueEntry[]): void {
  const { priced, searched } = answers();
  const onDay = (code: string, day: string): string | null => {
    const [newest] = entries
      .filter((entry) => entry.code === code && entry.from <= day)
      .toSorted((a, b) => (a.from < b.from ? 1 : -1));
    if (newest === undefined || (newest.to !== null && newest.to < day)) return null;
    return `${newest.price} ${newest.name} ${newest.barcode ?? ""}`;
  };
  const codes = Array.from({ length: items + 20 }, (_, at) => `XS${at}`);
  expect(priced).toEqual(days.flatMap((day) => codes.map((code) => onDay(code, day))));
  const told = searched.map(({ query, limit, found }) => ({
    query,
    limit,
    found: found.map(({ code }) => code),
  }));
  for (const { query, limit, found } of told) {
    const having = entries.filter(
      ({ code, barcode, pinyin, name }) =>
        barcode === query || code.startsWith(query) || pinyin.startsWith(query) || name.includes(query),
    );
    const expected = [...new Set(having.map(({ code }) => code))].toSorted();
    expect({ query, isThere: found.every((code) => expected.includes(code)) }).toEqual({
      query,
      isThere: true,
    });
    // A code with several rows counts as often against the limit.
    const fewest = having.length === expected.length ? Math.min(limit, expected.length) : 0;
    expect({ query, limit, isEnough: found.length >= fewest }).toEqual({ query, limit, isEnough: true });
    expect(limit < 1000 ? expected : found.toSorted()).toEqual(expected);
  }
}

function beside(dir: string): number {
  const db = new Sqlite(booksOf(dir), { readonly: true });
  try {
    return present(
      db
        .prepare<[], { rows: number }>(
          `SELECT count(*) AS rows FROM catalogue, catalogue_edition
           WHERE until_edition IS NOT NULL OR since_edition > edition`,
        )
        .get(),
      "a count",
    ).rows;
  } finally {
    db.close();
  }
}

/** Steps to the end, and looks at everything after each. @returns in how many of them the version was the old one, and not */
function watched(version: { readonly from: number; readonly to: number }) {
  const seen: { readonly version: number; readonly answers: ReturnType<typeof answers> }[] = [];
  const look = () => seen.push({ version: desk.terminal.catalogueVersion("1301"), answers: answers() });
  look();
  while (desk.terminal.stepCatalogue(0.5)) look();
  const before = seen.filter((one) => one.version === version.from);
  const after = seen.filter((one) => one.version === version.to);
  expect(seen).toEqual([...before, ...after]);
  for (const part of [before, after]) for (const one of part) expect(one.answers).toEqual(part[0]?.answers);
  return { before: before.length - 1, after: after.length };
}

function expectNothingBeside(): void {
  expect(beside(desk.dir)).toBe(0);
  const { counted, indexed } = partsCounted(desk.dir);
  expect(counted).toEqual(indexed);
  expect([...desk.terminal.verify()]).toEqual([]);
}

describe("a catalogue", () => {
  test(`is in use whole as it was up to one moment, and whole as it came from then on; so is its way back (seed ${seed})`, async () => {
    const random = randomFrom(seed);
    const old = entriesOf(random);
    await activated(old);
    expectOf(old);
    const changes = changesOf(random, old);
    const id = await staged("1301", 2, changes);
    for (let round = 0; round < 2; round += 1) {
      // Taken back it may be taken in again; the numbers of editions go on.
      const again = round === 0 ? id : await staged("1301", 2, changes);
      valueOf(desk.terminal.activateCatalogue(again, staff.supervisor));
      const forth = watched({ from: 1, to: 2 });
      expect(Math.min(forth.before, forth.after)).toBeGreaterThan(1);
      expectOf(together(old, changes));
      expectNothingBeside();

      valueOf(desk.terminal.rollBackCatalogue(again, staff.supervisor));
      const back = watched({ from: 2, to: 1 });
      expect(Math.min(back.before, back.after)).toBeGreaterThan(1);
      expectOf(old);
      expectNothingBeside();
    }
  });

  test("that is the same in all is not written again", async () => {
    const old = entriesOf(randomFrom(seed));
    await activated(old);
    const ids = (): unknown => {
      const db = new Sqlite(booksOf(desk.dir), { readonly: true });
      try {
        return db.prepare("SELECT * FROM catalogue ORDER BY id").all();
      } finally {
        db.close();
      }
    };
    const before = ids();
    const again = old.map((entry) => ({ ...entry, version: 2 }));
    const id = await staged("1301", 2, again);
    valueOf(desk.terminal.activateCatalogue(id, staff.supervisor));
    while (desk.terminal.stepCatalogue(1000));
    expect([desk.terminal.catalogueVersion("1301"), ids()]).toEqual([2, before]);
    valueOf(desk.terminal.rollBackCatalogue(id, staff.supervisor));
    while (desk.terminal.stepCatalogue(1000));
    expect([desk.terminal.catalogueVersion("1301"), ids()]).toEqual([1, before]);
  });

  test("waits for another one that is being prepared, through a restart as well", async () => {
    const random = randomFrom(seed);
    const drugs = await staged("1301", 1, entriesOf(random));
    const services = Array.from({ length: 60 }, (_, at): CatalogueEntry => {
      return { ...entryOf(random, at), code: `FW${at}`, kind: "service", barcode: null };
    });
    const second = await staged("1305", 1, services);
    for (const id of [second, drugs]) valueOf(desk.terminal.activateCatalogue(id, staff.supervisor));
    desk.terminal.stepCatalogue(0.5);
    const of = (id: string) =>
      present(
        desk.terminal.catalogueDownloads().find((one) => one.id === id),
        id,
      );
    const begun = present(
      [drugs, second].find((id) => of(id).edition !== null),
      "the one that has begun",
    );
    const waiting = begun === drugs ? second : drugs;
    const seen = new Set<string>();
    desk.reopen();
    do {
      seen.add(`${of(begun).state} ${of(waiting).state}`);
      expect([of(begun).edition, of(waiting).edition]).toContain(null);
      expect(desk.terminal.findItem("XS0", days[0]).ok).toBe(of(drugs).state === "active");
      expect(desk.terminal.findItem("FW0", days[0]).ok).toBe(of(second).state === "active");
    } while (desk.terminal.stepCatalogue(0.5));
    expect([...seen]).toEqual(["applying applying", "active applying", "active active"]);
    expectNothingBeside();
  });

  test("is not built upon before it is there, nor before it is gone", async () => {
    const old = entriesOf(randomFrom(seed));
    const first = await staged("1301", 1, old);
    valueOf(desk.terminal.activateCatalogue(first, staff.supervisor));
    while (desk.terminal.stepCatalogue(1000));
    const next = await staged("1301", 2, [{ ...present(old[0], "one"), price: "1.11", version: 2 }]);
    valueOf(desk.terminal.rollBackCatalogue(first, staff.supervisor));
    expect(refusalOf(desk.terminal.activateCatalogue(next, staff.supervisor)).code).toBe("DOWNLOAD_STATE");
    while (desk.terminal.stepCatalogue(1000));
    expect(refusalOf(desk.terminal.activateCatalogue(next, staff.supervisor)).code).toBe("DOWNLOAD_STATE");
    expect(refusalOf(desk.terminal.findItem("XS0", days[0])).code).toBe("ITEM_NOT_FOUND");
  });

  test("that was prepared in part and is known no more comes into use with no other", async () => {
    const old = entriesOf(randomFrom(seed));
    await activated(old);
    const dearer = old.map((entry) => ({ ...entry, price: "999.00", version: 2 }));
    const lost = await staged("1301", 2, dearer);
    valueOf(desk.terminal.activateCatalogue(lost, staff.supervisor));
    while (beside(desk.dir) === 0) desk.terminal.stepCatalogue(0.5);
    desk.terminal.dropState("catalogue-download", lost);
    const change = [{ ...present(old[3], "one"), price: "1.11", version: 2 }];
    valueOf(desk.terminal.activateCatalogue(await staged("1301", 2, change), staff.supervisor));
    expect(watched({ from: 1, to: 2 }).before).toBeGreaterThan(0);
    expectOf(together(old, change));
    expectNothingBeside();
  });

  test("that is being prepared is verified with what is in use", async () => {
    const old = entriesOf(randomFrom(seed));
    await activated(old);
    const dearer = old.map((entry) => ({ ...entry, price: "999.00", version: 2 }));
    valueOf(desk.terminal.activateCatalogue(await staged("1301", 2, dearer), staff.supervisor));
    while (beside(desk.dir) === 0) desk.terminal.stepCatalogue(0.5);
    expect([...desk.terminal.verify()]).toEqual([]);
    const db = new Sqlite(booksOf(desk.dir));
    db.exec("UPDATE catalogue SET price = '0.01' WHERE code = 'XS0' AND price = '999.00'");
    db.close();
    expect([...desk.terminal.verify()].map(({ id, reason }) => [id, reason])).toEqual([
      ["XS0", "目录项目被改动"],
    ]);
  });

  test("that is being prepared in books which are salvaged is prepared again in the new ones", async () => {
    const random = randomFrom(seed);
    const old = entriesOf(random);
    await activated(old);
    const changes = changesOf(random, old);
    valueOf(desk.terminal.activateCatalogue(await staged("1301", 2, changes), staff.supervisor));
    while (beside(desk.dir) === 0) desk.terminal.stepCatalogue(0.5);
    desk.terminal.close();
    const db = new Sqlite(booksOf(desk.dir));
    db.exec("UPDATE catalogue SET price = '0.01' WHERE code = 'XS5' AND since_edition <= 1");
    db.close();
    const to = temporaryDir();
    onTestFinished(() => rmSync(to, { recursive: true, force: true }));
    const from = { dir: desk.dir, passphrase: null, clock: () => morning };
    const { findings } = salvageDirectory(from, to, []);
    expect(findings.map(({ reason }) => reason)).toContain("目录项目损坏，须重新导入");
    const terminal = openTerminal({ ...from, dir: to });
    onTestFinished(() => terminal.close());
    const of = (code: string) => terminal.findItem(code, days[0]);
    const priceIn = (entries: readonly CatalogueEntry[], code: string) =>
      entries.find((entry) => entry.code === code && entry.from <= days[0])?.price;
    const codes = old.map(({ code }) => code).filter((code) => code !== "XS5");
    for (const code of codes) expect(valueOf(of(code)).price).toBe(priceIn(old, code));
    while (terminal.stepCatalogue(1000));
    expect(terminal.catalogueVersion("1301")).toBe(2);
    for (const code of codes) {
      expect(valueOf(of(code)).price).toBe(priceIn(together(old, changes), code));
    }
    expect(beside(to)).toBe(0);
  });
});
