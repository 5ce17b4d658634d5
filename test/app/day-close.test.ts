import { join } from "node:path";

import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";

import type { Fen } from "../../src/base/money.ts";
import { splitNames } from "../../src/settle/settlement.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";
import type { TestDesk } from "./test-desk.ts";
import { actor, openTestDesk, refusalOf, requestOf, staff, valueOf, withStaff } from "./test-desk.ts";

let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk(withStaff);
});
afterEach(() => {
  desk.close();
});

const day = "2024-05-10";
const dayMs = 86_400_000;

test("a day is added up by plan, medical type and mode, with its tenders and what is left open", () => {
  const amount = 65_000 as Fen;
  const sale = requestOf("k1", { items: [{ price: "800.00" }] }, { tenders: [{ kind: "alipay", amount }] });
  const first = valueOf(desk.terminal.commit(sale));
  valueOf(desk.terminal.commit(requestOf("k2", { items: [{ price: "100.00" }], person: { psnNo: "P2" } })));
  const provincial = {
    plan: "hubei-provincial",
    person: { psnNo: "P3", employer: "国家电网公司华中分部" },
    institution: { region: "420100" },
  };
  const gone = valueOf(desk.terminal.commit(requestOf("k3", provincial)));
  const back = { settlementId: gone.settlementId, idempotencyKey: "r1", msgid: null, actor };
  valueOf(desk.terminal.reverse(back));
  const claim = sampleClaim({ items: [{ price: "10.00" }] });
  valueOf(desk.terminal.commitCash({ claim, idempotencyKey: "c1", tenders: [], actor }));
  desk.terminal.keepBill({ desk: "D2", id: "1", content: 1 });
  valueOf(desk.terminal.openShift({ operator: "C001", desk: "D1", float: 0 as Fen }));

  const totals = desk.terminal.dayTotals(day);
  expect(totals).toMatchObject({ day, closedAt: null, sales: 4, reversals: 1 });
  expect(totals.groups.map((one) => [one.plan, one.medType, one.mode, one.sales, one.reversals])).toEqual([
    ["hubei-provincial", "11", "insured", 1, 1],
    ["shiyan", "11", "cash", 1, 0],
    ["shiyan", "11", "insured", 2, 0],
  ]);
  const all = desk.terminal.settlementsOf({ psnNo: null, day, limit: 99 });
  for (const name of splitNames) {
    const sum = all.reduce((total, one) => total + one.settlement.split[name], 0);
    expect([name, totals.split[name]]).toEqual([name, sum]);
  }
  expect(first.settlement.split.cash).toBe(amount);
  expect(totals.tenders).toEqual({ cash: 11_000, bankCard: 0, wechat: 0, alipay: 65_000 });
  expect(totals.unfinished).toEqual({
    unsent: 4,
    openBills: [{ desk: "D2", count: 1 }],
    openShifts: [{ operator: "C001", desk: "D1", openedAt: "2024-05-10T10:00:00.000+08:00" }],
  });
  const closed = valueOf(desk.terminal.closeDay(day, staff.supervisor));
  expect({ ...closed, closedAt: null }).toEqual(totals);
  expect(desk.reopen().dayTotals(day)).toEqual(closed);
  expect([...desk.terminal.verify()]).toEqual([]);
});

test("a day is closed by a supervisor or an administrator, in its turn, once, and not before its time", () => {
  const { terminal } = desk;
  const close = (of: string): string => refusalOf(terminal.closeDay(of, staff.supervisor)).code;
  valueOf(terminal.commit(requestOf("k1", {})));
  desk.clock.ms += dayMs;
  valueOf(terminal.commit(requestOf("k2", {})));
  expect(refusalOf(terminal.closeDay(day, staff.cashier)).code).toBe("APPROVAL_REQUIRED");
  expect(refusalOf(terminal.closeDay(day, { ...staff.supervisor, pin: "000001" })).code).toBe("PIN_WRONG");
  expect(refusalOf(terminal.closeDay("2024-05-11", staff.supervisor))).toMatchObject({
    code: "EARLIER_DAY_OPEN",
    details: { earlier: day },
  });
  expect(close("2024-05-12")).toBe("DAY_IN_FUTURE");
  expect(close("2024-02-30")).toBe("CLAIM_INVALID");
  valueOf(terminal.closeDay(day, staff.administrator));
  expect(close(day)).toBe("DAY_CLOSED");
  expect(close("2024-05-09")).toBe("DAY_CLOSED");
  valueOf(terminal.closeDay("2024-05-11", staff.supervisor));
  expect(refusalOf(terminal.commit(requestOf("k3", {}))).code).toBe("DAY_CLOSED");
  const claim = sampleClaim({});
  const cash = terminal.commitCash({ claim, idempotencyKey: "c1", tenders: [], actor });
  expect(refusalOf(cash).code).toBe("DAY_CLOSED");
});

test("a changed total of a closed day is found", () => {
  valueOf(desk.terminal.commit(requestOf("k1", {})));
  valueOf(desk.terminal.closeDay(day, staff.supervisor));
  desk.terminal.close();
  const db = new Sqlite(join(desk.dir, "onestop.db"));
  db.exec(`UPDATE day_closes SET totals = replace(totals, '"sales":1', '"sales":2')`);
  db.close();
  const found = [...desk.reopen().verify()].map(({ what, id }) => [what, id]);
  expect(found).toEqual([
    ["day", day],
    ["day", day],
  ]);
});
