import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Verb, VerbInput, VerbOutput } from "../../src/gateway/contract.ts";
import { contract } from "../../src/gateway/contract.ts";
import type { Serving } from "../../src/gateway/server.ts";
import { serve } from "../../src/gateway/server.ts";
import { shippedPackFiles } from "../../src/cli/pack-files.ts";
import type { TestDesk } from "../app/test-desk.ts";
import { actor, openTestDesk, staff, withStaff } from "../app/test-desk.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";

const token = "test-token-that-is-long-enough-to-be-one";

let desk: TestDesk;
let serving: Serving;
let logged: string[];
beforeEach(async () => {
  desk = openTestDesk(withStaff);
  logged = [];
  serving = await serve({
    terminal: desk.terminal,
    secrets: { token, hashKey: "test-hash-key" },
    host: "127.0.0.1",
    port: 0,
    lan: null,
    demandsSignIn: false,
    now: () => desk.clock.ms,
    log: (line) => void logged.push(line),
  });
});
afterEach(async () => {
  await serving.close();
  desk.close();
});

async function ask(verb: Verb, input: unknown): Promise<unknown> {
  const answer = await fetch(`${serving.url}/rpc/${verb}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(input),
  });
  expect(answer.status).toBe(200);
  return await answer.json();
}

/** The value of a verb, which has the shape that the contract says and no other. */
async function call<V extends Verb>(verb: V, input: VerbInput<V>): Promise<VerbOutput<V>> {
  const answer = (await ask(verb, input)) as { ok: boolean; value: unknown };
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  const value = contract[verb].output.parse(answer.value);
  expect(value).toEqual(answer.value);
  return value as VerbOutput<V>;
}

async function refusalOf(verb: Verb, input: unknown): Promise<string> {
  const answer = (await ask(verb, input)) as { ok: boolean; refusal?: { code: string; message: string } };
  expect(answer.refusal?.message).toMatch(/\p{Script=Han}/u);
  return answer.refusal?.code ?? "no refusal";
}

const mine = { operator: "C001", desk: "D1" };
const counted = { cash: "740.50", bankCard: "0.00", wechat: "0.00", alipay: "0.00" };
const eight = { ...sampleClaim({ items: [{ price: "800.00" }] }) };

describe("the screens' door, over real books", () => {
  test("a counter's day: shift, open bill, cash sale, re-settlement, hand-over, close", async () => {
    expect(await call("signIn", staff.cashier)).toMatchObject({ id: "C001", role: "cashier" });
    expect(await call("currentShift", mine)).toEqual({ shift: null });
    expect(await call("openShift", { ...mine, float: "100.5" })).toMatchObject({ float: "100.50" });
    expect(await refusalOf("openShift", { ...mine, float: "1" })).toBe("SHIFT_OPEN");

    await call("keepBill", { desk: "D1", id: "B1", content: { items: [1] } });
    expect(await call("openBills", { desk: "D1" })).toMatchObject([{ id: "B1", content: { items: [1] } }]);
    const tenders = [{ kind: "cash" as const, amount: "800" }];
    const request = { claim: eight, idempotencyKey: "c1", tenders, actor, billId: "B1" };
    const sale = await call("commitCash", request);
    expect(sale).toMatchObject({ mode: "cash", messageState: "none", settlement: { notes: ["CASH_SALE"] } });
    expect(await call("openBills", { desk: "D1" })).toEqual([]);
    // Whose answer was lost asks by the key, and gets what was booked.
    expect(await call("settlementByKey", { idempotencyKey: "c1" })).toEqual(sale);
    expect(await refusalOf("settlementByKey", { idempotencyKey: "c2" })).toBe("SETTLEMENT_NOT_FOUND");
    expect(await call("deskState", {})).toMatchObject({ unsent: 0, demo: true });

    const question = { code: sale.resettleCode ?? "", correction: null };
    const shown = await call("resettlePreview", question);
    expect(shown).toMatchObject({
      net: { basic: "150.00", cash: "-150.00" },
      back: [{ kind: "cash", amount: "150.00" }],
    });
    const { previewHash } = shown;
    const account = { use: true, balance: "9.99", family: [] };
    const settle = { ...question, idempotencyKey: "r1", previewHash, actor };
    expect(await refusalOf("resettle", { ...settle, correction: { account } })).toBe("PREVIEW_STALE");
    const done = await call("resettle", { ...settle, previewHash: null, correction: { account } });
    expect(done).toMatchObject({ net: { account: "9.99", cash: "-159.99" }, settled: { mode: "insured" } });
    expect(await refusalOf("resettle", { ...settle, idempotencyKey: "r2" })).toBe("ALREADY_REVERSED");
    expect(await refusalOf("resettlePreview", { ...question, code: "1" })).toBe("RESETTLE_CODE_WRONG");

    expect(await call("currentShift", mine)).toMatchObject({ shift: { expected: { cash: "740.51" } } });
    expect(await call("closeShift", { ...mine, counted })).toMatchObject({ difference: { cash: "-0.01" } });
    expect(await refusalOf("closeShift", { ...mine, counted })).toBe("SHIFT_NOT_OPEN");

    await call("commit", {
      claim: eight,
      idempotencyKey: "k1",
      previewHash: null,
      tenders: [],
      actor,
      billId: "B9",
    });
    await call("keepBill", { desk: "D1", id: "B2", content: null });
    await call("dropBill", { desk: "D1", id: "B2" });
    const day = "2024-05-10";
    const totals = await call("dayTotals", { day });
    expect(totals).toMatchObject({ sales: 3, reversals: 1, closedAt: null, unfinished: { unsent: 2 } });
    const { supervisor: approval } = staff;
    expect(await refusalOf("closeDay", { day, approval: staff.cashier })).toBe("APPROVAL_REQUIRED");
    const closed = await call("closeDay", { day, approval });
    expect({ ...closed, closedAt: null }).toEqual(totals);
    expect(await call("verify", {})).toEqual([]);
  });

  test("sells while it verifies, one verification at a time", async () => {
    await call("commit", { claim: eight, idempotencyKey: "k1", previewHash: null, tenders: [], actor });
    const answered: string[] = [];
    const noted = async <T>(name: string, answer: Promise<T>): Promise<T> => {
      const given = await answer;
      answered.push(name);
      return given;
    };
    const verified = noted("verify", call("verify", {}));
    // Refused by the first one under way: that has begun by then, whichever connection was the faster.
    const second = await noted("second", Promise.race([verified, refusalOf("verify", {})]));
    await noted("preview", call("preview", { claim: eight }));
    expect(second).toBe("VERIFY_RUNNING");
    expect(await verified).toEqual([]);
    expect(answered).toEqual(["second", "preview", "verify"]);
    expect(await call("verify", {})).toEqual([]);
  });

  test("who may do what, by which rules, and who did", async () => {
    const { administrator, supervisor } = staff;
    const added = { id: "U001", name: "示范审计员", role: "auditor" as const, pin: "271828" };
    expect(await call("addOperator", { ...added, approval: administrator })).toMatchObject({ active: true });
    expect(await refusalOf("addOperator", { ...added, approval: null })).toBe("APPROVAL_REQUIRED");
    expect(await call("changePin", { id: "U001", pin: "907151", approval: administrator })).toMatchObject({
      id: "U001",
    });
    await call("setOperatorActive", { id: "U001", active: false, approval: administrator });
    await call("unlockOperator", { id: "U001", approval: supervisor });
    expect(await call("operators", {})).toHaveLength(4);
    await call("confirmClock", { approval: supervisor });

    const before = await call("rulesInUse", {});
    expect(before.length).toBeGreaterThan(1);
    const approval = supervisor;
    const files = [{ name: "bad", text: "format: none" }];
    expect(await refusalOf("takeIntoUse", { files, supplement: "keep", approval })).toBe("PACK_INVALID");
    const [{ name, text } = { name: "", text: "" }] = shippedPackFiles();
    const now = await call("takeIntoUse", { files: [{ name, text }], supplement: "none", approval });
    expect(now).toHaveLength(before.length - 1);
    const change = { code: "H42030000001", name: "新名", level: "2" as const, designations: [] };
    await call("changeInstitution", { ...change, approval: administrator });
    expect(await call("institution", {})).toMatchObject({ name: "新名", level: "2", type: "hospital" });

    const log = await call("auditLog", { from: null, limit: 3 });
    expect(log.map(({ action }) => action)).toEqual(["changeInstitution", "takeIntoUse", "confirmClock"]);
    expect(await refusalOf("auditLog", { from: null, limit: 0 })).toBe("CLAIM_INVALID");
    const lines = logged.join("\n");
    for (const secret of ["314159", "271828", "907151", "示范审计员"]) expect(lines).not.toContain(secret);
  });
});
