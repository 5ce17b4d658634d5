import { rmSync } from "node:fs";

import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";

import { booksOf } from "../../src/store/open-store.ts";
import { catalogueChangeQueries } from "../../src/store/catalogue-changes.ts";
import { clearingQueries } from "../../src/store/clearings.ts";
import { doorStateQueries } from "../../src/store/door-state.ts";
import { statementQueries } from "../../src/store/statements.ts";
import { createBooks, temporaryDir } from "../app/test-desk.ts";

function newDir(): string {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

test("the queries of the doors walk no table", () => {
  const dir = newDir();
  createBooks(dir);
  const db = new Sqlite(booksOf(dir));
  onTestFinished(() => void db.close());
  const queries = { ...statementQueries, ...doorStateQueries, ...clearingQueries, ...catalogueChangeQueries };
  const walks = Object.entries(queries).flatMap(([name, sql]) => {
    const values = Array.from({ length: sql.split("?").length - 1 }, () => 1);
    const plan = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
    return plan.filter(({ detail }) => detail.startsWith("SCAN")).map(({ detail }) => `${name}: ${detail}`);
  });
  expect(walks).toEqual([]);
});
