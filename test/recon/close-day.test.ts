import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { valueOf } from "../app/test-desk.ts";
import type { TestCentre } from "../centre/test-centre.ts";
import { openTestCentre } from "../centre/test-centre.ts";
import { supervisor } from "../line/desk-and-centre.ts";
import type { CloseDesk } from "./close-desk.ts";
import { openCloseDesk } from "./close-desk.ts";

let centre: TestCentre;
beforeAll(async () => {
  centre = await openTestCentre("embedded");
}, 240_000);
afterAll(async () => await centre.close());

const day = "2024-05-10";

function open(kind: "hospital" | "pharmacy"): CloseDesk {
  const desk = openCloseDesk(centre, kind);
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
