import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import Sqlite from "better-sqlite3";
import { onTestFinished } from "vitest";

import { keyFileOf, readRing } from "../../src/app/key-file.ts";
import type { Vault } from "../../src/app/vault.ts";
import { openVault } from "../../src/app/vault.ts";
import { canonicalJson } from "../../src/base/canonical-json.ts";
import { booksOf } from "../../src/store/open-store.ts";
import { temporaryDir } from "../app/test-desk.ts";

const fixtures = join(import.meta.dirname, "fixtures");

/** Books as the first version of the file left them: sales, a reversal, a refund, a closed day, operators. */
export function version1Books(): string {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  writeFileSync(booksOf(dir), gunzipSync(readFileSync(join(fixtures, "version-1.db.gz"))), { mode: 0o600 });
  copyFileSync(join(fixtures, "version-1.key"), keyFileOf(dir));
  return dir;
}

/** Changes a file behind the program's back, past its triggers, which are there again afterwards. */
export function changeBooks(dir: string, table: string, sql: string): void {
  const db = new Sqlite(booksOf(dir));
  const triggers = db
    .prepare<[string], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?",
    )
    .all(table);
  try {
    db.transaction(() => {
      for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
      db.exec(sql);
      for (const trigger of triggers) db.exec(trigger.sql);
    })();
  } finally {
    db.close();
  }
}

/** Puts items into books of the first version as that version did. */
export function addVersion1Items(dir: string, names: readonly string[]): void {
  const vault = openVault(readRing(dir, { passphrase: null }).dataKeys);
  const db = new Sqlite(booksOf(dir));
  try {
    db.transaction(() => {
      for (const [at, name] of names.entries()) addVersion1Item(db, vault, version1Item(at, name));
    })();
  } finally {
    db.close();
  }
}

function addVersion1Item(db: Sqlite.Database, vault: Vault, row: ReturnType<typeof version1Item>): void {
  const columns = Object.keys(row);
  const places = columns.map(() => "?").join(", ");
  const { lastInsertRowid } = db
    .prepare(`INSERT INTO catalogue (${columns.join(", ")}, check_mark) VALUES (${places}, ?)`)
    .run(...Object.values(row), vault.lookup("item", canonicalJson(row)));
  db.prepare("INSERT INTO catalogue_names (rowid, characters) VALUES (?, ?)").run(
    lastInsertRowid,
    Array.from(row.name).join(" "),
  );
}

function version1Item(at: number, name: string) {
  return {
    code: `V1${String(at).padStart(6, "0")}`,
    from_day: "2024-01-01",
    to_day: null,
    barcode: null,
    name,
    pinyin: "",
    kind: "drug",
    class: "A" as const,
    price: "12.50",
    price_limit: null,
    self_pay_ratio: "0",
    chronic_listed: 0,
    dual_channel: 0,
  };
}
