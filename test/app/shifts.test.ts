import { afterEach, beforeEach, expect, test } from "vitest";

import type { Fen } from "../../src/base/money.ts";
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

const fen = (amount: number): Fen => amount as Fen;
const mine = { operator: "C001", desk: "D1" };
const sold = { items: [{ price: "800.00" }] };

test("a shift expects its float and what its operator took at its desk since, by tender", () => {
  valueOf(desk.terminal.commit(requestOf("before", sold)));
  const opened = valueOf(desk.terminal.openShift({ ...mine, float: fen(20_000) }));
  expect(opened).toEqual({
    ...mine,
    openedAt: "2024-05-10T10:00:00.000+08:00",
    float: 20_000,
    expected: { cash: 20_000, bankCard: 0, wechat: 0, alipay: 0 },
  });
  // Nothing is left of the deductible: 400.00 of 800.00 are paid, 300.00 of them by phone.
  const tenders = [
    { kind: "wechat" as const, amount: fen(30_000) },
    { kind: "cash" as const, amount: fen(10_000) },
  ];
  valueOf(desk.terminal.commit(requestOf("k1", sold, { tenders })));
  // Told of no tender it counts as cash.
  const claim = sampleClaim({ items: [{ price: "10.00" }] });
  valueOf(desk.terminal.commitCash({ claim, idempotencyKey: "k2", tenders: [], actor }));
  valueOf(desk.terminal.commit(requestOf("k3", sold, { actor: { ...actor, operator: "C002" } })));
  valueOf(desk.terminal.commit(requestOf("k4", sold, { actor: { ...actor, desk: "D2" } })));
  const expected = { cash: 31_000, bankCard: 0, wechat: 30_000, alipay: 0 };
  expect(desk.reopen().currentShift(mine)).toEqual({ ...opened, expected });

  const counted = { cash: fen(30_950), bankCard: fen(0), wechat: fen(30_000), alipay: fen(5) };
  const closed = valueOf(desk.terminal.closeShift({ ...mine, counted }));
  expect(closed).toMatchObject({
    expected,
    counted,
    difference: { cash: -50, bankCard: 0, wechat: 0, alipay: 5 },
  });
  expect(desk.terminal.currentShift(mine)).toBeNull();
  const log = desk.terminal.auditLog({ from: null, limit: 2 });
  expect(log[0]).toMatchObject({ action: "closeShift", operator: "C001", desk: "D1" });
  expect([...desk.terminal.verify()]).toEqual([]);
});

test("what is given back in a shift is taken off", () => {
  const sale = valueOf(desk.terminal.commit(requestOf("k1", sold)));
  valueOf(desk.terminal.openShift({ ...mine, float: fen(0) }));
  const back = { settlementId: sale.settlementId, idempotencyKey: "r1", msgid: null, actor };
  valueOf(desk.terminal.reverse(back));
  expect(desk.terminal.currentShift(mine)?.expected.cash).toBe(-65_000);
});

test("one is open per operator and desk, of somebody who works here", () => {
  valueOf(desk.terminal.openShift({ ...mine, float: fen(0) }));
  expect(refusalOf(desk.terminal.openShift({ ...mine, float: fen(0) }))).toMatchObject({
    code: "SHIFT_OPEN",
    details: { openedAt: "2024-05-10T10:00:00.000+08:00" },
  });
  valueOf(desk.terminal.openShift({ operator: "S001", desk: "D1", float: fen(0) }));
  valueOf(desk.terminal.openShift({ operator: "C001", desk: "D2", float: fen(0) }));
  const nothing = { cash: fen(0), bankCard: fen(0), wechat: fen(0), alipay: fen(0) };
  valueOf(desk.terminal.closeShift({ ...mine, counted: nothing }));
  expect(refusalOf(desk.terminal.closeShift({ ...mine, counted: nothing })).code).toBe("SHIFT_NOT_OPEN");
  valueOf(desk.terminal.openShift({ ...mine, float: fen(0) }));
  valueOf(desk.terminal.setOperatorActive("C001", false, staff.administrator));
  for (const operator of ["C001", "nobody"]) {
    const refusal = refusalOf(desk.terminal.openShift({ operator, desk: "D3", float: fen(0) }));
    expect(refusal.code).toBe("OPERATOR_NOT_FOUND");
  }
});
