import { createHash } from "node:crypto";

import type { Database } from "better-sqlite3";
import Sqlite from "better-sqlite3";

import type { Migration } from "./migrations.ts";
import { definePartsOfName } from "./name-parts.ts";
import { StoreError } from "./store-error.ts";

/**
 * Holds the shape of a file to what the migrations make: a flipped bit in a condition, a trigger or an index would
 * otherwise change what the books refuse, or find.
 *
 * @param shape  as `shapeAfter` tells it, or `newestShape`
 * @throws StoreError DAMAGED when a table, index or trigger is not the one that was made
 */
export function checkSchema(db: Database, shape: string): void {
  if (shapeOf(db) !== shape) throw new StoreError("DAMAGED", "账本的表结构已损坏，请用最近的备份恢复");
}

/** The shape of books that these migrations make. Of those of this program it is written down beside them. */
export function shapeAfter(steps: readonly Migration[]): string {
  const model = new Sqlite(":memory:");
  try {
    definePartsOfName(model);
    for (const step of steps) model.exec(step.sql);
    return shapeOf(model);
  } finally {
    model.close();
  }
}

function shapeOf(db: Database): string {
  const rows = db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").all();
  return createHash("sha256").update(JSON.stringify(rows)).digest("hex");
}
