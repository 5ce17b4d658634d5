import { rmSync } from "node:fs";

import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";

import { booksOf } from "../../src/store/open-store.ts";
import { reportQueries } from "../../src/store/reports.ts";
import { createBooks, temporaryDir } from "../app/test-desk.ts";

test("a day is added up along the index of days, however many other days there are", () => {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  createBooks(dir);
  const db = new Sqlite(booksOf(dir));
  onTestFinished(() => void db.close());
  const plan = db
    .prepare<[string, string], { detail: string }>(`EXPLAIN QUERY PLAN ${reportQueries.ofDay}`)
    .all("2024-05-10", "2024-05-10")
    .map(({ detail }) => detail);
  const found = plan.join("\n");
  expect(found).toContain("SEARCH settlements USING INDEX settlements_by_day (committed_day=?)");
  expect(found).toContain("SEARCH a USING INDEX adjustments_by_day (adjusted_day=?)");
  expect(plan.filter((detail) => /^SCAN (?!\(subquery)/.test(detail))).toEqual([]);
});
