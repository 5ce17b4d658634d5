import type { Database } from "better-sqlite3";
import Sqlite from "better-sqlite3";

import type { Migration } from "./migrations.ts";
import { definePartsOfName } from "./name-parts.ts";
import { StoreError } from "./store-error.ts";

/**
 * Holds the shape of a file to what the migrations make: a flipped bit in a condition, a trigger or an index would
 * otherwise change what the books refuse, or find.
 *
 * @throws StoreError DAMAGED when a table, index or trigger is not the one that was made
 */
export function checkSchema(db: Database, steps: readonly Migration[]): void {
  const model = new Sqlite(":memory:");
  try {
    definePartsOfName(model);
    for (const step of steps) model.exec(step.sql);
    if (shapeOf(db) === shapeOf(model)) return;
  } finally {
    model.close();
  }
  throw new StoreError("DAMAGED", "账本的表结构已损坏，请用最近的备份恢复");
}

function shapeOf(db: Database): string {
  return JSON.stringify(
    db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").all(),
  );
}
