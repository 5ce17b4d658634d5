import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";

import { booksOf } from "../../src/store/open-store.ts";
import { openTestDesk, staff, valueOf, withStaff } from "./test-desk.ts";
import type { TestDesk } from "./test-desk.ts";

let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk(withStaff);
});
afterEach(() => {
  desk.close();
});

const all = { from: null, day: null, operator: null, action: null, limit: 100 };

/** Some entries by two people. */
function fill(): void {
  const { administrator, supervisor } = staff;
  for (const id of ["X1", "X2", "X3"]) {
    const added = { id, name: id, role: "cashier", pin: "847362" } as const;
    valueOf(desk.terminal.addOperator(added, administrator));
    valueOf(desk.terminal.unlockOperator(id, supervisor));
  }
}

test("entries are found by day, operator and action, page by page, the newest first", () => {
  fill();
  const { entries, next, last } = desk.terminal.findAudit(all);
  expect(next).toBeNull();
  expect(entries.map(({ number }) => number)).toEqual(Array.from({ length: last }, (_, at) => last - at));
  const added = desk.terminal.findAudit({ ...all, action: "addOperator" });
  expect(added.entries.map(({ subject, action }) => [subject, action])).toEqual([
    ["X3", "addOperator cashier"],
    ["X2", "addOperator cashier"],
    ["X1", "addOperator cashier"],
  ]);
  const operator = staff.supervisor.operator;
  const first = desk.terminal.findAudit({ ...all, operator, limit: 2 });
  expect(first.entries.map(({ subject }) => subject)).toEqual(["X3", "X2"]);
  const second = desk.terminal.findAudit({ ...all, operator, limit: 2, from: first.next });
  expect([second.entries.map(({ subject }) => subject), second.next]).toEqual([["X1"], null]);
  const day = entries[0]?.at.slice(0, 10) ?? "";
  expect(desk.terminal.findAudit({ ...all, day }).entries).toEqual(
    entries.filter(({ at }) => at.startsWith(day)),
  );
  expect(desk.terminal.findAudit({ ...all, day: "1999-01-01" }).entries).toEqual([]);
});

test("an entry that was changed is told, alone and along the chain", () => {
  fill();
  const { last } = desk.terminal.findAudit(all);
  expect(desk.terminal.checkChain(0, 1000)).toEqual({ checked: last, last, broken: [] });
  expect(valueOf(desk.terminal.auditEntry(last))).toMatchObject({ isIntact: true, isJoined: true });
  const db = new Sqlite(booksOf(desk.dir));
  db.exec(`DROP TRIGGER audit_no_update; UPDATE audit SET operator = 'nobody' WHERE number = ${last - 1}`);
  db.close();
  expect(valueOf(desk.terminal.auditEntry(last - 1))).toMatchObject({ isIntact: false, isJoined: true });
  expect(desk.terminal.checkChain(0, 3).broken).toEqual([]);
  expect(desk.terminal.checkChain(3, 1000)).toEqual({ checked: last, last, broken: [last - 1] });
});
