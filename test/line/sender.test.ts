import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";

import type { Committed } from "../../src/app/terminal.ts";
import { rawAnswer } from "../../src/centre/misbehaved-answer.ts";
import type { Misbehaviour } from "../../src/centre/misbehaviour.ts";
import { plainAdapter } from "../../src/line/adapters/plain.ts";
import type { LineClient } from "../../src/line/client.ts";
import { openLine } from "../../src/line/client.ts";
import { referenceHabits } from "../../src/upload/habits.ts";
import type { TestCentre } from "../centre/test-centre.ts";
import { openTestCentre } from "../centre/test-centre.ts";
import { valueOf } from "../app/test-desk.ts";
import type { Fields } from "../gateway/knock.ts";
import type { LineDesk } from "./desk-and-centre.ts";
import { atCentre, atDesk, claimOfCustomer, customers, openLineDesk, places } from "./desk-and-centre.ts";

type Kind = keyof typeof places;
type Rule = Pick<Misbehaviour, "kind"> & Readonly<Record<string, unknown>>;

let centre: TestCentre;
let customer = 0;
beforeAll(async () => {
  centre = await openTestCentre("embedded");
});
afterAll(async () => await centre.close());
// Everybody buys once: accumulators that a desk does not know of are another test's.
beforeEach(async () => {
  customer += 1;
  await centre.control("misbehave", { rules: [] });
});

function open(kind: Kind): LineDesk {
  const desk = openLineDesk(centre, kind);
  onTestFinished(() => desk.close());
  return desk;
}

async function misbehave(...rules: readonly Rule[]): Promise<void> {
  expect((await centre.control("misbehave", { rules })).status).toBe(200);
}

function stateOf(desk: LineDesk, { settlementId }: Committed): string {
  return valueOf(desk.engine.settlement(settlementId)).messageState;
}

/** What the centre has of these messages, by number and sort. */
async function heldOf(sold: readonly Committed[]): Promise<readonly string[]> {
  const msgids = new Set(sold.map(({ msgid }) => msgid));
  const all = [
    ...(await atCentre(centre, places.hospital.code)),
    ...(await atCentre(centre, places.pharmacy.code)),
  ];
  return all.filter((row) => msgids.has(row.split(" ")[0] ?? "")).toSorted();
}

async function expectAgreement(desk: LineDesk, sold: readonly Committed[]): Promise<void> {
  expect(desk.engine.unsent(10)).toEqual([]);
  expect(await heldOf(sold)).toEqual(atDesk(desk.engine));
  expect((await centre.control("check")).body).toMatchObject({ accumulators: 0, accounts: 0, reversals: 0 });
  expect([...desk.engine.verify()]).toEqual([]);
}

