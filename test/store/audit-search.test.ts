import { rmSync } from "node:fs";

import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";

import { auditSearchQuery } from "../../src/store/audit.ts";
import { booksOf } from "../../src/store/open-store.ts";
import { createBooks, temporaryDir } from "../app/test-desk.ts";

test("entries are looked for within a range of their numbers, in their order", () => {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  createBooks(dir);
  const db = new Sqlite(booksOf(dir));
  onTestFinished(() => void db.close());
  const sought = { top: 9, bottom: 1, day: null, operator: null, action: null, limit: 5 };
  const plan = db
    .prepare<[typeof sought], { detail: string }>(`EXPLAIN QUERY PLAN ${auditSearchQuery}`)
    .all(sought);
  expect(plan.map(({ detail }) => detail)).toEqual([
    "SEARCH audit USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
  ]);
});
