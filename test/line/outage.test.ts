import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { knownOf } from "../../src/app/line-control.ts";
import { fen } from "../../src/base/money.ts";
import type { Agreement } from "../../src/upload/provisional.ts";
import { refusalOf, valueOf } from "../app/test-desk.ts";
import type { TestCentre } from "../centre/test-centre.ts";
import { openTestCentre } from "../centre/test-centre.ts";
import type { LineDesk } from "./desk-and-centre.ts";
import { atCentre, atDesk, openLineDesk, places, supervisor } from "./desk-and-centre.ts";

let centre: TestCentre;
beforeAll(async () => {
  centre = await openTestCentre("embedded");
});
afterAll(async () => await centre.close());

const limits = { perSale: fen(50_000), perPersonDay: fen(50_000), perDesk: fen(60_000), count: 3 };
const agreement: Agreement = { fresh: limits, old: { ...limits, count: 1 }, freshDays: 9999, oldDays: 9999 };

function open(): LineDesk {
  const desk = openLineDesk(centre, "pharmacy");
  onTestFinished(() => desk.close());
  desk.engine.setLine(true);
  return desk;
}

async function goAway(desk: LineDesk): Promise<void> {
  await centre.control("misbehave", { rules: [{ kind: "maintenance" }] });
  desk.sell(90, `to find out ${desk.engine.newMsgid()}`);
  desk.sender.pump();
  await desk.sender.idle();
  expect(desk.engine.line()).toMatchObject({ state: "offline", class: "maintenance" });
}

async function comeBack(desk: LineDesk): Promise<void> {
  await centre.control("misbehave", { rules: [] });
  await desk.drain();
  expect(desk.engine.line()).toMatchObject({ state: "online" });
}

test("without an agreement nothing is split while the centre is away; with one, within it, and marked", async () => {
  const desk = open();
  await goAway(desk);
  const refused = refusalOf(desk.trySell(1, "no agreement"));
  expect([refused.code, refused.details["limit"]]).toEqual(["OFFLINE_LIMIT", "agreement"]);
  valueOf(desk.engine.agreeProvisional(agreement, supervisor));
  const sold = [desk.sell(1, "one"), desk.sell(2, "two")];
  const [first] = sold;
  if (first === undefined) throw new Error("nothing sold");
  expect(desk.engine.provisionals()).toHaveLength(2);
  expect(valueOf(knownOf(desk.engine, first.settlementId)).verdict).toBe("provisional");
  desk.restart();
  expect([desk.engine.provisionals().length, desk.engine.line()?.state]).toEqual([2, "offline"]);
  desk.sell(3, "three");
  expect(refusalOf(desk.trySell(4, "four")).details["limit"]).toBe("count");
  await comeBack(desk);
  expect(desk.engine.provisionals()).toEqual([]);
  expect(valueOf(knownOf(desk.engine, first.settlementId)).verdict).toBe("final");
  const here = atDesk(desk.engine);
  expect(here).toHaveLength(4);
  const there = await atCentre(centre, places.pharmacy.code);
  expect(there.filter((row) => here.includes(row))).toEqual(here);
});

test("while nobody knows what became of a sale, the person's next one waits", async () => {
  const desk = open();
  const sold = desk.sell(10, "first");
  await centre.control("misbehave", { rules: [{ kind: "lostAnswer", infno: ["2102", "5201"] }] });
  desk.sender.pump();
  await desk.sender.idle();
  expect(valueOf(knownOf(desk.engine, sold.settlementId)).verdict).toBe("unknown");
  expect(refusalOf(desk.trySell(10, "second")).code).toBe("OUTCOME_PENDING");
  // Another person's does not.
  desk.sell(11, "other");
  await comeBack(desk);
  desk.sell(10, "second");
});

test("a stop that was announced begins by the clock, sends nothing, and ends by itself", async () => {
  const desk = open();
  const fromMs = centre.clock.ms + 3_600_000;
  const stop = { class: "yearEndStop", fromMs, untilMs: fromMs + 3_600_000 } as const;
  expect(refusalOf(desk.engine.announceStop(stop, { ...supervisor, pin: "000000" })).code).toBe("PIN_WRONG");
  valueOf(desk.engine.announceStop(stop, supervisor));
  desk.sell(20, "before");
  await desk.drain();
  centre.clock.ms = fromMs;
  const seen = centre.logged.length;
  desk.sell(21, "just before anybody looked");
  await desk.drain(3);
  expect([desk.engine.line()?.state, centre.logged.length]).toEqual(["offline", seen]);
  centre.clock.ms = stop.untilMs;
  await desk.drain();
  expect(desk.engine.line()?.state).toBe("online");
});

test("a stop that is over ends although nothing waits to be sent", async () => {
  const desk = open();
  await desk.drain();
  const fromMs = centre.clock.ms;
  const stop = { class: "maintenance", fromMs, untilMs: fromMs + 60_000 } as const;
  expect(valueOf(desk.engine.announceStop(stop, supervisor)).state).toBe("offline");
  centre.clock.ms = stop.untilMs;
  desk.sender.pump();
  await desk.sender.idle();
  expect([desk.engine.unsent(1), desk.engine.line()?.state]).toEqual([[], "online"]);
});

test("books without a line ask no centre", () => {
  const desk = open();
  desk.engine.setLine(false);
  const sold = desk.sell(30, "alone");
  desk.sell(30, "again");
  expect(valueOf(knownOf(desk.engine, sold.settlementId)).verdict).toBe("local");
});
