import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Verb, VerbInput, VerbOutput } from "../../src/gateway/contract.ts";
import { contract } from "../../src/gateway/contract.ts";
import { openRpc } from "../../src/gateway/rpc.ts";
import type { TestDesk } from "../app/test-desk.ts";
import { actor, openTestDesk, staff, withStaff } from "../app/test-desk.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";

const day = "2024-05-10";
const next = "2024-05-11";
const dayMs = 86_400_000;
const claim = { ...sampleClaim({ items: [{ price: "800.00" }] }) };
const { supervisor: approval } = staff;

let desk: TestDesk;
let rpc: ReturnType<typeof openRpc>;
beforeEach(() => {
  desk = openTestDesk(withStaff);
  rpc = openRpc(desk.terminal);
});
afterEach(() => desk.close());

async function call<V extends Verb>(verb: V, input: VerbInput<V>): Promise<VerbOutput<V>> {
  const answer = await rpc(verb, input);
  if (answer?.ok !== true) throw new Error(JSON.stringify(answer));
  const value = contract[verb].output.parse(answer.value);
  expect(value).toEqual(answer.value);
  return value as VerbOutput<V>;
}

async function refusalOf(verb: Verb, input: unknown): Promise<string> {
  const answer = await rpc(verb, input);
  return answer?.ok === false ? answer.refusal.code : "no refusal";
}

async function sell(key: string): Promise<string> {
  const request = { claim, idempotencyKey: key, previewHash: null, tenders: [], actor };
  return (await call("commit", request)).settlementId;
}

describe("a day's close without a centre", () => {
  test("says that there is none, names what is open, repairs nothing and applies for nothing", async () => {
    expect(await call("unclosedDays", {})).toEqual([]);
    const sale = await sell("one");
    expect(await call("unclosedDays", {})).toEqual([day]);
    expect(await call("closingState", { day })).toEqual({
      closing: null,
      isCurrent: false,
      progress: null,
      carried: [],
    });
    const closing = await call("continueClose", { day });
    expect(closing).toMatchObject({ step: "counting", outcome: "open", failure: "NO_LINE", count: 1 });
    const [difference] = closing.differences;
    expect(difference).toMatchObject({
      cause: "neverSent",
      settlementId: sale,
      deed: "send",
      needsApproval: false,
      delta: { total: "-800.00", fundTotal: "-150.00", account: "0.00" },
    });
    expect(difference?.amounts.find(({ name }) => name === "basic")).toEqual({
      name: "basic",
      here: "150.00",
      there: null,
    });
    const repair = { day, ids: [difference?.id ?? ""], actor, approval };
    expect(await refusalOf("repairDifferences", repair)).toBe("CENTRE_AWAY");
    expect(await refusalOf("sealDay", { day, provisional: false, approval })).toBe("NOT_BALANCED");
    const month = { month: "202405", clearingType: "11" };
    const totals = await call("clearingTotals", month);
    expect(totals).toMatchObject({ from: "2024-05-01", to: day, openDays: [day] });
    const application = { ...month, clearingWay: null, recognised: "1", approval };
    expect(await refusalOf("applyClearing", application)).toBe("CENTRE_AWAY");
    expect(await refusalOf("clearingTotals", { ...month, month: "202406" })).toBe("DAY_IN_FUTURE");
    expect(await call("cancelClose", {})).toEqual({});
  });

  test.each([
    ["nobody has looked", false],
    ["it was looked at before the last sale", true],
  ])("closed provisionally it carries over what is open then: %s", async (_when, isLookedAt) => {
    const ids = [await sell("one")];
    if (isLookedAt) await call("continueClose", { day });
    ids.push(await sell("two"));
    expect((await call("closingState", { day })).isCurrent).toBe(false);
    expect(await refusalOf("sealDay", { day, provisional: true, approval: staff.cashier })).toBe(
      "APPROVAL_REQUIRED",
    );
    const sealed = await call("sealDay", { day, provisional: true, approval });
    expect(sealed).toMatchObject({ outcome: "provisional", count: 2 });
    expect(sealed.sealedAt).not.toBeNull();
    const { carried } = await call("closingState", { day: next });
    expect(carried.map((one) => [one.day, one.count, one.delta.total])).toEqual([[day, 2, "-1600.00"]]);
    expect(carried[0]?.differences.map(({ settlementId }) => settlementId)).toEqual(ids);
    expect(await call("closedDays", { limit: 5 })).toMatchObject([
      { day, outcome: "provisional", differences: 2 },
    ]);
    expect(await call("unclosedDays", {})).toEqual([]);
  });

  test("days are closed in their order", async () => {
    await sell("one");
    desk.clock.ms += dayMs;
    await sell("two");
    expect(await call("unclosedDays", {})).toEqual([day, next]);
    expect(await refusalOf("sealDay", { day: next, provisional: true, approval })).toBe("EARLIER_DAY_OPEN");
    await call("sealDay", { day, provisional: true, approval });
    expect(await call("unclosedDays", {})).toEqual([next]);
  });
});

test("shifts of a day: open until they are counted, on every day that they were worked, with who counted", async () => {
  const mine = { operator: "C001", desk: "D1" };
  await call("openShift", { ...mine, float: "100" });
  expect(await call("shiftsOfDay", { day: "2024-05-09" })).toEqual([]);
  expect(await call("shiftsOfDay", { day })).toMatchObject([
    { ...mine, closed: null, expected: { cash: "100.00" } },
  ]);
  desk.clock.ms += dayMs;
  const counted = { cash: "99.5", bankCard: "0", wechat: "0", alipay: "0" };
  await call("closeShift", { ...mine, counted, countedBy: "S001" });
  const [noted] = await call("auditLog", { from: null, limit: 1 });
  expect(noted).toMatchObject({ action: "closeShift", operator: "S001", desk: "D1" });
  for (const worked of [day, next])
    expect(await call("shiftsOfDay", { day: worked })).toMatchObject([
      { ...mine, closed: { counted: { cash: "99.50" }, difference: { cash: "-0.50" } } },
    ]);
  expect(await call("shiftsOfDay", { day: "2024-05-12" })).toEqual([]);
});
