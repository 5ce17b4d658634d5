import { afterEach, beforeEach, expect, test } from "vitest";

import type { SettlementQuery } from "../../src/app/history.ts";
import type { Committed, RefundRequest } from "../../src/app/terminal.ts";
import { parseFen } from "../../src/base/money.ts";
import type { Sample } from "../oracle/sample-claim.ts";
import type { TestDesk } from "./test-desk.ts";
import { actor, openTestDesk, refusalOf, requestOf, staff, valueOf, withStaff } from "./test-desk.ts";

let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk(withStaff);
});
afterEach(() => {
  desk.close();
});

function commit(key: string, sample: Sample): Committed {
  return valueOf(desk.terminal.commit(requestOf(key, sample)));
}

const nothing: SettlementQuery = {
  psnNo: null,
  day: null,
  id: null,
  traceCode: null,
  amount: null,
  state: null,
  limit: 100,
};
const day = "2024-05-10";

function found(query: Partial<SettlementQuery>): readonly string[] {
  return valueOf(desk.terminal.findSettlements({ ...nothing, ...query })).map((one) => one.settlementId);
}

test("settlements are found by day, person, amount, message state, number and trace code; without any, by none", () => {
  const one = commit("k1", { items: [{ price: "300.00" }] });
  const other = commit("k2", {
    items: [{ price: "12.50", traceCodes: ["81000000000000000001"] }],
    person: { psnNo: "P2" },
  });
  const reversal = valueOf(
    desk.terminal.reverse({ settlementId: one.settlementId, idempotencyKey: "back", msgid: null, actor }),
  );
  const [a, b, c] = [one, other, reversal].map(({ settlementId }) => settlementId);
  expect(found({ day })).toEqual([c, b, a]);
  expect(found({ day, limit: 1 })).toEqual([c]);
  expect(found({ day: "2024-05-11" })).toEqual([]);
  expect(found({ psnNo: "P2" })).toEqual([b]);
  expect(found({ psnNo: "P2", day })).toEqual([b]);
  expect(found({ psnNo: "P2", day: "2024-05-09" })).toEqual([]);
  // What went back is found by the same amount as what came in.
  expect(found({ day, amount: parseFen("300.00") })).toEqual([c, a]);
  expect(found({ day, amount: parseFen("300.01") })).toEqual([]);
  expect(found({ day, state: "pending" })).toEqual([c, b, a]);
  expect(found({ day, state: "confirmed" })).toEqual([]);
  expect(found({ id: one.settlementId })).toEqual([a]);
  expect(found({ id: other.msgid })).toEqual([b]);
  expect(found({ traceCode: "81000000000000000001" })).toEqual([b]);
  expect(found({ traceCode: "81000000000000000002" })).toEqual([]);
  expect(refusalOf(desk.terminal.findSettlements({ ...nothing, amount: parseFen("1.00") })).code).toBe(
    "CLAIM_INVALID",
  );
  expect(valueOf(desk.terminal.findSettlements({ ...nothing, id: one.settlementId }))).toMatchObject([
    { reversedBy: c, total: 30_000, operator: "C001", messageState: "pending" },
  ]);
});

test("a refund is shown before it is made, made as shown, and another one is not made", () => {
  const sale = commit("k1", { items: [{ price: "300.00", qty: "4" }] });
  const [line] = sale.settlement.lines;
  const items = [{ id: line?.id ?? "", qty: "1" }];
  const shown = valueOf(desk.terminal.refundPreview({ settlementId: sale.settlementId, items }));
  expect(shown.net.total).toBe(-30_000);
  expect(shown.remainder?.total).toBe(90_000);
  expect(found({ day })).toEqual([sale.settlementId]);
  const { settlementId } = sale;
  const request: RefundRequest = { settlementId, idempotencyKey: "r", msgid: null, actor, items };
  const wrong = desk.terminal.approvedRefund({ ...request, previewHash: "another" }, staff.supervisor);
  expect(refusalOf(wrong).code).toBe("PREVIEW_STALE");
  expect(found({ day })).toEqual([settlementId]);
  const done = valueOf(
    desk.terminal.approvedRefund({ ...request, previewHash: shown.previewHash }, staff.supervisor),
  );
  expect(done.net).toEqual(shown.net);
  expect(done.remainder?.settlement.split).toEqual(shown.remainder);
  expect(refusalOf(desk.terminal.refundPreview({ settlementId, items })).code).toBe("ALREADY_REVERSED");
});

