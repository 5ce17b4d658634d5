import { rmSync } from "node:fs";

import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";

import { exportQueries } from "../../src/store/export-pages.ts";
import { booksOf } from "../../src/store/open-store.ts";
import { createBooks, temporaryDir } from "../app/test-desk.ts";

test("a page is found by the keys of the one before, however many stand before and after it", () => {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  createBooks(dir, { plan: "shiyan" });
  const db = new Sqlite(booksOf(dir));
  onTestFinished(() => void db.close());
  const planOf = (sql: string, bound: Readonly<Record<string, unknown>>): string[] =>
    db
      .prepare<[Readonly<Record<string, unknown>>], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(bound)
      .map(({ detail }) => detail);
  const page = { day: "2024-05-10", after: 7, upTo: 99 };
  for (const sql of [exportQueries.settlements, exportQueries.withClaims]) {
    const plan = planOf(sql, page);
    expect(plan[0]).toContain(
      "SEARCH s USING INDEX settlements_by_day (committed_day=? AND number>? AND number<?)",
    );
    // Nothing is sorted and nothing gone through: the rest are single rows by their keys.
    expect(plan.filter((detail) => /^SCAN|TEMP B-TREE/.test(detail))).toEqual([]);
    expect(plan).toHaveLength(5);
  }
  const ahead = planOf(exportQueries.ahead, { day: "2024-05-10", after: 7, last: 99, limit: 500 });
  expect(ahead.filter((detail) => detail.includes("settlements"))).toEqual([
    "SEARCH settlements USING COVERING INDEX settlements_by_day (committed_day=? AND number>? AND number<?)",
  ]);
  expect(ahead.filter((detail) => detail.includes("TEMP B-TREE"))).toEqual([]);
  const audit = planOf(exportQueries.audit, { after: 0, upTo: 9, from: "2024-05-10", to: "2024-05-31" });
  expect(audit).toEqual(["SEARCH audit USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"]);
  const days = planOf(exportQueries.firstDay, { from: "2024-05-10", to: "2024-05-31" });
  expect(days).toEqual([
    "SEARCH settlements USING COVERING INDEX settlements_by_day (committed_day>? AND committed_day<?)",
  ]);
  const count = planOf(exportQueries.count, { from: "2024-05-10", to: "2024-05-31", last: 9 });
  expect(count[0]).toContain("USING COVERING INDEX settlements_by_day (committed_day>? AND committed_day<?)");
});
