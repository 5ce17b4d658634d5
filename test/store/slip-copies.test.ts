import { rmSync } from "node:fs";

import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";

import { openTerminal } from "../../src/app/open-terminal.ts";
import { migrations } from "../../src/store/migrations.ts";
import { booksOf, openStore } from "../../src/store/open-store.ts";
import { shiftQueries } from "../../src/store/shifts.ts";
import { slipCopyQueries } from "../../src/store/slip-copies.ts";
import { actor, createBooks, morning, temporaryDir, valueOf } from "../app/test-desk.ts";
import { version1Books } from "./version-1-books.ts";

/** The migration that brings the copies, wherever it stands among the others. */
const mine = migrations.findIndex(({ sql }) => sql.includes("CREATE TABLE slip_copies"));

test("books of the version before count copies of what was sold then, and keep the rest", () => {
  const dir = version1Books();
  const before = migrations.slice(0, mine);
  expect(before.length).toBeGreaterThan(4);
  const store = openStoreOf(dir, mine);
  const newest = store.newest;
  const terminal = openTerminal({ dir, passphrase: null, clock: () => morning + 2 * 86_400_000 });
  onTestFinished(() => terminal.close());
  expect(terminal.settlementsOf({ psnNo: null, day: null, limit: 100 })).toHaveLength(newest);
  const [last] = terminal.settlementsOf({ psnNo: null, day: null, limit: 1 });
  const { settlementId } = last ?? { settlementId: "" };
  expect(valueOf(terminal.slip(settlementId)).copies).toEqual([]);
  expect(valueOf(terminal.printSlip({ settlementId, paper: "58", actor })).copy).toBe(1);
  expect(valueOf(terminal.printSlip({ settlementId, paper: "a4", actor })).copy).toBe(2);
  expect([...terminal.verify()]).toEqual([]);
});

/** Brings books to the version before and no further. @returns how many settlements are in them */
function openStoreOf(dir: string, count: number): { readonly newest: number } {
  const db = new Sqlite(booksOf(dir));
  const versionBefore = Number(db.pragma("user_version", { simple: true }));
  db.close();
  const steps = migrations.slice(0, count);
  const shape = temporaryDir();
  onTestFinished(() => rmSync(shape, { recursive: true }));
  expect(versionBefore).toBeLessThan(steps.at(-1)?.version ?? 0);
  // The tables of this program ask for columns that this version has not; the migrations alone are run.
  expect(() => openStore(dir, steps)).toThrow(/no such/);
  const after = new Sqlite(booksOf(dir));
  try {
    expect(Number(after.pragma("user_version", { simple: true }))).toBe(steps.at(-1)?.version);
    const [row] = after.prepare<[], { count: number }>("SELECT COUNT(*) AS count FROM settlements").all();
    return { newest: row?.count ?? 0 };
  } finally {
    after.close();
  }
}

test("copies and closed shifts are found by an index", () => {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  createBooks(dir);
  const db = new Sqlite(booksOf(dir));
  onTestFinished(() => void db.close());
  const queries = { ...slipCopyQueries, closedOf: shiftQueries.closedOf };
  const plans = Object.entries(queries).flatMap(([name, sql]) => {
    const values = Array.from({ length: sql.split("?").length - 1 }, () => 1);
    const plan = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
    return plan
      .filter(({ detail }) => detail.startsWith("SCAN") || detail.includes("TEMP B-TREE"))
      .map(({ detail }) => `${name}: ${detail}`);
  });
  expect(plans).toEqual([]);
});