describe.each([
  ["pharmacy", "2102", "2103"],
  ["hospital", "2207", "2208"],
] as const)("a message of a %s", (kind, settles, takesBack) => {
  const sellAndReturn = async (
    desk: LineDesk,
    during: () => Promise<void>,
  ): Promise<readonly Committed[]> => {
    const sold = desk.sell(customer, `k${customer}`);
    const back = desk.reverse(sold);
    await during();
    await desk.drain();
    expect([stateOf(desk, sold), stateOf(desk, back)]).toEqual(["confirmed", "confirmed"]);
    return [sold, back];
  };

  test("goes to the centre and is confirmed; what is taken back follows in its order", async () => {
    const desk = open(kind);
    const both = await sellAndReturn(desk, async () => await Promise.resolve());
    expect(desk.engine.findings(10)).toEqual([]);
    await expectAgreement(desk, both);
  });

  test.each<readonly [string, Rule]>([
    ["its answer is lost", { kind: "lostAnswer", infno: [settles], count: 1 }],
    ["its answer is lost three times", { kind: "lostAnswer", infno: [settles], count: 3 }],
    ["it is lost itself", { kind: "lostRequest", infno: [settles], count: 1 }],
    ["it is lost, and so is the question", { kind: "lostRequest", infno: [settles, "5201"], count: 2 }],
    ["it is delivered twice", { kind: "duplicate", infno: [settles, takesBack] }],
    ["it is done and a fault is answered", { kind: "fault", infno: [settles], count: 1, done: true }],
    ["it is not done and a fault is answered", { kind: "fault", infno: [settles], count: 1, done: false }],
    ["the answer of its reversal is lost", { kind: "lostAnswer", infno: [takesBack], count: 2 }],
    ["its reversal is lost", { kind: "lostRequest", infno: [takesBack], count: 2 }],
    ["any message may lose its answer", { kind: "lostAnswer", probability: 0.4, seed: 11, count: 8 }],
    ["any message may be lost", { kind: "lostRequest", probability: 0.4, seed: 12, count: 8 }],
    ["the centre is stopped for a while", { kind: "yearEndStop", count: 4 }],
  ])("is there exactly once when %s", async (_title, rule) => {
    const desk = open(kind);
    const both = await sellAndReturn(desk, async () => await misbehave(rule));
    expect(both).toHaveLength(2);
    await expectAgreement(desk, both);
  });

  test("is confirmed whatever byte its answer is cut at", async () => {
    const desk = open(kind);
    const all: Committed[] = [];
    for (const bytes of [0, 1, 60, 131, 150, 300, 1200]) {
      customer += 1;
      const sold = desk.sell(customer, `cut ${bytes}`);
      all.push(sold);
      await misbehave({ kind: "cut", infno: [settles], count: 1, bytes });
      await desk.drain();
      expect([bytes, stateOf(desk, sold)]).toEqual([bytes, "confirmed"]);
    }
    await expectAgreement(desk, all);
  });

  test("that the centre rejects is taken back here at once, and the centre hears no more of it", async () => {
    const desk = open(kind);
    const sold = desk.sell(customer, "no");
    await misbehave({ kind: "refuse", infno: [settles], code: "NOT_ENTITLED" });
    await desk.drain();
    expect(stateOf(desk, sold)).toBe("rejected");
    const now = valueOf(desk.engine.settlement(sold.settlementId));
    const [finding] = desk.engine.findings(10);
    expect(finding).toMatchObject({
      kind: "rejected",
      code: "NOT_ENTITLED",
      msgid: sold.msgid,
      reversedBy: now.reversedBy,
    });
    expect(now.reversedBy).not.toBeNull();
    expect(await heldOf([sold])).toEqual([]);
    expect([...desk.engine.verify()]).toEqual([]);
  });

  test.each([
    ["the centre rejects that too", 2],
    ["the cashier takes that back", 1],
  ])("rejected below one that rests on it is taken back when %s", async (_how, count) => {
    const desk = open(kind);
    const claim = (): Fields => claimOfCustomer(desk.engine, { kind, customer, qty: "20" });
    const standsAt = (psnNo: string): unknown => {
      const { accumulators, account } = valueOf(desk.engine.personByNo(psnNo));
      return [Object.values(accumulators).filter((used) => used !== 0), account];
    };
    const psnNo = customers[customer]?.psnNo ?? "";
    const before = standsAt(psnNo);
    const first = desk.sell(customer, "first", claim());
    const second = desk.sell(customer, "second", claim());
    await misbehave({ kind: "refuse", infno: [settles], code: "NOT_ENTITLED", count });
    await desk.drain();
    expect(stateOf(desk, first)).toBe("rejected");
    const stands = desk.engine.findingOf(first.msgid)?.reversedBy === null;
    expect(stands).toBe(count === 1);
    if (stands) desk.reverse(second);
    await desk.drain();
    const { reversedBy } = valueOf(desk.engine.settlement(first.settlementId));
    expect(reversedBy).not.toBeNull();
    expect(desk.engine.findingOf(first.msgid)).toMatchObject({ kind: "rejected", reversedBy });
    expect(standsAt(psnNo)).toEqual(before);
    expect([...desk.engine.verify()]).toEqual([]);
  });

  test("whose answer has other totals is confirmed, and the difference is named to the fen", async () => {
    const desk = open(kind);
    const sold = desk.sell(customer, "other", { account: { use: false, balance: "0.00", family: [] } });
    await misbehave({ kind: "wrongTotals", infno: [settles], fen: -37, count: 1 });
    await desk.drain();
    expect(stateOf(desk, sold)).toBe("confirmed");
    const [finding] = desk.engine.findings(10);
    const { fundTotal, cash } = sold.settlement.split;
    expect(finding?.differences).toContainEqual({
      name: "fundTotal",
      here: fundTotal,
      there: fundTotal + 37,
    });
    expect(finding?.differences).toContainEqual({ name: "cash", here: cash, there: cash - 37 });
    const by = { operator: "C001", pharmacist: null, desk: "D1" };
    expect(valueOf(desk.engine.acceptDifference(sold.msgid, by)).accepted).toMatchObject({
      operator: "C001",
    });
    expect(desk.engine.findings(10)).toEqual([]);
    expect([...desk.engine.verify()]).toEqual([]);
  });

  test("survives the end of the desk between any two steps", async () => {
    // The n-th step and all that would follow it never happen; then the desk starts again.
    const desk = open(kind);
    const all: Committed[] = [];
    for (let step = 1; ; step += 1) {
      customer += 1;
      const sold = desk.sell(customer, `crash ${step}`);
      const back = desk.reverse(sold);
      await misbehave({ kind: "lostAnswer", infno: [settles], count: 1 });
      const left = { steps: step };
      desk.restart((engine) => dyingBooks(engine, left));
      await desk.drain(4);
      const hasDied = left.steps <= 0;
      desk.restart();
      await desk.drain();
      expect([step, stateOf(desk, sold), stateOf(desk, back)]).toEqual([step, "confirmed", "confirmed"]);
      all.push(sold, back);
      if (!hasDied) break;
      expect(step).toBeLessThan(60);
    }
    await expectAgreement(desk, all);
  });
});

