import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import Sqlite from "better-sqlite3";
import { describe, expect, onTestFinished, test, vi } from "vitest";

import { accountQueries } from "../../src/store/account-movements.ts";
import { adjustmentQueries } from "../../src/store/adjustments.ts";
import { auditQueries } from "../../src/store/audit.ts";
import { nameQueries } from "../../src/store/catalogue-names.ts";
import { catalogueQueries } from "../../src/store/catalogue.ts";
import { takeEngineLock } from "../../src/store/engine-lock.ts";
import { messageQueries } from "../../src/store/messages.ts";
import { migrations } from "../../src/store/migrations.ts";
import { openBillQueries } from "../../src/store/open-bills.ts";
import { booksOf, checkBooks, openStore } from "../../src/store/open-store.ts";
import { postingQueries } from "../../src/store/postings.ts";
import { settlementQueries } from "../../src/store/settlements.ts";
import { voucherQueries } from "../../src/store/vouchers.ts";
import { shiftQueries } from "../../src/store/shifts.ts";
import { totalsQueries } from "../../src/store/totals.ts";
import { traceCodeQueries } from "../../src/store/trace-codes.ts";
import { temporaryDir } from "../app/test-desk.ts";

function newDir(): string {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

describe("open", () => {
  test("makes a durable file for its owner only", () => {
    const dir = newDir();
    openStore(dir).close();
    expect(statSync(booksOf(dir)).mode & 0o777).toBe(0o600);
    const db = new Sqlite(booksOf(dir));
    expect(db.pragma("journal_mode", { simple: true })).toBe("wal");
    expect(db.pragma("user_version", { simple: true })).toBe(migrations.at(-1)?.version);
    const loose = db
      .prepare<[], { name: string }>("SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0")
      .all()
      .map((row) => row.name)
      .filter((name) => !/^sqlite_|^catalogue_names/.test(name));
    expect(loose).toEqual([]);
    db.close();
    checkBooks(booksOf(dir));
  });

  test("refuses with words a newer file, another program's file, and no database at all", () => {
    const dir = newDir();
    openStore(dir).close();
    const change = (pragma: string): void => {
      const db = new Sqlite(booksOf(dir));
      db.pragma(pragma);
      db.close();
    };
    change("user_version = 99");
    expect(() => openStore(dir)).toThrow("比本程序支持的");
    change("application_id = 7");
    expect(() => openStore(dir)).toThrow("不是本程序的账本");
    expect(() => checkBooks(booksOf(dir))).toThrow("不是本程序的账本");
    const other = newDir();
    writeFileSync(booksOf(other), "no database, but long enough to look like one ".repeat(100));
    expect(() => openStore(other)).toThrow("已损坏");
  });

  test("brings an older file forward and keeps a copy of it as it was", () => {
    const dir = newDir();
    openStore(dir).close();
    const newest = migrations.at(-1)?.version ?? 0;
    const next = { version: newest + 1, sql: "CREATE TABLE added (id INTEGER PRIMARY KEY) STRICT;" };
    // What an attempt that was cut short left behind is in nobody's way.
    writeFileSync(`${booksOf(dir)}.before-${next.version}`, "a copy of some earlier state");
    writeFileSync(`${booksOf(dir)}.before-${next.version}.part`, "half a copy");
    openStore(dir, [...migrations, next]).close();
    const versionOf = (file: string): unknown => {
      const db = new Sqlite(file);
      const version: unknown = db.pragma("user_version", { simple: true });
      db.close();
      return version;
    };
    expect(versionOf(booksOf(dir))).toBe(next.version);
    expect(versionOf(`${booksOf(dir)}.before-${next.version}`)).toBe(newest);
    expect(() => openStore(dir)).toThrow("升级程序");
  });

  test("a migration that fails leaves the file as it was", () => {
    const dir = newDir();
    openStore(dir).close();
    const broken = { version: 99, sql: "CREATE TABLE added (id INTEGER) STRICT; CREATE NONSENSE;" };
    expect(() => openStore(dir, [...migrations, broken])).toThrow("NONSENSE");
    openStore(dir).close();
  });
});

describe("engine lock", () => {
  test("is held once, says by whom, and leaves nothing behind", () => {
    const dir = newDir();
    const lock = takeEngineLock(dir);
    expect(() => takeEngineLock(dir)).toThrow(`进程 ${process.pid}`);
    writeFileSync(join(dir, "engine.lock.json"), "no note");
    expect(() => takeEngineLock(dir)).toThrow("进程未知");
    lock.release();
    expect(existsSync(join(dir, "engine.lock.json"))).toBe(false);
    takeEngineLock(dir).release();
    expect(readFileSync(join(dir, "engine.lock")).length).toBe(0);
  });
});

describe("tables", () => {
  test("of what has happened take no UPDATE and no DELETE", () => {
    const dir = newDir();
    openStore(dir).close();
    const db = new Sqlite(booksOf(dir));
    for (const table of [
      "settlements",
      "lines",
      "funding",
      "postings",
      "account_movements",
      "tenders",
      "audit",
    ]) {
      const triggers = db
        .prepare<[string], { sql: string }>(
          "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?",
        )
        .all(table)
        .map((row) => /BEFORE (UPDATE|DELETE)/.exec(row.sql)?.[1]);
      expect(triggers).toEqual(["UPDATE", "DELETE"]);
    }
    const entry = db.prepare("INSERT INTO audit VALUES (1, '', '', '', '', '', x'', x'', zeroblob(32))");
    entry.run();
    expect(() => db.exec("UPDATE audit SET at = 'x'")).toThrow("append-only");
    expect(() => db.exec("DELETE FROM audit")).toThrow("append-only");
    db.close();
  });

  test("several workflows, each for itself: one that throws leaves nothing, the others stand", () => {
    const dir = newDir();
    const store = openStore(dir);
    onTestFinished(store.close);
    const late = new Error("late");
    const results = store.each<string | number | undefined>([
      () =>
        store.write(() => {
          store.counters.write({ msgidLast: 1 });
          return "first";
        }),
      () => {
        store.write(() => store.counters.write({ msgidLast: 2, msgidSecond: 2 }));
        throw late;
      },
      () => store.counters.read("msgidLast"),
    ]);
    expect(results).toEqual([
      { ok: true, value: "first" },
      { ok: false, error: late },
      { ok: true, value: 1 },
    ]);
    expect([store.counters.read("msgidLast"), store.counters.read("msgidSecond")]).toEqual([1, undefined]);
    expect(store.each([])).toEqual([]);
  });

  test("several workflows together are written whole, or not at all", () => {
    const dir = newDir();
    const store = openStore(dir);
    onTestFinished(store.close);
    const writeBoth = (after: () => void): void =>
      store.together(() => {
        store.write(() => store.counters.write({ msgidLast: 1 }));
        store.together(() => store.write(() => store.counters.write({ msgidSecond: 2 })));
        after();
      });
    const fail = (): void => {
      throw new Error("late");
    };
    expect(() => writeBoth(fail)).toThrow("late");
    expect([store.counters.read("msgidLast"), store.counters.read("msgidSecond")]).toEqual([
      undefined,
      undefined,
    ]);
    writeBoth(() => undefined);
    expect([store.counters.read("msgidLast"), store.counters.read("msgidSecond")]).toEqual([1, 2]);
    expect(() => store.write(() => store.write(() => undefined))).toThrow(
      "a transaction inside a transaction",
    );
  });

  test("no statement that orders its rows is planned anew for every value", () => {
    const dir = newDir();
    const prepare = vi.spyOn(Sqlite.prototype, "prepare");
    onTestFinished(() => prepare.mockRestore());
    openStore(dir).close();
    const ordered = prepare.mock.calls.map(([sql]) => sql).filter((sql) => /ORDER BY|MAX\(|MIN\(/.test(sql));
    expect(ordered.length).toBeGreaterThan(15);
    // See src/store/rows.ts; a limit may be bound plainly.
    expect(ordered.filter((sql) => /(?<!\+)\?/.test(sql.replaceAll("LIMIT ?", "")))).toEqual([]);
  });

  const onSalePath = [
    ...Object.values(settlementQueries),
    ...Object.values(postingQueries),
    ...Object.values(catalogueQueries),
    ...Object.values(nameQueries),
    ...Object.values(traceCodeQueries),
    ...Object.values(messageQueries),
    ...Object.values(accountQueries),
    ...Object.values(adjustmentQueries),
    ...Object.values(auditQueries),
    "SELECT value FROM counters WHERE name = ?",
    "SELECT day FROM day_closes WHERE day >= ? LIMIT 1",
    "SELECT number FROM lines WHERE number = ? ORDER BY seq",
    "SELECT number FROM funding WHERE number = ? ORDER BY seq",
    "SELECT person_key FROM credentials WHERE credential_key = ?",
    "SELECT sealed FROM person_facts WHERE person_key = ? ORDER BY id DESC LIMIT 1",
  ];

  const besideSales = [
    ...Object.values(totalsQueries),
    ...Object.values(shiftQueries),
    ...Object.values(openBillQueries),
    ...Object.values(voucherQueries),
  ];

  test.each(besideSales)("are never read from end to end by a counter: %s", (sql) => {
    const dir = newDir();
    openStore(dir).close();
    const db = new Sqlite(booksOf(dir));
    const plan = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
    const values = Array.from(sql.matchAll(/\?/g), () => 1);
    const details = plan.all(...values).map((row) => row.detail);
    db.close();
    // The index of open messages holds nothing else: it may be counted; so may what other queries have found.
    const scans = details.filter(
      (detail) => /^SCAN (?!\(subquery)/.test(detail) && !detail.endsWith("INDEX messages_open"),
    );
    expect(scans).toEqual([]);
  });

  test.each([
    [settlementQueries.matchingOf, "settlements_by_person"],
    [settlementQueries.matchingOn, "settlements_by_day"],
  ])("settlements are looked for along their index, in its order: %s", (sql, index) => {
    const dir = newDir();
    openStore(dir).close();
    const db = new Sqlite(booksOf(dir));
    const values = Array.from(sql.matchAll(/\?/g), () => 1);
    const plan = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
    db.close();
    const details = plan.map(({ detail }) => detail);
    expect(details[0]).toContain(`SEARCH settlements USING INDEX ${index}`);
    expect(details.filter((detail) => detail.includes("TEMP B-TREE"))).toEqual([]);
  });

  test.each(onSalePath)("are never read from end to end on the path of a sale: %s", (sql) => {
    const dir = newDir();
    openStore(dir).close();
    const db = new Sqlite(booksOf(dir));
    const plan = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
    const values = Array.from(sql.matchAll(/\?/g), () => 1);
    const details = plan.all(...values).map((row) => row.detail);
    db.close();
    // The last row by key and a search by the names' own index are no scans of a table.
    const lastRow = sql.endsWith(" ORDER BY number DESC LIMIT 1") && !sql.includes("WHERE");
    const scans = details.filter(
      (detail) => detail.startsWith("SCAN") && !detail.includes("VIRTUAL TABLE INDEX"),
    );
    expect(lastRow ? [] : scans).toEqual([]);
    expect(details.filter((detail) => detail.includes("TEMP B-TREE"))).toEqual(
      sql === postingQueries.since ? ["USE TEMP B-TREE FOR ORDER BY"] : [],
    );
  });
});
