import { describe, expect, test } from "vitest";

import { fen } from "../../src/base/money.ts";
import type { Line, LineEvent } from "../../src/upload/outage.ts";
import { isStopped, newLine, nextLine } from "../../src/upload/outage.ts";
import type { Agreement, Standing } from "../../src/upload/provisional.ts";
import { brokenLimit, leftOfLimits } from "../../src/upload/provisional.ts";

const failed = (code = "ECONNREFUSED"): LineEvent => ({ kind: "failed", code });
const reached: LineEvent = { kind: "reached" };

function after(events: readonly (readonly [number, LineEvent])[]): Line {
  return events.reduce((line, [at, event]) => nextLine(line, event, at), newLine(0));
}

describe("an outage", () => {
  test("begins with the third call in a row that does not arrive, and ends with the first that does", () => {
    expect(
      after([
        [1, failed()],
        [2, failed()],
      ]),
    ).toMatchObject({ state: "online" });
    const off = after([
      [1, failed()],
      [2, failed()],
      [3, failed()],
      [4, failed()],
    ]);
    expect(off).toMatchObject({ state: "offline", sinceMs: 3, class: "accident" });
    expect(nextLine(off, reached, 9)).toMatchObject({
      state: "online",
      sinceMs: 9,
      class: null,
      failures: 0,
    });
    expect(
      after([
        [1, failed()],
        [2, failed()],
        [3, reached],
        [4, failed()],
      ]),
    ).toMatchObject({ state: "online" });
  });

  test("begins at once when the centre says so itself, with its class", () => {
    expect(after([[5, failed("CENTRE_MAINTENANCE")]])).toMatchObject({
      state: "offline",
      class: "maintenance",
    });
    expect(after([[5, failed("CENTRE_STOPPED")]])).toMatchObject({ state: "offline", class: "yearEndStop" });
  });

  test("that was announced begins at its time, sends nothing, and ends with a call after it", () => {
    const stop = { class: "yearEndStop", fromMs: 100, untilMs: 200 } as const;
    const told = after([[10, { kind: "announced", stop }]]);
    expect([told.state, isStopped(told, 99), isStopped(told, 100), isStopped(told, 200)]).toEqual([
      "online",
      false,
      true,
      false,
    ]);
    const on = nextLine(told, { kind: "looked" }, 100);
    expect(on).toMatchObject({ state: "offline", sinceMs: 100, class: "yearEndStop" });
    // An answer that was still on its way does not end it.
    expect(nextLine(on, reached, 150).state).toBe("offline");
    expect(nextLine(on, { kind: "looked" }, 250).state).toBe("offline");
    expect(nextLine(on, reached, 250)).toMatchObject({ state: "online", stop: null });
  });

  test("that was announced by mistake can be taken back", () => {
    const stop = { class: "maintenance", fromMs: 0, untilMs: 200 } as const;
    const on = after([[10, { kind: "announced", stop }]]);
    expect(on.state).toBe("offline");
    const taken = nextLine(on, { kind: "announced", stop: null }, 20);
    expect(isStopped(taken, 20)).toBe(false);
    expect(nextLine(taken, reached, 30).state).toBe("online");
  });
});

describe("a split without the centre", () => {
  const agreement: Agreement = {
    fresh: { perSale: fen(100), perPersonDay: fen(150), perDesk: fen(1000), count: 5 },
    old: { perSale: fen(10), perPersonDay: fen(10), perDesk: fen(500), count: 2 },
    freshDays: 3,
    oldDays: 30,
  };
  const standing: Standing = { personToday: fen(0), desk: fen(0), count: 0, ageDays: 0 };

  test.each([
    ["what was agreed to the fen", {}, 100, null],
    ["a fen more than a sale may have", {}, 101, "perSale"],
    ["what the person may still have today", { personToday: fen(50) }, 100, null],
    ["a fen more than that", { personToday: fen(51) }, 100, "perPersonDay"],
    ["what the desk has left", { desk: fen(900) }, 100, null],
    ["a fen more than that", { desk: fen(901) }, 100, "perDesk"],
    ["the last sale that is counted", { count: 4 }, 1, null],
    ["one after it", { count: 5 }, 1, "count"],
    ["facts on their last fresh day", { ageDays: 3 }, 100, null],
    ["older facts, within less", { ageDays: 4 }, 10, null],
    ["older facts, beyond less", { ageDays: 4 }, 11, "perSale"],
    ["facts on their last day at all", { ageDays: 30 }, 10, null],
    ["facts that are too old", { ageDays: 31 }, 1, "age"],
    ["somebody whom nobody knows", { ageDays: null }, 1, "person"],
  ] as const)("%s", (_title, more, amount, broken) => {
    expect(brokenLimit(agreement, { ...standing, ...more }, fen(amount))).toBe(broken);
  });

  test("is nobody's where nothing was agreed", () => {
    expect(brokenLimit(null, standing, fen(0))).toBe("agreement");
    expect(leftOfLimits(null, standing)).toBeNull();
  });

  test("counts down", () => {
    expect(leftOfLimits(agreement, { desk: fen(400), count: 2 })).toEqual({ perDesk: 600, count: 3 });
    expect(leftOfLimits(agreement, { desk: fen(1400), count: 9 })).toEqual({ perDesk: 0, count: 0 });
  });
});
