import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { valueOf } from "../app/test-desk.ts";
import type { TestCentre } from "../centre/test-centre.ts";
import { openTestCentre } from "../centre/test-centre.ts";
import { supervisor } from "../line/desk-and-centre.ts";
import { endOfDay } from "./inject.ts";
import type { CloseDesk } from "./close-desk.ts";
import { openDayCloser } from "../../src/app/day-closer.ts";
import { openCloseDesk } from "./close-desk.ts";

let centre: TestCentre;
beforeAll(async () => {
  centre = await openTestCentre("embedded");
}, 240_000);
afterAll(async () => await centre.close());

const day = "2024-05-10";

function open(kind: "hospital" | "pharmacy"): CloseDesk {
  const desk = openCloseDesk(centre, kind);
  desk.engine.setLine(true);
  onTestFinished(() => desk.close());
  return desk;
}

test("a day on which everything went well is balanced and sealed, once", async () => {
  const desk = open("pharmacy");
  for (let at = 0; at < 6; at += 1) desk.sell(at, `sale ${at}`);
  const back = desk.sell(6, "taken back");
  await desk.drain();
  desk.reverse(back);
  await desk.drain();
  const closing = await desk.look(day);
  expect([closing.step, closing.differences, closing.unnamed, closing.failure]).toEqual([
    "balanced",
    [],
    [],
    null,
  ]);
  expect(closing.count).toBe(8);
  expect(valueOf(desk.engine.sealDay(day, supervisor, false)).outcome).toBe("balanced");
  expect(valueOf(desk.engine.sealDay(day, supervisor, false)).outcome).toBe("balanced");
  expect(desk.engine.listedDays(5)).toMatchObject([{ day, outcome: "balanced", differences: 0 }]);
  expect(desk.trySell(9, "too late")).toMatchObject({ ok: false, refusal: { code: "DAY_CLOSED" } });
});

test("an empty day, a day of nothing but a refund and New Year's Eve are balanced; without a line a day is only provisional", async () => {
  const desk = open("pharmacy");
  const next = (): string => {
    centre.clock.ms = endOfDay(centre.clock.ms) + 9 * 3_600_000;
    return desk.engine.today();
  };
  const empty = next();
  expect(await desk.look(empty)).toMatchObject({ step: "balanced", count: 0 });
  const sold = desk.sell(20, "given back tomorrow");
  await desk.drain();
  const refunds = next();
  desk.reverse(sold);
  await desk.drain();
  expect(await desk.look(refunds)).toMatchObject({ step: "balanced", count: 1, differences: [] });
  centre.clock.ms = Date.parse("2024-12-31T23:59:59+08:00");
  const eve = desk.engine.today();
  desk.sell(21, "over the year");
  centre.clock.ms += 2000;
  await desk.drain();
  expect((await desk.look(eve)).differences).toMatchObject([{ cause: "otherDay" }]);
  expect((await desk.repairAll(eve)).closing.step).toBe("balanced");
  expect(await desk.look(desk.engine.today())).toMatchObject({ step: "balanced", count: 1 });
  const away = next();
  desk.sell(22, "nobody hears of it");
  const alone = valueOf(await openDayCloser(desk.engine, null).continueClose(away));
  expect(alone).toMatchObject({
    step: "counting",
    failure: "NO_LINE",
    differences: [{ cause: "neverSent" }],
  });
  expect(desk.engine.sealDay(away, supervisor, false)).toMatchObject({ refusal: { code: "NOT_BALANCED" } });
  expect(valueOf(desk.engine.sealDay(away, supervisor, true)).outcome).toBe("provisional");
  const after = next();
  expect(desk.engine.carriedInto(after)).toMatchObject([
    { day: away, differences: [{ cause: "neverSent" }] },
  ]);
  expect((await desk.repairAll(away)).closing).toMatchObject({ step: "balanced", outcome: "balanced" });
  expect(desk.engine.carriedInto(after)).toEqual([]);
}, 240_000);
