import { rmSync } from "node:fs";
import { join } from "node:path";

import Sqlite from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";

import { openTerminal } from "../../src/app/open-terminal.ts";
import { salvageDirectory } from "../../src/app/salvage.ts";
import type { Committed } from "../../src/app/terminal.ts";
import { present } from "../../src/base/assert.ts";
import type { Fen } from "../../src/base/money.ts";
import { fen } from "../../src/base/money.ts";
import { shippedPackFiles } from "../../src/cli/pack-files.ts";
import {
  actor,
  createBooks,
  morning,
  requestOf,
  staff,
  temporaryDir,
  valueOf,
  withStaff,
} from "./test-desk.ts";

const onePack = shippedPackFiles().filter(({ name }) => name.includes("shiyan"));
const spares = onePack.map((file) => ({ kind: "pack" as const, file }));
const openAt = (dir: string) => openTerminal({ dir, passphrase: null, clock: () => morning });

function newDir(): string {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

describe("what was kept beside the ledger", () => {
  const tables = [
    "desk_devices",
    "closings",
    "statement_marks",
    "adjustments",
    "adjusted_accounts",
    "adjusted_tenders",
    "catalogue_changes",
    "shifts",
    "door_state",
  ] as const;
  const rowsOf = (dir: string): Readonly<Record<string, unknown>> => {
    const db = new Sqlite(join(dir, "onestop.db"), { readonly: true });
    const rows = tables.map((table) => [table, db.prepare(`SELECT * FROM ${table}`).all()] as const);
    db.close();
    return Object.fromEntries(rows);
  };
  /** Changes books behind the engine's back, triggers or not. */
  const tamper = (dir: string, sql: string): void => {
    const db = new Sqlite(join(dir, "onestop.db"));
    const triggers = db.prepare<[], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
    );
    const all = triggers.all();
    for (const { name } of all) db.exec(`DROP TRIGGER ${name}`);
    db.exec(sql);
    for (const one of all) db.exec(one.sql);
    db.close();
  };

  function closedBooks(dir: string): { readonly sold: string; readonly other: string } {
    createBooks(dir, { packs: onePack, moveIn: withStaff });
    const terminal = openAt(dir);
    const sell = (key: string): Committed =>
      valueOf(terminal.commit(requestOf(key, { items: [{ price: "800.00", qty: "2" }] })));
    const [sold, other] = [sell("a"), sell("b")];
    const unsent = present(
      terminal.unsent(9).find(({ msgid }) => msgid === sold.msgid),
      "its message",
    );
    terminal.markSent(sold.msgid);
    const { fundTotal, basic, personal, cash } = sold.settlement.split;
    const by = (name: "fundTotal" | "basic" | "personal" | "cash", here: Fen, more: number) => {
      return { name, here, there: fen(here + more) };
    };
    terminal.deliver(unsent, {
      state: "confirmed",
      centreVisitId: "V1",
      centreSettlementId: "C1",
      differences: [
        by("fundTotal", fundTotal, 1),
        by("basic", basic, 1),
        by("personal", personal, -1),
        by("cash", cash, -1),
      ],
    });
    valueOf(terminal.acceptDifference(sold.msgid, actor));
    terminal.mark(other.settlementId, { cause: "otherDay", actor }, { day: "2024-05-11" });
    valueOf(terminal.sealDay("2024-05-10", staff.supervisor, true));
    const { settings } = terminal.deskDevices("D1");
    valueOf(terminal.changeDeskDevices("D1", settings, staff.supervisor));
    expect([...terminal.verify()]).toEqual([]);
    terminal.close();
    return { sold: sold.settlementId, other: other.settlementId };
  }

  test("comes over row by row, and the new books know it", () => {
    const base = newDir();
    const dir = join(base, "closed");
    closedBooks(dir);
    // Broken somewhere else: the first entry of the audit chain.
    tamper(dir, "UPDATE audit SET desk = 'X' WHERE number = 1");
    // A download that waits: several rows under one name.
    tamper(
      dir,
      "INSERT INTO catalogue_changes VALUES ('d1', 1, 'a', NULL), ('d1', 2, 'b', 'c'), ('d2', 1, 'd', NULL)",
    );
    const to = join(base, "salvaged");
    const salvaged = salvageDirectory({ dir, passphrase: null, clock: () => morning }, to, spares);
    expect(salvaged.findings.filter(({ what }) => what === "file")).toEqual([]);
    expect(rowsOf(to)).toEqual(rowsOf(dir));
  });

  test("is named where it cannot come, or where the chain says otherwise", () => {
    const base = newDir();
    const dir = join(base, "closed");
    const { sold, other } = closedBooks(dir);
    tamper(
      dir,
      `UPDATE settlements SET total_fen = total_fen + 1, own_pay_fen = own_pay_fen + 1, cash_fen = cash_fen + 1,
        personal_fen = personal_fen + 1 WHERE id = '${sold}'`,
    );
    tamper(dir, "UPDATE statement_marks SET day = '2024-05-12'");
    const to = join(base, "salvaged");
    const { findings } = salvageDirectory({ dir, passphrase: null, clock: () => morning }, to, spares);
    const ids = findings.map(({ what, id }) => `${what} ${id}`);
    expect(ids).toContain(`settlement ${sold}`);
    expect(ids).toContain("file adjustments 1");
    expect(ids).toContain("file adjusted_tenders 1");
    expect(ids).toContain(`settlement ${other}`);
    expect(ids).not.toContain("file closings 2024-05-10");
  });

  test.each([
    ["an adjustment by one fen", "UPDATE adjusted_tenders SET amount_fen = amount_fen - 1", "settlement"],
    ["an adjustment's day", "UPDATE adjustments SET adjusted_day = '2024-05-09'", "settlement"],
    ["an adjustment taken away", "DELETE FROM adjusted_tenders; DELETE FROM adjustments", "settlement"],
    ["a mark", "UPDATE statement_marks SET fund_total_fen = 1, total_fen = 1", "settlement"],
    ["a mark taken away", "DELETE FROM statement_marks", "settlement"],
    [
      "a mark more",
      "INSERT INTO statement_marks SELECT 9, number, cause, told, '2024-05-13', insutype, clearing_type, as_refund, total_fen, fund_total_fen, account_fen, family_fen, cash_fen, funds, operator, desk, marked_at FROM statement_marks",
      "settlement",
    ],
    ["a closed day that is open again", "UPDATE closings SET outcome = 'open'", "day"],
    ["a closed day that is balanced", "UPDATE closings SET outcome = 'balanced'", "day"],
    ["a closed day taken away", "DELETE FROM closings", "day"],
    [
      "the sums of a sealed day",
      "UPDATE day_closes SET totals = replace(totals, '\"sales\":2', '\"sales\":3')",
      "day",
    ],
  ] as const)("changed behind the back of the engine is found by verify: %s", (_title, sql, what) => {
    const dir = join(newDir(), "closed");
    closedBooks(dir);
    tamper(dir, sql);
    const terminal = openAt(dir);
    const findings = [...terminal.verify()];
    terminal.close();
    expect(findings.map((one) => one.what)).toContain(what);
  });
});
