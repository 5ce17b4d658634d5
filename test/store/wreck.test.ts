import { rmSync } from "node:fs";

import { expect, onTestFinished, test } from "vitest";

import type { Fen } from "../../src/base/money.ts";
import { openStore } from "../../src/store/open-store.ts";
import { copyOtherTables } from "../../src/store/wreck.ts";
import { createBooks, openTestDesk, temporaryDir, valueOf, withStaff } from "../app/test-desk.ts";

test("what was counted at the end of a shift comes over whole, every way of paying", () => {
  const desk = openTestDesk(withStaff);
  onTestFinished(desk.close);
  const mine = { operator: "C001", desk: "D1" };
  const fen = (amount: number): Fen => amount as Fen;
  const counted = { cash: fen(1), bankCard: fen(2), wechat: fen(3), alipay: fen(4) };
  for (const float of [fen(0), fen(100)]) {
    valueOf(desk.terminal.openShift({ ...mine, float }));
    valueOf(desk.terminal.closeShift({ ...mine, counted }));
  }
  const to = temporaryDir();
  onTestFinished(() => rmSync(to, { recursive: true }));
  createBooks(to);
  expect(copyOtherTables(desk.dir, to)).toEqual([]);
  const store = openStore(to);
  onTestFinished(store.close);
  for (const shift of [1, 2])
    expect(store.shifts.tendersOf(shift).map((row) => [row.kind, row.counted_fen])).toEqual([
      ["alipay", 4],
      ["bankCard", 2],
      ["cash", 1],
      ["wechat", 3],
    ]);
});
