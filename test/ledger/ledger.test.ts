import { describe, expect, test } from "vitest";

import { openFold } from "../../src/ledger/fold.ts";
import { keptClaim } from "../../src/ledger/kept-claim.ts";
import { formatMsgid, nextMsgid } from "../../src/ledger/msgid.ts";
import { parseClaim } from "../../src/settle/claim.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";

describe("fold", () => {
  test("holds what the last posting left, by period, and says what a posting should have started from", () => {
    const fold = openFold();
    const posting = { kind: "settlement" as const, accumulator: "outpatient.fund", period: "2024" };
    expect(fold.apply({ ...posting, before: 0, after: 500 })).toBeNull();
    expect(fold.apply({ ...posting, before: 500, after: 200 })).toBeNull();
    expect(fold.apply({ ...posting, before: 500, after: 700 })).toBe(200);
    expect(fold.valueOf("outpatient.fund", "2024")).toBe(700);
    expect(fold.valueOf("outpatient.fund", "2025")).toBe(0);
  });
});

describe("msgid", () => {
  const block = { from: 10, to: 11 };
  const after = (second: string): string => String(Number(second) + 1);

  test("counts inside the block, then goes on with the next second, and never back", () => {
    const first = nextMsgid("20240510100000", null, block, after);
    const second = nextMsgid("20240510100000", first, block, after);
    const third = nextMsgid("20240510100000", second, block, after);
    const fourth = nextMsgid("20240510095959", third, block, after);
    const fifth = nextMsgid("20240510100005", fourth, block, after);
    expect([first, second, third, fourth, fifth].map((one) => `${one.second.slice(-2)} ${one.last}`)).toEqual(
      ["00 10", "00 11", "01 10", "01 11", "05 10"],
    );
    expect(formatMsgid("H42030000001", first)).toBe("H42030000001202405101000000010");
  });
});

describe("kept claim", () => {
  const json = sampleClaim({
    items: [{ qty: "2.5" }, { qty: "1", price: "3.00" }],
    accumulators: { "outpatient.fund": "1.00" },
  });
  const parsed = parseClaim(json);
  if (!parsed.ok) throw new Error("claim");
  const kept = (items: { id: string; qty: string }[]): unknown => {
    const answer = keptClaim({ ...json }, parsed.claim, items);
    return answer.ok ? answer.claim : answer.faults.map((fault) => fault.path);
  };

  test("is the claim less what is given back, without the accumulators it named", () => {
    const others: Record<string, unknown> = { ...json };
    delete others["accumulators"];
    const [first, second] = json.items;
    expect(kept([{ id: "1", qty: "0.75" }])).toEqual({
      ...others,
      items: [{ ...first, qty: "1.75" }, second],
    });
    expect(kept([{ id: "1", qty: "2.50" }])).toEqual({ ...others, items: [second] });
    expect(
      kept([
        { id: "1", qty: "2.5" },
        { id: "2", qty: "1" },
      ]),
    ).toBeNull();
  });

  test("is refused item by item", () => {
    expect(kept([])).toEqual(["items"]);
    expect(
      kept([
        { id: "1", qty: "0" },
        { id: "1", qty: "1" },
        { id: "2", qty: "1.0001" },
        { id: "3", qty: "1" },
      ]),
    ).toEqual(["items[0].qty", "items[1].id", "items[2].qty", "items[3].id"]);
  });
});