/** Books that stop answering after so many steps that write: what was written before stays. */
function dyingBooks(engine: LineDesk["engine"], left: { steps: number }): LineDesk["engine"] {
  const steps: ReadonlySet<PropertyKey> = new Set([
    "markSent",
    "markAnswered",
    "recall",
    "keepProgress",
    "progressOf",
    "deliver",
    "newMsgid",
  ]);
  return new Proxy(engine, {
    get: (target, name) => {
      const verb: unknown = Reflect.get(target, name);
      if (typeof verb !== "function" || !steps.has(name)) return verb;
      return (...args: unknown[]): unknown => {
        left.steps -= 1;
        if (left.steps <= 0) throw new Error("the desk is dead");
        return Reflect.apply(verb, undefined, args) as unknown;
      };
    },
  });
}

describe("the way to the centre", () => {
  test.each([
    ["pharmacy", ["2102", "2103", "2601"]],
    ["hospital", ["2207"]],
  ] as const)("no cut of an answer to a %s is an answer", async (kind, infnos) => {
    const line = openLine({ url: centre.url, adapter: plainAdapter(centre.token), now: Date.now });
    onTestFinished(() => line.close());
    const sent = new Map<string, string>();
    const client = {
      send: async (body: string) => {
        const { infno } = JSON.parse(body) as { readonly infno: string };
        if (!sent.has(infno)) sent.set(infno, body);
        return await line.send(body);
      },
    };
    const adapter = { ...plainAdapter(centre.token), habits: { ...referenceHabits, isIdempotent: false } };
    const desk = openLineDesk(centre, kind, { client, adapter });
    onTestFinished(() => desk.close());
    desk.reverse(desk.sell(customer, "bytes"));
    await desk.drain();
    customer += 1;
    desk.sell(customer, "lost");
    await misbehave({ kind: "lostRequest", infno: [kind === "pharmacy" ? "2102" : "2207"], count: 1 });
    await desk.drain();
    for (const infno of infnos) {
      const body = sent.get(infno) ?? "";
      // Its last byte, or one of the few before it, is the first that makes it whole.
      const { length } = rawAnswer(Buffer.from(await wholeAnswer(body)), "application/json; charset=utf-8");
      expect(await cutEverywhere(infno, body, line)).toBe(Math.ceil(length / stride) * stride);
    }
  });

  test("tells how far the clocks are apart", async () => {
    const desk = open("pharmacy");
    desk.sell(customer, "clock");
    await misbehave({ kind: "skew", ms: 600_000 });
    await desk.drain();
    expect(desk.sender.state().clockOffsetMs).toBe(600_000);
  });

  test("goes person by person in order, and persons side by side", async () => {
    const order: string[] = [];
    const desk = openLineDesk(centre, "pharmacy", { tried: ({ end }) => order.push(end) });
    onTestFinished(() => desk.close());
    const sold: Committed[] = [];
    for (let at = 0; at < 6; at += 1) {
      customer += 1;
      sold.push(desk.sell(customer, `a${at}`), desk.sell(customer, `b${at}`));
    }
    await desk.drain();
    expect(order).toHaveLength(12);
    await expectAgreement(desk, sold);
  });

  test("a centre that is away is not asked for every message, and found again when it is back", async () => {
    const desk = open("pharmacy");
    const sold = Array.from({ length: 6 }, (_one, at) => desk.sell(customer + at, `away ${at}`));
    customer += 6;
    await misbehave({ kind: "maintenance" });
    for (let round = 0; round < 5; round += 1) {
      desk.sender.pump();
      await desk.sender.idle();
    }
    expect(desk.sender.state()).toMatchObject({ breaker: "open", lastFailure: "CENTRE_MAINTENANCE" });
    // Certainly not taken in: nothing is unknown.
    expect(new Set(sold.map((one) => stateOf(desk, one)))).toEqual(new Set(["pending"]));
    await misbehave();
    await desk.drain();
    expect(desk.sender.state()).toMatchObject({ breaker: "closed", lastFailure: null });
    await expectAgreement(desk, sold);
  });

  test("a centre that does not keep numbers: what it did not get is taken out of the way by 2601, and back here", async () => {
    const plain = plainAdapter(centre.token);
    const desk = openLineDesk(centre, "pharmacy", {
      adapter: { ...plain, habits: { ...plain.habits, isIdempotent: false } },
    });
    onTestFinished(() => desk.close());
    const lost = desk.sell(customer, "lost");
    await misbehave({ kind: "lostRequest", infno: ["2102"], count: 1 });
    await desk.drain();
    expect(desk.engine.findings(1)[0]).toMatchObject({ msgid: lost.msgid, code: "ANSWER_LOST" });
    expect(await heldOf([lost])).toEqual([]);
    customer += 1;
    const kept = desk.sell(customer, "kept");
    const back = desk.reverse(kept);
    await misbehave({ kind: "lostAnswer", infno: ["2102", "2103"], count: 2 });
    await desk.drain();
    await expectAgreement(desk, [kept, back]);
  });
});

/** Every so many bytes of an answer; each byte of any answer is the client's test. */
const stride = 13;
const cutsAtOnce = 90;

/** Asks for a message again and again, its answer cut at one place after the other. @returns where it was whole */
async function cutEverywhere(infno: string, body: string, line: LineClient): Promise<number> {
  for (let from = 0; ; from += stride * cutsAtOnce) {
    const cuts = Array.from({ length: cutsAtOnce }, (_one, at) => from + at * stride);
    await misbehave(
      ...cuts.map((bytes, skip) => ({ kind: "cut", infno: [infno], bytes, skip, count: 1 }) as const),
    );
    for (const bytes of cuts) {
      const { kind } = await line.send(body);
      if (kind !== "unknown") return kind === "answered" ? bytes : 0;
    }
  }
}

async function wholeAnswer(body: string): Promise<string> {
  await misbehave();
  return await (await centre.post(body)).text();
}
