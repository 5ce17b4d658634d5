import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { expect, onTestFinished, test } from "vitest";

import { keyFileOf } from "../../src/app/key-file.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import { booksOf } from "../../src/store/open-store.ts";
import { actor, morning, requestOf, staff, temporaryDir, valueOf } from "../app/test-desk.ts";

const fixtures = join(import.meta.dirname, "fixtures");

/** Books as the first version of the file left them: sales, a reversal, a refund, a closed day, operators. */
test("a file of the first version, with settlements in it, comes forward and verifies", () => {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  writeFileSync(booksOf(dir), gunzipSync(readFileSync(join(fixtures, "version-1.db.gz"))), { mode: 0o600 });
  copyFileSync(join(fixtures, "version-1.key"), keyFileOf(dir));
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
