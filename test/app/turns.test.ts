import { setImmediate } from "node:timers/promises";

import { expect, test } from "vitest";

import { turnsOf } from "../../src/app/turns.ts";

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
