import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { restoreDirectory } from "../../src/app/backup.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import { booksOf } from "../../src/store/open-store.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";
import type { TestDesk } from "./test-desk.ts";
import { actor, openTestDesk, refusalOf, staff, temporaryDir, valueOf, withStaff } from "./test-desk.ts";

let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk(withStaff);
});
afterEach(() => {
  desk.close();
});

function sell(key: string): string {
  const claim = { ...sampleClaim({ items: [{ name: "阿莫西林", price: "10.00" }] }) };
  const request = { claim, idempotencyKey: key, previewHash: null, msgid: null, tenders: [], actor };
  return valueOf(desk.terminal.commit(request)).settlementId;
}

test("a backup that is made while the desk sells is whole, with its keys, and comes back", async () => {
  const before = sell("before");
  const { administrator, supervisor } = staff;
  const folder = join(temporaryDir(), "kept");
  mkdirSync(folder);
  expect(refusalOf(desk.terminal.startBackup(folder, supervisor)).code).toBe("APPROVAL_REQUIRED");
  expect(refusalOf(desk.terminal.startBackup(join(folder, "none"), administrator)).code).toBe(
    "CLAIM_INVALID",
  );
  expect(refusalOf(desk.terminal.startBackup("relative", administrator)).code).toBe("CLAIM_INVALID");
  const { file } = valueOf(desk.terminal.startBackup(folder, administrator));
  const meanwhile = sell("meanwhile");
  await vi.waitFor(() => expect(desk.terminal.backupState().is).toBe("done"), { timeout: 20_000 });
  const { done, of } = desk.terminal.backupState();
  expect(done).toBe(of);
  expect(existsSync(`${file}-wal`)).toBe(false);
  const dir = join(temporaryDir(), "restored");
  expect(restoreDirectory(file ?? "", dir)).toBe(true);
  const restored = openTerminal({ dir, passphrase: null, clock: () => desk.clock.ms });
  try {
    expect(valueOf(restored.settlement(before)).settlementId).toBe(before);
    expect(valueOf(restored.settlement(meanwhile)).settlementId).toBe(meanwhile);
    expect([...restored.verify()]).toEqual([]);
  } finally {
    restored.close();
    rmSync(folder, { recursive: true });
  }
  expect(
    desk.terminal.findAudit({ from: null, day: null, operator: null, action: "backup", limit: 9 }).entries,
  ).toHaveLength(1);
});

test("a verification goes on beside the desk, tells how far it is, and says what it found", async () => {
  sell("one");
  const settlementId = sell("two");
  expect(valueOf(desk.terminal.startVerify()).is).toBe("running");
  expect(refusalOf(desk.terminal.startVerify()).code).toBe("VERIFY_RUNNING");
  const isDone = async (): Promise<void> =>
    await vi.waitFor(() => expect(desk.terminal.verifyState().is).toBe("done"), { timeout: 60_000 });
  await isDone();
  const first = desk.terminal.verifyState();
  expect([first.done, first.count]).toEqual([first.of, 0]);
  expect(first.of).toBeGreaterThan(1);
  const db = new Sqlite(booksOf(desk.dir));
  const trigger = db
    .prepare<[], { sql: string }>("SELECT sql FROM sqlite_schema WHERE name = 'settlements_no_update'")
    .get();
  db.exec("DROP TRIGGER settlements_no_update");
  db.prepare("UPDATE settlements SET operator = 'nobody' WHERE id = ?").run(settlementId);
  db.exec(trigger?.sql ?? "");
  db.close();
  valueOf(desk.terminal.startVerify());
  await isDone();
  expect(desk.terminal.verifyState().findings.map(({ id }) => id)).toContain(settlementId);
});

test("a verification is stopped, and the last administrator keeps the role", async () => {
  sell("one");
  valueOf(desk.terminal.startVerify());
  desk.terminal.stopVerify();
  await vi.waitFor(() => expect(desk.terminal.verifyState().is).toBe("stopped"), { timeout: 20_000 });
  const { administrator } = staff;
  expect(refusalOf(desk.terminal.changeRole("A001", "auditor", administrator)).code).toBe(
    "LAST_ADMINISTRATOR",
  );
  expect(valueOf(desk.terminal.changeRole("C001", "supervisor", administrator)).role).toBe("supervisor");
  expect(refusalOf(desk.terminal.changeRole("C001", "auditor", staff.supervisor)).code).toBe(
    "APPROVAL_REQUIRED",
  );
});
