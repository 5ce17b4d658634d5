import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { present } from "../../src/base/assert.ts";
import type { TestDesk } from "./test-desk.ts";
import {
  actor,
  morning,
  openTestDesk,
  refusalOf,
  requestOf,
  staff,
  valueOf,
  withStaff,
} from "./test-desk.ts";

let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk();
});
afterEach(() => {
  desk.close();
});

const eight = { items: [{ price: "800.00" }] };

describe("commit", () => {
  test("writes what the preview showed, explained, with its message", () => {
    const sale = requestOf("k1", eight);
    const preview = valueOf(desk.terminal.preview(sale));
    const done = valueOf(desk.terminal.commit({ ...sale, previewHash: preview.previewHash }));
    expect(done.settlement).toEqual(preview.settlement);
    expect(done.settlement.split).toMatchObject({
      total: 80_000,
      deductible: 50_000,
      basic: 15_000,
      cash: 65_000,
    });
    expect(done.settlement.steps.length).toBeGreaterThan(5);
    expect(done).toMatchObject({
      number: 1,
      kind: "sale",
      messageState: "pending",
      psnNo: "P1",
      medType: "11",
    });
    expect(done.msgid).toBe("H42030000001202405101000000000");
    expect(valueOf(desk.reopen().settlement(done.settlementId))).toEqual(done);
    expect(valueOf(desk.terminal.settlementByMsgid(done.msgid))).toEqual(done);
    expect(desk.terminal.settlementsOf({ psnNo: "P1", day: null, limit: 9 })).toEqual([done]);
    expect(desk.terminal.settlementsOf({ psnNo: null, day: "2024-05-10", limit: 9 })).toEqual([done]);
    expect(desk.terminal.settlementsOf({ psnNo: "P2", day: "2024-05-10", limit: 9 })).toEqual([]);
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("preview writes nothing", () => {
    valueOf(desk.terminal.preview(requestOf("k1", eight)));
    expect(desk.terminal.settlementsOf({ psnNo: null, day: null, limit: 9 })).toEqual([]);
  });

  test("the same key and claim gives the stored answer, 50 times over and after a restart", () => {
    const first = valueOf(desk.terminal.commit(requestOf("k1", eight)));
    for (let call = 0; call < 50; call += 1)
      expect(valueOf(desk.terminal.commit(requestOf("k1", eight)))).toEqual(first);
    expect(valueOf(desk.reopen().commit(requestOf("k1", eight)))).toEqual(first);
    expect(desk.terminal.settlementsOf({ psnNo: null, day: null, limit: 9 })).toHaveLength(1);
  });

  test("the same claim is the same in any order of its keys and in any way to write an amount", () => {
    const plain = requestOf("k1", { ...eight, account: { use: true, balance: "5.10", family: [] } });
    const preview = valueOf(desk.terminal.preview(plain));
    const first = valueOf(desk.terminal.commit({ ...plain, previewHash: preview.previewHash }));
    const turned = Object.fromEntries(Object.entries(plain.claim as object).toReversed());
    const claim = { ...turned, account: { family: [], balance: "5.1", use: true } };
    const again = valueOf(desk.terminal.commit({ ...plain, claim, previewHash: preview.previewHash }));
    expect(again).toEqual(first);
    expect(valueOf(desk.terminal.preview({ claim })).previewHash).not.toBe(preview.previewHash);
    const other = { ...turned, account: { family: [], balance: "5.11", use: true } };
    expect(refusalOf(desk.terminal.commit({ ...plain, claim: other })).code).toBe("IDEMPOTENCY_CONFLICT");
  });

  test("the same key with another claim, or a msgid seen before, is a conflict", () => {
    valueOf(desk.terminal.commit(requestOf("k1", eight, { msgid: "HIS-1" })));
    expect(refusalOf(desk.terminal.commit(requestOf("k1", {}))).code).toBe("IDEMPOTENCY_CONFLICT");
    const again = requestOf("k2", {}, { msgid: "HIS-1" });
    expect(refusalOf(desk.terminal.commit(again)).code).toBe("IDEMPOTENCY_CONFLICT");
  });

  test("a preview that no longer holds is refused with the new one", () => {
    const sale = requestOf("k1", eight);
    const { previewHash } = valueOf(desk.terminal.preview(sale));
    valueOf(desk.terminal.commit(requestOf("k0", eight)));
    const refusal = refusalOf(desk.terminal.commit({ ...sale, previewHash }));
    expect(refusal.code).toBe("PREVIEW_STALE");
    const preview = valueOf(desk.terminal.preview(sale));
    expect(refusal.details["preview"]).toEqual(preview);
    expect(preview.settlement.split.deductible).toBe(0);
    expect(valueOf(desk.terminal.commit({ ...sale, previewHash: preview.previewHash })).number).toBe(2);
  });

  test("a wrong claim, another institution's claim and tenders that do not add up are CLAIM_INVALID", () => {
    const { terminal } = desk;
    expect(refusalOf(terminal.commit({ ...requestOf("k1", {}), claim: undefined })).code).toBe(
      "CLAIM_INVALID",
    );
    const other = requestOf("k1", { institution: { code: "H99999999999" } });
    expect(refusalOf(terminal.preview(other)).code).toBe("CLAIM_INVALID");
    const short = requestOf("k1", eight, { tenders: [{ kind: "cash", amount: 1 as never }] });
    expect(refusalOf(terminal.commit(short)).code).toBe("CLAIM_INVALID");
  });

  test("message numbers count up within a second and go on in the next", () => {
    const ids = Array.from(
      { length: 3 },
      (_, at) => valueOf(desk.terminal.commit(requestOf(`k${at}`, {}))).msgid,
    );
    expect(ids.map((id) => id.slice(26))).toEqual(["0000", "0001", "0002"]);
    desk.clock.ms += 1000;
    expect(valueOf(desk.terminal.commit(requestOf("k9", {}))).msgid.slice(12)).toBe("202405101000010000");
  });

  test("a claim that names its person's accumulators moves them, and verify agrees", () => {
    const named = { ...eight, accumulators: { "outpatient.deductible": "480.00" } };
    const done = valueOf(desk.terminal.commit(requestOf("k1", named)));
    expect(done.settlement.split.deductible).toBe(2000);
    const next = valueOf(desk.terminal.commit(requestOf("k2", eight)));
    expect(next.settlement.split.deductible).toBe(0);
    expect([...desk.terminal.verify()]).toEqual([]);
  });
});

describe("clock and closed days", () => {
  beforeEach(() => {
    desk.close();
    desk = openTestDesk(withStaff);
  });

  test("a clock before the last commit stops commits until a supervisor confirms", () => {
    valueOf(desk.terminal.commit(requestOf("k1", {})));
    desk.clock.ms = morning - 60_000;
    const refusal = refusalOf(desk.reopen().commit(requestOf("k2", {})));
    expect(refusal.code).toBe("CLOCK_WENT_BACK");
    // The stored answer is no new commit.
    valueOf(desk.terminal.commit(requestOf("k1", {})));
    valueOf(desk.terminal.confirmClock(staff.supervisor));
    valueOf(desk.terminal.commit(requestOf("k2", {})));
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("a step back of a moment is tolerated, and time in the ledger does not run back", () => {
    const first = valueOf(desk.terminal.commit(requestOf("k1", {})));
    desk.clock.ms -= 1500;
    expect(valueOf(desk.terminal.commit(requestOf("k2", {}))).committedAt).toBe(first.committedAt);
  });

  test("a closed day takes no settlement, the next one does", () => {
    const done = valueOf(desk.terminal.commit(requestOf("k1", {})));
    valueOf(desk.terminal.closeDay("2024-05-10", staff.supervisor));
    expect(refusalOf(desk.terminal.commit(requestOf("k2", {}))).code).toBe("DAY_CLOSED");
    const back = { settlementId: done.settlementId, idempotencyKey: "r1", msgid: null, actor };
    expect(refusalOf(desk.terminal.reverse(back)).code).toBe("DAY_CLOSED");
    desk.clock.ms += 86_400_000;
    valueOf(desk.terminal.commit(requestOf("k2", {})));
    valueOf(desk.terminal.reverse(back));
    expect([...desk.terminal.verify()]).toEqual([]);
  });
});

describe("trace codes", () => {
  const drug = (traceCodes: string[], more: object = {}): object => ({
    serviceTime: "2025-08-01T10:00:00+08:00",
    items: [{ price: "100.00", traceCodes, ...more }],
  });

  test("a drug that a fund pays needs one from July 2025; exempt and own-pay lines do not", () => {
    const { terminal } = desk;
    const refusal = refusalOf(terminal.commit(requestOf("k1", drug([]))));
    expect(refusal).toMatchObject({ code: "TRACE_CODE_REQUIRED", details: { lines: ["1"] } });
    valueOf(terminal.commit(requestOf("k2", drug([], { splitPack: true }))));
    valueOf(terminal.commit(requestOf("k3", drug([], { traceExempt: "slices" }))));
    valueOf(terminal.commit(requestOf("k4", drug([], { class: "C" }))));
    valueOf(terminal.commit(requestOf("k5", drug([], { kind: "service" }))));
    valueOf(terminal.commit(requestOf("k6", { ...drug([]), serviceTime: "2025-06-30T10:00:00+08:00" })));
  });

  test("one code, one sale; free again after a reversal", () => {
    const { terminal } = desk;
    const first = valueOf(terminal.commit(requestOf("k1", drug(["T1", "T2"]))));
    const refusal = refusalOf(terminal.commit(requestOf("k2", drug(["T2"]))));
    expect(refusal.code).toBe("TRACE_CODE_USED");
    expect(refusal.details).toMatchObject({ code: "T2", settlementId: first.settlementId });
    expect(refusalOf(terminal.commit(requestOf("k2", drug(["T3", "T3"])))).code).toBe("TRACE_CODE_USED");
    valueOf(terminal.reverse({ settlementId: first.settlementId, idempotencyKey: "r", msgid: null, actor }));
    valueOf(terminal.commit(requestOf("k2", drug(["T2"]))));
    expect([...terminal.verify()]).toEqual([]);
  });

  test("a sold code is said before what comes after it, and after what comes before it", () => {
    const { terminal } = desk;
    valueOf(terminal.commit(requestOf("k1", drug(["T1"]))));
    const again = requestOf("k2", drug(["T1"]));
    expect(refusalOf(terminal.commit({ ...again, previewHash: "0".repeat(64) })).code).toBe(
      "TRACE_CODE_USED",
    );
    expect(refusalOf(terminal.commit(requestOf("k1", drug(["T2", "T1"])))).code).toBe("TRACE_CODE_USED");
    expect(refusalOf(terminal.commit(requestOf("k1", drug(["T2"])))).code).toBe("IDEMPOTENCY_CONFLICT");
    const elsewhere = requestOf("k2", { ...drug(["T1"]), plan: "nowhere" });
    expect(refusalOf(terminal.commit(elsewhere)).code).toBe("PACK_NOT_FOUND");
  });

  test("among sales that are written together the second of a code leaves nothing, the others stand", () => {
    const { terminal } = desk;
    const sale = (key: string, code: string) => () => terminal.commit(requestOf(key, drug([code])));
    const results = terminal.each([sale("k1", "T1"), sale("k2", "T1"), sale("k3", "T2")]);
    const [first, second, third] = results.map((one) => (one.ok ? one.value : null));
    expect(refusalOf(present(second, "second")).details).toMatchObject({
      code: "T1",
      settlementId: valueOf(present(first, "first")).settlementId,
    });
    expect(valueOf(present(third, "third")).number).toBe(2);
    expect([...terminal.verify()]).toEqual([]);
    expect([...desk.reopen().verify()]).toEqual([]);
  });
});

test("of commits for several callers one that fails late is as if it had never been, in the chain and beside it", () => {
  const bought = (key: string) => desk.terminal.commit(requestOf(key, { items: [{ price: "10.00" }] }));
  const late = new Error("late");
  const results = desk.terminal.each([
    () => bought("e1"),
    () => bought("e2"),
    (): ReturnType<typeof bought> => {
      bought("e3");
      throw late;
    },
  ]);
  expect(results.map(({ ok }) => ok)).toEqual([true, true, false]);
  // The anchor beside the books names the last entry that is in them: else these would not open.
  desk.reopen();
  expect(desk.terminal.settlementsOf({ psnNo: null, day: null, limit: 9 })).toHaveLength(2);
  expect([...desk.terminal.verify()]).toEqual([]);
  expect(valueOf(bought("e3")).number).toBe(3);
});
