import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { demoTown } from "../../src/app/demo-town.ts";
import { receivePerson } from "../../src/app/people.ts";
import type { CashRequest, Committed, ResettleRequest, Resettled, Result } from "../../src/app/terminal.ts";
import type { Fen } from "../../src/base/money.ts";
import { formatResettleCode } from "../../src/ledger/resettle-code.ts";
import type { Sample } from "../oracle/sample-claim.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";
import { changeBooks } from "../store/version-1-books.ts";
import type { TestDesk } from "./test-desk.ts";
import { actor, openTestDesk, refusalOf, requestOf, valueOf } from "./test-desk.ts";

let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk();
});
afterEach(() => {
  desk.close();
});

const eight: Sample = { items: [{ price: "800.00" }] };

function cash(key: string, sample: Sample, more: Partial<CashRequest> = {}): Result<Committed> {
  const claim = sampleClaim(sample);
  return desk.terminal.commitCash({ claim, idempotencyKey: key, tenders: [], actor, ...more });
}

function resettle(key: string, sale: Committed, more: Partial<ResettleRequest> = {}): Result<Resettled> {
  return desk.terminal.resettle({
    code: sale.resettleCode ?? "",
    correction: null,
    idempotencyKey: key,
    previewHash: null,
    actor,
    msgid: null,
    ...more,
  });
}

function fen(amount: number): Fen {
  return amount as Fen;
}

