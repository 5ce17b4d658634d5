import { afterEach, beforeEach, expect, test } from "vitest";

import { contract } from "../../src/gateway/contract.ts";
import type { Verb, VerbInput, VerbOutput } from "../../src/gateway/contract.ts";
import { openRpc } from "../../src/gateway/rpc.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";
import type { TestDesk } from "../app/test-desk.ts";
import { actor, openTestDesk, refusalOf, staff, valueOf, withStaff } from "../app/test-desk.ts";

let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk(withStaff);
});
afterEach(() => {
  desk.close();
});

async function answerOf(verb: Verb, input: unknown) {
  const answer = await openRpc(desk.terminal)(verb, input);
  if (answer === null) throw new Error(`no verb ${verb}`);
  return answer;
}

/** The value of a verb, which has the shape that the contract says and no other. */
async function call<V extends Verb>(verb: V, input: VerbInput<V>): Promise<VerbOutput<V>> {
  const answer = valueOf(await answerOf(verb, input));
  const value = contract[verb].output.parse(answer);
  expect(value).toEqual(answer);
  return value as VerbOutput<V>;
}

const all = {
  psnNo: null,
  day: "2024-05-10",
  id: null,
  traceCode: null,
  amount: null,
  state: null,
  limit: 10,
};

test("a settlement is found, read whole, given back in part with an approval, and read on from what is kept", async () => {
  const claim = { ...sampleClaim({ items: [{ name: "阿莫西林", price: "300.00", qty: "4" }] }) };
  const tenders = [{ kind: "wechat" as const, amount: "400.00" }];
  const first = await call("preview", { claim });
  const { cash } = first.settlement.split;
  const paid = [tenders[0], { kind: "cash" as const, amount: (Number(cash) - 400).toFixed(2) }].filter(
    (one) => one !== undefined,
  );
  const request = { claim, idempotencyKey: "k1", previewHash: first.previewHash, tenders: paid, actor };
  const { settlementId } = await call("commit", request);
  expect(await call("findSettlements", { ...all, amount: cash })).toMatchObject([{ settlementId, cash }]);
  expect(await call("findSettlements", { ...all, amount: "0.01" })).toEqual([]);
  const detail = await call("settlementDetail", { settlementId });
  expect(detail).toMatchObject({
    lines: [{ id: "1", name: "阿莫西林", qty: "4", price: "300.00", amount: "1200.00" }],
    tenders: { wechat: "400.00" },
    operator: "C001",
    replacedBy: null,
  });

  const items = [{ id: "1", qty: "1" }];
  const shown = await call("refundPreview", { settlementId, items });
  expect(shown.net.total).toBe("-300.00");
  const backSum = shown.back.reduce((sum, { amount }) => sum + Number(amount), 0);
  expect(backSum.toFixed(2)).toBe((-Number(shown.net.cash)).toFixed(2));
  const { previewHash } = shown;
  const refund = { settlementId, idempotencyKey: "r1", actor, items, previewHash };
  expect(refusalOf(await answerOf("refund", { ...refund, approval: null })).code).toBe("APPROVAL_REQUIRED");
  expect(refusalOf(await answerOf("refund", refund)).code).toBe("CLAIM_INVALID");
  const done = await call("refund", { ...refund, approval: staff.supervisor });
  expect(done.net).toEqual(shown.net);
  expect((await call("settlementDetail", { settlementId })).replacedBy).toBe(done.remainder?.settlementId);
  const reversal = await call("settlementDetail", { settlementId: done.reversal.settlementId });
  expect(reversal).toMatchObject({ settlement: { reverses: settlementId }, lines: [{ qty: "-4" }] });
  expect(refusalOf(await answerOf("settlementDetail", { settlementId: "none" })).code).toBe(
    "SETTLEMENT_NOT_FOUND",
  );
});
