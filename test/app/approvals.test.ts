import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { NewOperator } from "../../src/app/supervision.ts";
import type { TestDesk } from "./test-desk.ts";
import { morning, openTestDesk, refusalOf, staff, valueOf, withStaff } from "./test-desk.ts";

let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk(withStaff);
});
afterEach(() => {
  desk.close();
});

const { cashier, supervisor, administrator } = staff;
const wrong = { ...supervisor, pin: "112359" };
const fresh: NewOperator = { id: "P009", name: "示范药师", role: "pharmacist", pin: "907151" };

describe("a PIN", () => {
  test("is asked for by every verb that needs approval, of somebody who may give it", () => {
    const { terminal } = desk;
    const institution = { ...terminal.institution, designations: [] };
    const verbs = [
      () => terminal.confirmClock(cashier),
      () => terminal.closeDay("2024-05-10", cashier),
      () => terminal.takeIntoUse({ files: [], supplement: "none", approval: cashier }),
      () => terminal.changeInstitution({ ...institution, approval: supervisor }),
      () => terminal.addOperator(fresh, supervisor),
      () => terminal.addOperator(fresh, null),
      () => terminal.changePin("S001", "907151", cashier),
      () => terminal.setOperatorActive("C001", false, supervisor),
      () => terminal.unlockOperator("S001", cashier),
    ];
    for (const verb of verbs) expect(refusalOf(verb()).code).toBe("APPROVAL_REQUIRED");
    expect(terminal.operators().map(({ id, active }) => [id, active])).toEqual([
      ["A001", true],
      ["C001", true],
      ["S001", true],
    ]);
    valueOf(terminal.confirmClock(administrator));
  });

  test("wrong five times is looked at no more for a while, restart or not, right or wrong", () => {
    const tries = Array.from({ length: 5 }, (_, at) => {
      if (at === 3) desk.reopen();
      return refusalOf(desk.terminal.signIn(wrong)).code;
    });
    expect(tries).toEqual(["PIN_WRONG", "PIN_WRONG", "PIN_WRONG", "PIN_WRONG", "PIN_LOCKED"]);
    const refusal = refusalOf(desk.reopen().signIn(supervisor));
    expect(refusal).toMatchObject({
      code: "PIN_LOCKED",
      details: { until: "2024-05-10T10:15:00.000+08:00" },
    });
    expect(refusalOf(desk.terminal.closeDay("2024-05-10", supervisor)).code).toBe("PIN_LOCKED");
    // Somebody else's PIN is not touched by it.
    valueOf(desk.terminal.signIn(cashier));
    desk.clock.ms = morning + 15 * 60_000;
    // One more try, and the while begins anew.
    expect(refusalOf(desk.terminal.signIn(wrong)).code).toBe("PIN_LOCKED");
    desk.clock.ms += 15 * 60_000;
    valueOf(desk.terminal.signIn(supervisor));
    // The right one clears the count.
    expect(refusalOf(desk.terminal.signIn(wrong)).code).toBe("PIN_WRONG");
    const actions = desk.terminal.auditLog({ from: null, limit: 9 }).map(({ action }) => action);
    expect(actions.slice(0, 4)).toEqual(["wrongPin", "signIn", "lockOperator", "signIn"]);
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("is unlocked by a supervisor or an administrator, or set anew by an administrator", () => {
    const { terminal } = desk;
    const lock = (): void => {
      for (let at = 0; at < 5; at += 1) refusalOf(terminal.signIn({ ...cashier, pin: "0" }));
      expect(refusalOf(terminal.signIn(cashier)).code).toBe("PIN_LOCKED");
    };
    lock();
    expect(terminal.operators().find(({ id }) => id === "C001")?.lockedUntil).toContain("10:15:00");
    expect(valueOf(terminal.unlockOperator("C001", supervisor)).lockedUntil).toBeNull();
    valueOf(terminal.signIn(cashier));
    lock();
    valueOf(terminal.changePin("C001", "907151", administrator));
    valueOf(terminal.signIn({ ...cashier, pin: "907151" }));
  });

  test("is changed by its owner, to one that is not everybody's first guess", () => {
    const { terminal } = desk;
    for (const pin of ["12345", "111111", "123456", "987654", "x".repeat(65)])
      expect(refusalOf(terminal.changePin("C001", pin, cashier)).code).toBe("PIN_TOO_SIMPLE");
    valueOf(terminal.changePin("C001", "907151", cashier));
    expect(refusalOf(terminal.signIn(cashier)).code).toBe("PIN_WRONG");
    valueOf(terminal.signIn({ ...cashier, pin: "907151" }));
  });
});

describe("operators", () => {
  test("are added by an administrator, under a number of their own", () => {
    const { terminal } = desk;
    const added = valueOf(terminal.addOperator(fresh, administrator));
    expect(added).toEqual({
      id: "P009",
      name: "示范药师",
      role: "pharmacist",
      active: true,
      lockedUntil: null,
    });
    expect(valueOf(terminal.signIn({ operator: "P009", pin: fresh.pin, desk: "D1" })).role).toBe(
      "pharmacist",
    );
    expect(refusalOf(terminal.addOperator(fresh, administrator)).code).toBe("OPERATOR_EXISTS");
    const simple = { ...fresh, id: "P010", pin: "000000" };
    expect(refusalOf(terminal.addOperator(simple, administrator)).code).toBe("PIN_TOO_SIMPLE");
    const log = terminal.auditLog({ from: null, limit: 9 });
    expect(log).toContainEqual(
      expect.objectContaining({ action: "addOperator pharmacist", subject: "P009", operator: "A001" }),
    );
  });

  test("who are put out of work approve and sign nothing; one administrator stays", () => {
    const { terminal } = desk;
    valueOf(terminal.setOperatorActive("S001", false, administrator));
    expect(refusalOf(terminal.signIn(supervisor)).code).toBe("OPERATOR_INACTIVE");
    expect(refusalOf(terminal.closeDay("2024-05-10", supervisor)).code).toBe("OPERATOR_INACTIVE");
    expect(refusalOf(terminal.signIn(wrong)).code).toBe("PIN_WRONG");
    valueOf(terminal.setOperatorActive("S001", true, administrator));
    valueOf(terminal.signIn(supervisor));
    const last = refusalOf(terminal.setOperatorActive("A001", false, administrator));
    expect(last.code).toBe("LAST_ADMINISTRATOR");
    for (const verb of [
      () => terminal.setOperatorActive("none", false, administrator),
      () => terminal.changePin("none", fresh.pin, administrator),
      () => terminal.unlockOperator("none", administrator),
    ])
      expect(refusalOf(verb()).code).toBe("OPERATOR_NOT_FOUND");
  });

  test("begin with an administrator, whom nobody has to approve", () => {
    desk.close();
    desk = openTestDesk();
    expect(refusalOf(desk.terminal.addOperator(fresh, null)).code).toBe("APPROVAL_REQUIRED");
    const first = { id: "A001", name: "示范管理员", role: "administrator", pin: "314159" } as const;
    valueOf(desk.terminal.addOperator(first, null));
    expect(refusalOf(desk.terminal.addOperator({ ...first, id: "A002" }, null)).code).toBe(
      "APPROVAL_REQUIRED",
    );
    valueOf(desk.terminal.addOperator(fresh, administrator));
    expect([...desk.terminal.verify()]).toEqual([]);
  });
});

test("the audit log is read from the newest back, page by page", () => {
  for (let at = 0; at < 5; at += 1) valueOf(desk.terminal.confirmClock(supervisor));
  const newest = desk.terminal.auditLog({ from: null, limit: 2 });
  expect(newest.map(({ number }) => number)).toEqual([6, 5]);
  expect(newest[0]).toEqual({
    number: 6,
    at: "2024-05-10T10:00:00.000+08:00",
    action: "confirmClock",
    subject: "D1",
    operator: "S001",
    desk: "D1",
  });
  expect(desk.terminal.auditLog({ from: 4, limit: 9 }).map(({ number }) => number)).toEqual([4, 3, 2, 1]);
});
