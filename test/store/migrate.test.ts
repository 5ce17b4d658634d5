import { readdirSync, rmSync } from "node:fs";

import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";

import { openTerminal } from "../../src/app/open-terminal.ts";
import type { CatalogueRow } from "../../src/store/catalogue.ts";
import { migrations, newestShape } from "../../src/store/migrations.ts";
import { definePartsOfName } from "../../src/store/name-parts.ts";
import { booksOf, openStore } from "../../src/store/open-store.ts";
import { schema8 } from "../../src/store/schema-8.ts";
import { shapeAfter } from "../../src/store/schema-check.ts";
import { oddNames } from "../app/odd-names.ts";
import { actor, morning, requestOf, staff, temporaryDir, valueOf } from "../app/test-desk.ts";
import { seedOf } from "../runs.ts";
import { partsCounted } from "./parts-counted.ts";
import { addVersion1Items, changeBooks, version1Books } from "./version-1-books.ts";

test("the shape that is written down is the one that the migrations make", () => {
  expect(newestShape).toBe(shapeAfter(migrations));
});

test("a file of the first version, with settlements in it, comes forward and verifies", () => {
  const dir = version1Books();
  const kept = "X'000102030405060708090A0B0C0D0E0F', X'00'";
  changeBooks(dir, "door_state", `INSERT INTO door_state (state_key, sealed) VALUES (${kept})`);
  addVersion1Items(dir, ["骨化三醇软胶囊 0.25μg×10粒"]);
  const clock = { ms: morning + 2 * 86_400_000 };
  const terminal = openTerminal({ dir, passphrase: null, clock: () => clock.ms });
  onTestFinished(() => terminal.close());
  expect([...terminal.verify()]).toEqual([]);
  expect(readdirSync(dir).filter((name) => name.includes(".before-"))).toHaveLength(1);

  const all = terminal.settlementsOf({ psnNo: null, day: null, limit: 100 });
  expect(all.map(({ number, kind, mode, resettleCode }) => [number, kind, mode, resettleCode])).toEqual([
    [10, "sale", "insured", null],
    [9, "sale", "insured", null],
    [8, "reversal", "insured", null],
    [7, "reversal", "insured", null],
    ...[6, 5, 4, 3, 2, 1].map((number) => [number, "sale", "insured", null]),
  ]);
  for (const query of ["骨化三醇", "醇 软", "囊０．２５Μ", "骨"])
    expect(terminal.searchItems(query, 5).map(({ code }) => code)).toEqual(["V1000000"]);
  expect(terminal.searchItems("阿莫西林", 5)).not.toEqual([]);
  expect(terminal.dayTotals("2024-05-10")).toMatchObject({ sales: 7, reversals: 2 });
  expect(terminal.dayTotals("2024-05-10").closedAt).not.toBeNull();
  expect(terminal.operators().map(({ id, role, active }) => [id, role, active])).toEqual([
    ["C001", "cashier", true],
    ["P001", "pharmacist", true],
    ["S001", "supervisor", true],
  ]);

  // State from before it had kinds has the age of the last commit.
  const lastMs = Date.parse(all[0]?.committedAt ?? "");
  expect(terminal.pruneState("", lastMs)).toBe(0);
  expect(terminal.pruneState("", lastMs + 1)).toBe(2);
  const db = new Sqlite(booksOf(dir));
  onTestFinished(() => void db.close());
  expect(() => db.exec("UPDATE account_movements SET amount_fen = 1")).toThrow("append-only");
  expect(() => db.exec("DELETE FROM account_movements")).toThrow("append-only");

  // What the new verbs write goes on in the same books.
  const first = { id: "A001", name: "示范管理员", pin: "314159", role: "administrator" } as const;
  valueOf(terminal.addOperator(first, staff.supervisor));
  const { claim } = requestOf("c1", { items: [{ price: "50.00" }] });
  const sale = valueOf(terminal.commitCash({ claim, idempotencyKey: "c1", tenders: [], actor }));
  const question = { code: sale.resettleCode ?? "", correction: null };
  valueOf(terminal.resettle({ ...question, idempotencyKey: "c2", previewHash: null, actor, msgid: null }));
  valueOf(terminal.closeDay("2024-05-11", staff.supervisor));
  expect([...terminal.verify()]).toEqual([]);
});

