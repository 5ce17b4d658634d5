import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import Sqlite from "better-sqlite3";
import { onTestFinished } from "vitest";

import { keyFileOf } from "../../src/app/key-file.ts";
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