describe("a cash sale", () => {
  test("is paid whole by the person, tells the centre nothing, and moves no accumulator", () => {
    const sale = valueOf(cash("c1", eight));
    expect(sale).toMatchObject({ mode: "cash", kind: "sale", messageState: "none", number: 1 });
    expect(sale.resettleCode).toMatch(/^\w{3}-\w{4}$/);
    expect(sale.settlement).toMatchObject({ notes: ["CASH_SALE"], movements: [] });
    expect(sale.settlement.split).toMatchObject({ total: 80_000, fundTotal: 0, cash: 80_000 });
    expect(valueOf(cash("c1", eight))).toEqual(sale);
    expect(valueOf(desk.reopen().settlement(sale.settlementId))).toEqual(sale);
    // The deductible is still whole for the next one.
    const next = valueOf(desk.terminal.commit(requestOf("k1", eight)));
    expect(next.settlement.split.deductible).toBe(50_000);
    expect(next).toMatchObject({ mode: "insured", resettleCode: null, messageState: "pending" });
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("is made for a plan without rules, and for somebody whom the desk does not know", () => {
    const elsewhere = valueOf(cash("c1", { ...eight, plan: "nowhere" }));
    expect(elsewhere.settlement.pack).toBe("none");
    const unnamed = new Set(["plan", "person", "account"]);
    const told = Object.entries(sampleClaim(eight)).filter(([field]) => !unnamed.has(field));
    const claim = Object.fromEntries(told);
    const unknown = valueOf(cash("c2", {}, { claim }));
    expect(unknown.psnNo).toBe("unknown");
    expect(refusalOf(resettle("r1", unknown)).code).toBe("PERSON_NOT_FOUND");
    expect(refusalOf(resettle("r2", elsewhere)).code).toBe("PACK_NOT_FOUND");
    const { person } = sampleClaim(eight);
    const correction = { plan: "shiyan", person: { ...person } };
    const done = valueOf(resettle("r3", unknown, { correction }));
    expect(done.settled).toMatchObject({ psnNo: "P1", mode: "insured" });
    expect(done.settled.settlement.split).toMatchObject({ basic: 15_000, cash: 65_000 });
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("is refused for what no money mends: a wrong claim, tenders, a code sold before, a used key", () => {
    expect(refusalOf(cash("c1", {}, { claim: 1 })).code).toBe("CLAIM_INVALID");
    const short = [{ kind: "cash" as const, amount: fen(1) }];
    expect(refusalOf(cash("c1", eight, { tenders: short })).code).toBe("CLAIM_INVALID");
    const coded: object = { items: [{ traceCodes: ["T1"] }] };
    valueOf(cash("c1", coded));
    expect(refusalOf(cash("c2", coded)).code).toBe("TRACE_CODE_USED");
    expect(refusalOf(desk.terminal.commit(requestOf("k1", coded))).code).toBe("TRACE_CODE_USED");
    expect(refusalOf(cash("c1", eight)).code).toBe("IDEMPOTENCY_CONFLICT");
    desk.clock.ms -= 60_000;
    expect(refusalOf(cash("c3", eight)).code).toBe("CLOCK_WENT_BACK");
  });

  test("that somebody turns into an insurance settlement is found", () => {
    const sale = valueOf(cash("c1", eight));
    desk.terminal.close();
    changeBooks(desk.dir, "settlements", "UPDATE settlements SET mode = 'insured'");
    // A fund in a cash sale does not get past the file itself.
    const fund =
      "basic_fen = 1, fund_total_fen = 1, personal_fen = personal_fen - 1, cash_fen = cash_fen - 1";
    expect(() =>
      changeBooks(desk.dir, "settlements", `UPDATE settlements SET mode = 'cash', ${fund}`),
    ).toThrow("CHECK");
    const found = [...desk.reopen().verify()].map(({ what, id, reason }) => [what, id, reason]);
    expect(found).toEqual([
      ["settlement", sale.settlementId, "记录与审计链中的摘要不符"],
      ["message", sale.msgid, "结算没有对应的报文"],
    ]);
  });

  test("is taken back like any other, and given back in part as cash", () => {
    const back = { idempotencyKey: "b", msgid: null, actor };
    const whole = valueOf(cash("c1", eight));
    const reversal = valueOf(desk.terminal.reverse({ ...back, settlementId: whole.settlementId }));
    expect(reversal).toMatchObject({ mode: "cash", messageState: "none", resettleCode: null });
    expect(reversal.settlement.split.cash).toBe(-80_000);
    expect(refusalOf(resettle("r1", whole)).code).toBe("ALREADY_REVERSED");

    const two = { items: [{ price: "500.00" }, { price: "150.00", qty: "2" }] };
    const part = valueOf(cash("c2", two));
    const items = [{ id: "2", qty: "1" }];
    const request = { ...back, idempotencyKey: "b2", settlementId: part.settlementId, items };
    const refunded = valueOf(desk.terminal.refund(request));
    expect(refunded.net).toMatchObject({ total: -15_000, fundTotal: 0, cash: -15_000 });
    const left = refunded.remainder;
    expect(left).toMatchObject({ mode: "cash", settlement: { split: { cash: 65_000 } } });
    // What is left has a code of its own; the first one's is spent.
    expect(refusalOf(resettle("r2", part)).code).toBe("ALREADY_REVERSED");
    const settled = left === null ? null : valueOf(resettle("r3", left)).settled;
    expect(settled?.settlement.split.total).toBe(65_000);
    const all = { ...back, idempotencyKey: "b3", settlementId: valueOf(cash("c3", two)).settlementId };
    const everything = [
      { id: "1", qty: "1" },
      { id: "2", qty: "2" },
    ];
    expect(valueOf(desk.terminal.refund({ ...all, items: everything })).remainder).toBeNull();
    expect([...desk.terminal.verify()]).toEqual([]);
  });
});

describe("settling a cash sale", () => {
  test("shows first, then takes the cash back and settles on the service date, in one", () => {
    const tenders = [
      { kind: "wechat" as const, amount: fen(70_000) },
      { kind: "cash" as const, amount: fen(10_000) },
    ];
    const sale = valueOf(cash("c1", eight, { tenders }));
    desk.clock.ms += 40 * 86_400_000;
    const shown = valueOf(desk.terminal.resettlePreview({ code: sale.resettleCode ?? "", correction: null }));
    expect(shown.net).toMatchObject({ total: 0, basic: 15_000, fundTotal: 15_000, cash: -15_000 });
    // 650.00 stay paid, the first way first.
    expect(shown.back).toEqual([
      { kind: "wechat", amount: 5000 },
      { kind: "cash", amount: 10_000 },
    ]);
    expect(shown.cashSale).toEqual(sale);
    const done = valueOf(resettle("r1", sale, { previewHash: shown.previewHash }));
    expect([done.net, done.back]).toEqual([shown.net, shown.back]);
    expect(done.settled.settlement).toEqual(shown.settlement);
    expect(done.reversal).toMatchObject({ mode: "cash", reverses: sale.settlementId, number: 2 });
    expect(done.settled).toMatchObject({ mode: "insured", messageState: "pending", number: 3 });
    expect(done.settled.settlement.steps.length).toBeGreaterThan(5);
    expect(desk.terminal.settlementsOf({ psnNo: "P1", day: "2024-05-10", limit: 9 })).toHaveLength(1);
    expect(valueOf(desk.reopen().settlement(done.settled.settlementId))).toEqual(done.settled);
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("happens once; the same request again has the same answer", () => {
    const sale = valueOf(cash("c1", eight));
    const done = valueOf(resettle("r1", sale, { msgid: "HIS-9" }));
    expect(done.settled.msgid).toBe("HIS-9");
    expect(valueOf(resettle("r1", sale, { msgid: "HIS-9" }))).toEqual(done);
    const refusal = refusalOf(resettle("r2", sale));
    expect(refusal).toMatchObject({
      code: "ALREADY_REVERSED",
      details: { settlementId: sale.settlementId, replacedBy: done.settled.settlementId },
    });
    const question = { code: sale.resettleCode ?? "", correction: null };
    expect(refusalOf(desk.terminal.resettlePreview(question)).code).toBe("ALREADY_REVERSED");
    expect(refusalOf(resettle("c1", valueOf(cash("c2", eight)))).code).toBe("IDEMPOTENCY_CONFLICT");
    expect(desk.terminal.settlementsOf({ psnNo: null, day: null, limit: 9 })).toHaveLength(4);
  });

  test("counts what was used since, and not what the claim told of then", () => {
    const sale = valueOf(cash("c1", { ...eight, accumulators: { "outpatient.deductible": "499.00" } }));
    const question = { code: sale.resettleCode ?? "", correction: null };
    const { previewHash } = valueOf(desk.terminal.resettlePreview(question));
    valueOf(desk.terminal.commit(requestOf("k1", { items: [{ price: "300.00" }] })));
    const refusal = refusalOf(resettle("r1", sale, { previewHash }));
    expect(refusal).toMatchObject({
      code: "PREVIEW_STALE",
      details: { preview: { settlement: { split: { deductible: 20_000 } } } },
    });
    expect(valueOf(resettle("r1", sale)).settled.settlement.split.deductible).toBe(20_000);
    // Another bill without tenders: what is handed back is cash.
    expect(valueOf(resettle("r2", valueOf(cash("c2", eight)))).back).toEqual([
      { kind: "cash", amount: 40_000 },
    ]);
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("asks for the code as printed, and for one of a cash sale", () => {
    const sale = valueOf(cash("c1", eight));
    const code = sale.resettleCode ?? "";
    const mistyped = `${code.slice(0, -1)}${code.endsWith("7") ? "8" : "7"}`;
    expect(refusalOf(resettle("r1", sale, { code: mistyped })).code).toBe("RESETTLE_CODE_WRONG");
    const done = valueOf(resettle("r1", sale, { code: code.toLowerCase().replace("-", "") }));
    for (const number of [done.settled.number, done.reversal.number, 99]) {
      const other = valueOf(cash(`o${number}`, eight));
      const wrong = { ...other, resettleCode: formatResettleCode(number) };
      expect(refusalOf(resettle(`w${number}`, wrong)).code).toBe("SETTLEMENT_NOT_FOUND");
    }
  });

  test("gives the trace codes of the sale to the settlement, and asks for them where a fund pays", () => {
    const serviceTime = "2025-08-01T10:00:00+08:00";
    desk.clock.ms = Date.parse(serviceTime);
    const soldWith = (code: string): object => ({
      serviceTime,
      items: [{ price: "900.00", traceCodes: [code] }],
    });
    const coded = valueOf(cash("c1", soldWith("T1")));
    valueOf(resettle("r1", coded));
    const again = requestOf("k1", soldWith("T1"));
    expect(refusalOf(desk.terminal.commit(again)).code).toBe("TRACE_CODE_USED");
    const bare = valueOf(cash("c2", { serviceTime, items: [{ price: "900.00" }] }));
    expect(refusalOf(resettle("r2", bare)).code).toBe("TRACE_CODE_REQUIRED");
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("of somebody known here is settled for nobody else", () => {
    desk.close();
    const [known] = demoTown().people;
    if (known === undefined) throw new Error("nobody lives there");
    desk = openTestDesk((ground) => {
      receivePerson(ground, known);
    });
    const { person } = sampleClaim(eight);
    const sale = valueOf(cash("c1", { ...eight, person: { psnNo: known.psnNo } }));
    const refusal = refusalOf(resettle("r1", sale, { correction: { person: { ...person } } }));
    expect(refusal).toMatchObject({ code: "CLAIM_INVALID", details: { faults: [{ path: "person.psnNo" }] } });
    expect(refusal.message).not.toContain(known.psnNo);
    const retired = { ...person, psnNo: known.psnNo, status: "retired" };
    const account = { use: true, balance: "20.00", family: [] };
    const done = valueOf(resettle("r2", sale, { correction: { person: retired, account } }));
    expect(done.settled.settlement.split.account).toBe(2000);
    expect(refusalOf(resettle("r3", sale, { correction: { person: {} } })).code).toBe("CLAIM_INVALID");
  });
});
