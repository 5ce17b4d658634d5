import { readdirSync } from "node:fs";

import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";

import { openTerminal } from "../../src/app/open-terminal.ts";
import { booksOf } from "../../src/store/open-store.ts";
import { actor, morning, requestOf, staff, valueOf } from "../app/test-desk.ts";
import { changeBooks, version1Books } from "./version-1-books.ts";

test("a file of the first version, with settlements in it, comes forward and verifies", () => {
  const dir = version1Books();
  const kept = "X'000102030405060708090A0B0C0D0E0F', X'00'";
  changeBooks(dir, "door_state", `INSERT INTO door_state (state_key, sealed) VALUES (${kept})`);
  const clock = { ms: morning + 2 * 86_400_000 };
  const terminal = openTerminal({ dir, passphrase: null, clock: () => clock.ms });
  onTestFinished(() => terminal.close());
  expect([...terminal.verify()]).toEqual([]);
  expect(readdirSync(dir).filter((name) => name.includes(".before-"))).toHaveLength(1);

  const all = terminal.settlementsOf({ psnNo: null, day: null, limit: 100 });
  expect(all.map(({ number, kind, mode, resettleCode }) => [number, kind, mode, resettleCode])).toEqual([
    [10, "sale", "insured", null],
    [9, "sale", "insured", null],
    [8, "reversal", "insured", null],
    [7, "reversal", "insured", null],
    ...[6, 5, 4, 3, 2, 1].map((number) => [number, "sale", "insured", null]),
  ]);
  expect(terminal.dayTotals("2024-05-10")).toMatchObject({ sales: 7, reversals: 2 });
  expect(terminal.dayTotals("2024-05-10").closedAt).not.toBeNull();
  expect(terminal.operators().map(({ id, role, active }) => [id, role, active])).toEqual([
    ["C001", "cashier", true],
    ["P001", "pharmacist", true],
    ["S001", "supervisor", true],
  ]);

  // State from before it had kinds has the age of the last commit.
  const lastMs = Date.parse(all[0]?.committedAt ?? "");
  expect(terminal.pruneState("", lastMs)).toBe(0);
  expect(terminal.pruneState("", lastMs + 1)).toBe(2);
  const db = new Sqlite(booksOf(dir));
  onTestFinished(() => void db.close());
  expect(() => db.exec("UPDATE account_movements SET amount_fen = 1")).toThrow("append-only");
  expect(() => db.exec("DELETE FROM account_movements")).toThrow("append-only");

  // What the new verbs write goes on in the same books.
  const first = { id: "A001", name: "示范管理员", pin: "314159", role: "administrator" } as const;
  valueOf(terminal.addOperator(first, staff.supervisor));
  const { claim } = requestOf("c1", { items: [{ price: "50.00" }] });
  const sale = valueOf(terminal.commitCash({ claim, idempotencyKey: "c1", tenders: [], actor }));
  const question = { code: sale.resettleCode ?? "", correction: null };
  valueOf(terminal.resettle({ ...question, idempotencyKey: "c2", previewHash: null, actor, msgid: null }));
  valueOf(terminal.closeDay("2024-05-11", staff.supervisor));
  expect([...terminal.verify()]).toEqual([]);
});
