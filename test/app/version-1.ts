import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import Sqlite from "better-sqlite3";

import { present } from "../../src/base/assert.ts";
import { readRing } from "../../src/app/key-file.ts";
import { openVault } from "../../src/app/vault.ts";
import { migrations } from "../../src/store/migrations.ts";

/**
 * Takes a closed directory back to the first version of the file: messages that only named their settlement, sealed by
 * the data key, one key in the key file and nothing beside it.
 */
export function takeBackToVersion1(dir: string): void {
  const ring = readRing(dir, { passphrase: null });
  const vault = openVault(ring.dataKeys);
  const db = new Sqlite(join(dir, "onestop.db"));
  const table = /CREATE TABLE messages[\s\S]*?STRICT;\nCREATE INDEX messages_open[^;]*;/;
  const [shape] = present(table.exec(present(migrations[0], "the first version").sql), "table");
  const rows = db
    .prepare<[], { msgid: string; number: number; origin: string; kind: string; id: string }>(
      "SELECT msgid, number, origin, kind, id FROM messages JOIN settlements USING (msgid, number)",
    )
    .all();
  db.exec(`DROP TABLE messages; ${shape}`);
  const add = db.prepare("INSERT INTO messages VALUES (?, ?, ?, 'pending', ?, 0)");
  for (const { msgid, number, origin, kind, id } of rows)
    add.run(msgid, number, origin, vault.seal("message", msgid, JSON.stringify({ kind, settlement: id })));
  db.pragma("user_version = 1");
  db.close();
  const key = present(ring.dataKeys[0], "data key").toString("hex");
  const file = { format: "onestop-key/1", wrap: "none", salt: "00", nonce: "00", tag: "00", key };
  writeFileSync(join(dir, "onestop.key"), JSON.stringify(file));
  for (const name of ["outbox.key", "onestop.recovery"]) rmSync(join(dir, name));
}
