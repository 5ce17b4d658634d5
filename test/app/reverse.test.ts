import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Committed, RefundRequest } from "../../src/app/terminal.ts";
import type { Sample } from "../oracle/sample-claim.ts";
import type { TestDesk } from "./test-desk.ts";
import { actor, openTestDesk, refusalOf, requestOf, valueOf } from "./test-desk.ts";

let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk();
});
afterEach(() => {
  desk.close();
});

function commit(key: string, sample: Sample): Committed {
  return valueOf(desk.terminal.commit(requestOf(key, sample)));
}

function back(settlementId: string, idempotencyKey = `back ${settlementId}`): RefundRequest {
  return { settlementId, idempotencyKey, msgid: null, actor, items: [] };
}

const priced = (price: string, more: Sample = {}): Sample => ({ ...more, items: [{ price }] });

/** A drug with its trace codes. */
function coded(...traceCodes: string[]): object {
  return { price: "10.00", traceCodes };
}

describe("reverse", () => {
  test("is the mirror, once, and the person stands where they stood", () => {
    const sale = commit("k1", priced("800.00", { account: { use: true, balance: "100.00", family: [] } }));
    const reversal = valueOf(desk.terminal.reverse(back(sale.settlementId)));
    expect(reversal.settlement.split.total).toBe(-80_000);
    expect(reversal).toMatchObject({ kind: "reversal", reverses: sale.settlementId, number: 2 });
    expect(valueOf(desk.terminal.reverse(back(sale.settlementId)))).toEqual(reversal);
    const again = refusalOf(desk.terminal.reverse(back(sale.settlementId, "other")));
    expect(again).toMatchObject({ code: "ALREADY_REVERSED", details: { reversedBy: reversal.settlementId } });
    expect(refusalOf(desk.terminal.reverse(back(reversal.settlementId))).code).toBe("NOT_SUPPORTED");
    expect(refusalOf(desk.terminal.reverse(back("none"))).code).toBe("SETTLEMENT_NOT_FOUND");
    expect(valueOf(desk.terminal.settlement(sale.settlementId)).reversedBy).toBe(reversal.settlementId);
    expect(commit("k2", priced("800.00")).settlement.split.deductible).toBe(50_000);
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("is refused while a later settlement rests on it, and names which", () => {
    const first = commit("k1", priced("300.00"));
    const second = commit("k2", priced("300.00"));
    const other = commit("k3", priced("300.00", { person: { psnNo: "P2" } }));
    const refusal = refusalOf(desk.terminal.reverse(back(first.settlementId)));
    expect(refusal.code).toBe("LATER_SETTLEMENTS_DEPEND");
    expect(refusal.details["settlements"]).toEqual([second.settlementId]);
    valueOf(desk.terminal.reverse(back(other.settlementId)));
    valueOf(desk.terminal.reverse(back(second.settlementId)));
    valueOf(desk.terminal.reverse(back(first.settlementId, "now")));
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("is not refused for a later settlement that comes out the same", () => {
    const first = commit("k1", priced("100.00"));
    commit("k2", priced("200.00"));
    commit("k3", priced("50.00", { serviceTime: "2025-03-01T09:00:00+08:00" }));
    valueOf(desk.terminal.reverse(back(first.settlementId)));
    expect(commit("k4", priced("800.00")).settlement.split.deductible).toBe(30_000);
    expect([...desk.terminal.verify()]).toEqual([]);
  });
});

describe("refund", () => {
  const two: Sample = { items: [{ price: "500.00" }, { price: "150.00", qty: "2" }] };

  test("reverses the whole and settles what is kept, net per fund", () => {
    const sale = commit("k1", two);
    const request = { ...back(sale.settlementId), items: [{ id: "2", qty: "1" }] };
    const done = valueOf(desk.terminal.refund(request));
    expect(done.net).toMatchObject({ total: -15_000, basic: -7500, personal: -7500 });
    expect(done.remainder?.settlement.split.total).toBe(65_000);
    expect(valueOf(desk.terminal.refund(request))).toEqual(done);
    expect(done.remainder?.settlement.pack).toBe(sale.settlement.pack);
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("of everything leaves no remainder; of nothing, too much or an unknown item is refused", () => {
    const sale = commit("k1", two);
    for (const items of [[], [{ id: "9", qty: "1" }], [{ id: "2", qty: "3" }], [{ id: "2", qty: "x" }]]) {
      const request = { ...back(sale.settlementId), items };
      expect(refusalOf(desk.terminal.refund(request)).code).toBe("CLAIM_INVALID");
    }
    const all = [
      { id: "1", qty: "1" },
      { id: "2", qty: "2" },
    ];
    const done = valueOf(desk.terminal.refund({ ...back(sale.settlementId), items: all }));
    expect(done.remainder).toBeNull();
    expect(done.net.total).toBe(-80_000);
  });

  test("frees the trace codes of what is given back and keeps the others", () => {
    const items = [{ ...coded("T1", "T2"), qty: "2" }];
    const serviceTime = "2025-08-01T10:00:00+08:00";
    const sale = commit("k1", { serviceTime, items });
    valueOf(desk.terminal.refund({ ...back(sale.settlementId), items: [{ id: "1", qty: "1" }] }));
    const sold = requestOf("k2", { serviceTime, items: [coded("T1")] });
    expect(refusalOf(desk.terminal.commit(sold)).code).toBe("TRACE_CODE_USED");
    commit("k3", { serviceTime, items: [coded("T2")] });
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("leaves the tenders as they were paid, the last ones given back", () => {
    const amount = (fen: number): never => fen as never;
    const tenders = [
      { kind: "wechat" as const, amount: amount(50_000) },
      { kind: "cash" as const, amount: amount(15_000) },
    ];
    const sale = valueOf(desk.terminal.commit(requestOf("k1", two, { tenders })));
    const done = valueOf(
      desk.terminal.refund({ ...back(sale.settlementId), items: [{ id: "2", qty: "2" }] }),
    );
    expect(done.remainder?.settlement.split.cash).toBe(50_000);
    expect([...desk.terminal.verify()]).toEqual([]);
  });
});
