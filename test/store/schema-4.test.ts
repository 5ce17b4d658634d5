import { rmSync } from "node:fs";

import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";

import { demoTown, settleTown } from "../../src/app/demo-town.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import { booksOf } from "../../src/store/open-store.ts";
import { clearingQueries } from "../../src/store/clearings.ts";
import { doorStateQueries } from "../../src/store/door-state.ts";
import { schema1 } from "../../src/store/schema-1.ts";
import { statementQueries } from "../../src/store/statements.ts";
import { actor, createBooks, morning, requestOf, temporaryDir, valueOf } from "../app/test-desk.ts";

function newDir(): string {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

/** Writes today's books down in the first shape, as a program of then would have left them. */
function toVersion1(file: string): void {
  const newer = `${file}.newer`;
  const source = new Sqlite(file);
  source.prepare<[string]>("VACUUM INTO ?").run(newer);
  source.close();
  for (const end of ["", "-wal", "-shm"]) rmSync(`${file}${end}`, { force: true });
  const db = new Sqlite(file);
  db.pragma("foreign_keys = OFF");
  db.exec(schema1);
  db.prepare<[string]>("ATTACH ? AS newer").run(newer);
  const tables = db
    .prepare<[], { name: string }>("SELECT name FROM main.sqlite_schema WHERE type = 'table'")
    .all()
    .map(({ name }) => name)
    .filter((name) => !name.startsWith("catalogue_names") && !name.startsWith("sqlite_"));
  for (const table of tables) {
    const columns = db
      .prepare<[string], { name: string }>("SELECT name FROM pragma_table_info(?, 'main')")
      .all(table)
      .map(({ name }) => (table === "account_movements" && name === "person_key" ? keyOfOwn : name));
    const names = columns.map((name) => (name === keyOfOwn ? "person_key" : name)).join(", ");
    db.exec(`INSERT INTO main.${table} (${names}) SELECT ${columns.join(", ")} FROM newer.${table}`);
  }
  db.pragma("application_id = 1332634963");
  db.pragma("user_version = 1");
  db.close();
  rmSync(newer);
}

/** Then nobody's account was named but the person's own. */
const keyOfOwn = "CASE WHEN member IS NULL THEN person_key END";

test("a file of the first shape with people, sales, a refund and kept state is brought forward whole", () => {
  const dir = newDir();
  createBooks(dir, { moveIn: (ground) => settleTown(ground, demoTown()) });
  const open = () => openTerminal({ dir, passphrase: null, clock: () => morning });
  const terminal = open();
  const family = [{ relation: "spouse", balance: "20.00" }];
  const sale = requestOf("k1", {
    items: [{ price: "900.00" }],
    account: { use: true, balance: "5.00", family },
  });
  const sold = valueOf(terminal.commit(sale));
  expect(sold.settlement.draws).toHaveLength(2);
  valueOf(terminal.reverse({ settlementId: sold.settlementId, idempotencyKey: "r", msgid: null, actor }));
  valueOf(terminal.commit(requestOf("k2", { items: [{ price: "100.00" }] })));
  terminal.keepState("visit", "V1", { lines: 1 });
  const person = terminal.personByNo("991000000000");
  const all = terminal.settlementsOf({ psnNo: null, day: null, limit: 9 });
  terminal.close();
  toVersion1(booksOf(dir));

  const forward = open();
  expect(forward.settlementsOf({ psnNo: null, day: null, limit: 9 })).toEqual(all);
  expect(forward.personByNo("991000000000")).toEqual(person);
  expect(forward.readState("visit", "V1")).toEqual({ lines: 1 });
  expect([...forward.verify()]).toEqual([]);
  // State from before it had kinds has the age of the last commit.
  expect(forward.pruneState("", morning)).toBe(0);
  expect(forward.pruneState("", morning + 1)).toBe(1);
  valueOf(
    forward.commit(
      requestOf("k3", { items: [{ price: "10.00" }], account: { use: true, balance: "5.00", family } }),
    ),
  );
  expect([...forward.verify()]).toEqual([]);
  forward.close();
  const db = new Sqlite(booksOf(dir));
  onTestFinished(() => void db.close());
  expect(() => db.exec("UPDATE account_movements SET amount_fen = 1")).toThrow("append-only");
  expect(() => db.exec("DELETE FROM account_movements")).toThrow("append-only");
});

test("the queries of the doors walk no table", () => {
  const dir = newDir();
  createBooks(dir);
  const db = new Sqlite(booksOf(dir));
  onTestFinished(() => void db.close());
  const queries = { ...statementQueries, ...doorStateQueries, ...clearingQueries };
  const walks = Object.entries(queries).flatMap(([name, sql]) => {
    const values = Array.from({ length: sql.split("?").length - 1 }, () => 1);
    const plan = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
    return plan.filter(({ detail }) => detail.startsWith("SCAN")).map(({ detail }) => `${name}: ${detail}`);
  });
  expect(walks).toEqual([]);
});