test("names that were there before are indexed as names that are added now", () => {
  const names = oddNames(seedOf(), 400);
  const old = version1Books();
  addVersion1Items(old, names);
  openStore(old).close();
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const store = openStore(dir);
  const reader = new Sqlite(booksOf(old), { readonly: true });
  const rows = reader.prepare<[], CatalogueRow>("SELECT * FROM catalogue ORDER BY id").all();
  reader.close();
  store.write(() => {
    for (const row of rows) store.catalogue.add(row);
  });
  store.close();
  const [brought, added] = [indexOf(old), indexOf(dir)];
  expect(added.length).toBeGreaterThan(names.length);
  expect(brought).toEqual(added);
});

test("items that were there before are in use as they were, and nothing else is", () => {
  const dir = version1Books();
  addVersion1Items(dir, ["骨化三醇软胶囊 0.25μg×10粒"]);
  const read = (sql: string): unknown[] => {
    const db = new Sqlite(booksOf(dir), { readonly: true });
    try {
      return db.prepare(sql).all();
    } finally {
      db.close();
    }
  };
  const before = read("SELECT * FROM catalogue ORDER BY id");
  expect(before.length).toBeGreaterThan(1);
  const store = openStore(dir);
  onTestFinished(store.close);
  expect(read("SELECT * FROM catalogue ORDER BY id")).toEqual(
    before.map((row) => ({ ...(row as object), since_edition: 0, until_edition: null })),
  );
  expect(store.catalogue.edition()).toBe(0);
  expect(store.catalogue.find("V1000000", "2024-05-10")?.price).toBe("12.50");
  expect(store.catalogue.byName("化三醇", 5).map(({ code }) => code)).toEqual(["V1000000"]);
  expect([...store.catalogue.replaced(1), ...store.catalogue.prepared(1)]).toEqual([]);
});

test("a file from before offline vouchers gets their table, which only grows", () => {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const at = migrations.findIndex(({ sql }) => sql === schema8);
  const before = new Sqlite(booksOf(dir));
  definePartsOfName(before);
  for (const { version, sql } of migrations.slice(0, at))
    before.exec(`${sql} PRAGMA user_version = ${version};`);
  before.pragma("application_id = 1332634963");
  before.close();
  const store = openStore(dir, migrations);
  const row = { person_key: Buffer.alloc(16), issued_s: 100, expires_s: 200, taken_at: "2024-05-10" };
  const keys = [1, 2].map((byte) => Buffer.alloc(24, byte));
  for (const [order, key] of keys.entries())
    store.write(() => store.vouchers.add({ ...row, voucher_key: key, issued_s: 100 - order }));
  expect(keys.map((key) => store.vouchers.takenAt(key))).toEqual(["2024-05-10", "2024-05-10"]);
  expect(store.vouchers.newestOf(row.person_key)).toBe(100);
  const again = { ...row, voucher_key: Buffer.alloc(24, 1) };
  expect(() => store.write(() => store.vouchers.add(again))).toThrow("UNIQUE");
  store.close();
  const db = new Sqlite(booksOf(dir));
  onTestFinished(() => void db.close());
  expect(() => db.exec("UPDATE vouchers SET taken_at = ''")).toThrow("append-only");
  expect(() => db.exec("DELETE FROM vouchers")).toThrow("append-only");
});

/** Which parts of names are where; how many names have each is what the books say. */
function indexOf(dir: string): unknown[] {
  const db = new Sqlite(booksOf(dir));
  try {
    db.exec("CREATE VIRTUAL TABLE temp.parts USING fts5vocab (main, catalogue_names, instance)");
    const { counted, indexed } = partsCounted(dir);
    expect(counted).toEqual(indexed);
    return db.prepare("SELECT term, doc, offset FROM temp.parts ORDER BY doc, offset").all();
  } finally {
    db.close();
  }
}