test("a refund is approved by a supervisor, once however often it is asked, and the chain names them", () => {
  const sale = commit("k1", { items: [{ price: "300.00", qty: "4" }] });
  const items = [{ id: sale.settlement.lines[0]?.id ?? "", qty: "1" }];
  const request = { settlementId: sale.settlementId, idempotencyKey: "r", msgid: null, actor, items };
  expect(refusalOf(desk.terminal.approvedRefund(request, null)).code).toBe("APPROVAL_REQUIRED");
  expect(refusalOf(desk.terminal.approvedRefund(request, staff.cashier)).code).toBe("APPROVAL_REQUIRED");
  const wrongPin = { ...staff.supervisor, pin: "000001" };
  expect(refusalOf(desk.terminal.approvedRefund(request, wrongPin)).code).toBe("PIN_WRONG");
  expect(found({ day })).toEqual([sale.settlementId]);
  const done = valueOf(desk.terminal.approvedRefund(request, staff.supervisor));
  expect(valueOf(desk.terminal.approvedRefund(request, staff.supervisor))).toEqual(done);
  // The answer was lost, and the supervisor has been locked out since: what was booked is told all the same.
  expect(valueOf(desk.terminal.approvedRefund(request, wrongPin))).toEqual(done);
  const other = { ...request, items: [{ ...items[0], id: items[0]?.id ?? "", qty: "2" }] };
  expect(refusalOf(desk.terminal.approvedRefund(other, null)).code).toBe("IDEMPOTENCY_CONFLICT");
  const approvals = desk.terminal
    .auditLog({ from: null, limit: 100 })
    .filter(({ action }) => action === "approveRefund");
  expect(approvals).toMatchObject([{ operator: "S001", subject: sale.settlementId, desk: "D1" }]);
  expect([...desk.terminal.verify()]).toEqual([]);
});

test("a whole reversal is approved by a supervisor, once however often it is asked, and the chain names them", () => {
  const sale = commit("k1", { items: [{ price: "300.00", qty: "4" }] });
  const request = { settlementId: sale.settlementId, idempotencyKey: "r", msgid: null, actor };
  const { approvedReverse, auditLog, verify } = desk.terminal;
  expect(refusalOf(approvedReverse(request, null)).code).toBe("APPROVAL_REQUIRED");
  expect(refusalOf(approvedReverse(request, staff.cashier)).code).toBe("APPROVAL_REQUIRED");
  const wrongPin = { ...staff.supervisor, pin: "000001" };
  expect(refusalOf(approvedReverse(request, wrongPin)).code).toBe("PIN_WRONG");
  expect(found({ day })).toEqual([sale.settlementId]);
  const done = valueOf(approvedReverse(request, staff.supervisor));
  expect(done).toMatchObject({ kind: "reversal", reverses: sale.settlementId });
  expect(valueOf(approvedReverse(request, wrongPin))).toEqual(done);
  const again = { ...request, idempotencyKey: "r2" };
  expect(refusalOf(approvedReverse(again, staff.supervisor)).code).toBe("ALREADY_REVERSED");
  const approvals = auditLog({ from: null, limit: 100 }).filter(({ action }) => action === "approveReverse");
  expect(approvals).toMatchObject([{ operator: "S001", subject: sale.settlementId, desk: "D1" }]);
  expect([...verify()]).toEqual([]);
});
