import { afterEach, beforeEach, expect, test } from "vitest";

import { contract } from "../../src/gateway/contract.ts";
import type { Verb, VerbInput, VerbOutput } from "../../src/gateway/contract.ts";
import { openRpc } from "../../src/gateway/rpc.ts";
import { readEscPos } from "../../native/fake/esc-pos-reader.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";
import type { TestDesk } from "../app/test-desk.ts";
import { actor, openTestDesk, staff, valueOf, withStaff } from "../app/test-desk.ts";

let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk(withStaff);
});
afterEach(() => {
  desk.close();
});

/** The value of a verb, which has the shape that the contract says and no other. */
async function call<V extends Verb>(verb: V, input: VerbInput<V>): Promise<VerbOutput<V>> {
  const answer = valueOf((await openRpc(desk.terminal)(verb, input)) ?? { ok: true, value: null });
  const value = contract[verb].output.parse(answer);
  expect(value).toEqual(answer);
  return value as VerbOutput<V>;
}

test("slips: looked at, printed under numbers, told what became of them", async () => {
  const claim = { ...sampleClaim({ items: [{ name: "阿莫西林", price: "800.00" }] }) };
  const request = { claim, idempotencyKey: "k1", previewHash: null, tenders: [], actor };
  const { settlementId } = await call("commit", request);
  const looked = await call("slip", { settlementId, paper: "58" });
  expect(looked.copies).toEqual([]);
  if (looked.rendered.form !== "roll") throw new Error("no roll");
  expect(looked.rendered.svg).toMatch(/^<svg width="384px"/);
  expect((await call("printSlip", { settlementId, paper: "58", actor })).copy).toBe(1);
  expect(await call("slipOutcome", { settlementId, copy: 1, outcome: "printed" })).toMatchObject({
    copy: 1,
    paper: "58",
    outcome: "printed",
  });
  const again = await call("printSlip", { settlementId, paper: "80", actor });
  expect(again.copies.map(({ copy, outcome }) => [copy, outcome])).toEqual([
    [1, "printed"],
    [2, "issued"],
  ]);
  if (again.rendered.form !== "roll") throw new Error("no roll");
  const paper = readEscPos(Buffer.from(again.rendered.bytes, "base64"));
  expect(paper.text).toContain("重打 第 2 份");
  expect(paper).toMatchObject({ cuts: 1, unknown: [] });
  const page = await call("slip", { settlementId, paper: "a4" });
  expect(page.rendered.form).toBe("page");
  expect((await call("feeList", { settlementId })).html).toContain("阿莫西林");
});

test("sheets of a shift and a day, on rolls and pages", async () => {
  await call("openShift", { operator: "C001", desk: "D1", float: "100" });
  const counted = { cash: "100.00", bankCard: "0", wechat: "0", alipay: "0" };
  await call("closeShift", { operator: "C001", desk: "D1", counted });
  await call("closeDay", { day: "2024-05-10", approval: staff.supervisor });
  for (const paper of ["58", "80", "a4"] as const) {
    const shift = await call("shiftSheet", { operator: "C001", desk: "D1", closedUpTo: null, paper });
    const day = await call("daySheet", { day: "2024-05-10", paper });
    expect(shift.rendered.form).toBe(paper === "a4" ? "page" : "roll");
    expect(day.rendered.form).toBe(shift.rendered.form);
  }
});

test("what is not of the contract is refused", async () => {
  const ask = async (verb: Verb, input: unknown): Promise<string> => {
    const answer = await openRpc(desk.terminal)(verb, input);
    return answer === null || answer.ok ? "no refusal" : answer.refusal.code;
  };
  expect(await ask("slip", { settlementId: "x", paper: "57" })).toBe("CLAIM_INVALID");
  expect(await ask("printSlip", { settlementId: "x", paper: "58" })).toBe("CLAIM_INVALID");
  expect(await ask("slipOutcome", { settlementId: "x", copy: 1, outcome: "issued" })).toBe("CLAIM_INVALID");
  expect(await ask("slip", { settlementId: "x", paper: "58" })).toBe("SETTLEMENT_NOT_FOUND");
  expect(await ask("shiftSheet", { operator: "C001", desk: "D1", closedUpTo: null, paper: "58" })).toBe(
    "SHIFT_NOT_OPEN",
  );
});
