import { setImmediate } from "node:timers/promises";

import { expect, onTestFinished, test } from "vitest";

import { turnsOf } from "../../src/app/turns.ts";
import { openTestDesk, requestOf } from "./test-desk.ts";

test("whoever comes later gets in between any two of the turns that were asked for at once", async () => {
  const turns = turnsOf();
  const order: string[] = [];
  const work = Array.from({ length: 4 }, async (_one, at) => {
    await turns.next();
    order.push(`work ${at}`);
  });
  const others = (async (): Promise<void> => {
    for (let at = 0; order.length < 8 && at < 20; at += 1) {
      await setImmediate();
      order.push("somebody");
    }
  })();
  await Promise.all([...work, others]);
  const places = [0, 1, 2, 3].map((at) => order.indexOf(`work ${at}`));
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  for (const [at, place] of places.slice(1).entries())
    expect(order.slice(places[at], place)).toContain("somebody");
});

test("while a desk is in use a piece is followed by a rest of many times what it took, else by none", async () => {
  const desk = { isInUse: true };
  const rests: number[] = [];
  const turns = turnsOf(
    () => desk.isInUse,
    async (ms) => await Promise.resolve(rests.push(ms)),
  );
  const pieceMs = 10;
  const work = async (): Promise<void> => {
    await turns.next();
    const untilMs = performance.now() + pieceMs;
    while (performance.now() < untilMs);
  };
  await work();
  const before = rests.length;
  await turns.next();
  expect(rests.slice(before)).toHaveLength(1);
  expect(rests.at(-1)).toBeGreaterThanOrEqual(15 * pieceMs);
  const whileUsedMs = turns.pieceMs();
  desk.isInUse = false;
  await work();
  await turns.next();
  expect(rests.slice(before)).toHaveLength(1);
  expect(turns.pieceMs()).toBeGreaterThan(whileUsedMs);
});

test("a desk is in use when somebody there asks for something, not when the line looks or writes", () => {
  const desk = openTestDesk();
  onTestFinished(() => desk.close());
  const { terminal } = desk;
  expect(terminal.unsent(1)).toEqual([]);
  terminal.each([() => terminal.newMsgid()]);
  terminal.noteLine({ kind: "looked" });
  expect(terminal.isInUse()).toBe(false);
  terminal.preview(requestOf("k1", { person: { psnNo: "P1" } }));
  expect(terminal.isInUse()).toBe(true);
});
