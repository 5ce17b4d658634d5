import { describe, expect, test } from "vitest";

import { fen } from "../../src/base/money.ts";
import { compareSums } from "../../src/recon/compare-sums.ts";
import type { OurEntry, TheirRow } from "../../src/recon/match-entries.ts";
import { matchEntries } from "../../src/recon/match-entries.ts";

const amounts = { total: fen(100), fundTotal: fen(40), account: fen(10) };

function ours(settlementId: string, more: Partial<OurEntry> = {}): OurEntry {
  const about = { msgid: `M${settlementId}`, visitId: "V", psnNo: "P", isRefund: false, reverses: null };
  return { settlementId, ...about, ...amounts, ...more };
}

function theirs(settlementId: string, more: Partial<TheirRow> = {}): TheirRow {
  return { settlementId, visitId: "V", psnNo: "P", isRefund: false, ...amounts, ...more };
}

/** Verdict and difference of each row, in order. */
function verdicts(our: readonly OurEntry[], their: readonly TheirRow[]): string[] {
  return matchEntries(our, their).map(({ verdict, difference }) => `${verdict} ${difference ?? ""}`.trim());
}

describe("two statements side by side", () => {
  test("nothing on either side is no row", () => {
    expect(matchEntries([], [])).toEqual([]);
  });

  test("their rows come first and in their order, then what only we hold", () => {
    const rows = matchEntries([ours("1"), ours("2"), ours("3")], [theirs("3"), theirs("1")]);
    expect(rows.map((row) => (row.theirs ?? row.ours)?.settlementId)).toEqual(["3", "1", "2"]);
    expect(rows.map(({ verdict }) => verdict)).toEqual(["equal", "equal", "centreMore"]);
  });

  test.each([
    ["total", { total: fen(101) }, "different amounts"],
    ["fund", { fundTotal: fen(41) }, "different amounts"],
    ["account", { account: fen(11) }, "different amounts"],
    ["person", { psnNo: "Q" }, "different person"],
    ["nothing but the visit", { visitId: "W" }, "equal"],
  ])("one fen or one letter off in %s", (_name, more, verdict) => {
    expect(verdicts([ours("1")], [theirs("1", more)])).toEqual([verdict]);
  });

  test("a refund is found by its own number, by its msgid and by what it took back", () => {
    const back = ours("2", { isRefund: true, reverses: "1" });
    for (const name of ["2", "M2", "1", "M1"]) {
      expect(verdicts([ours("1"), back], [theirs("1"), theirs(name, { isRefund: true })])).toEqual([
        "equal",
        "equal",
      ]);
    }
  });

  test("a refund that only they know is theirs alone; ours said to be a sale is different", () => {
    const back = ours("2", { isRefund: true, reverses: "1" });
    expect(verdicts([ours("1")], [theirs("1"), theirs("1", { isRefund: true })])).toEqual([
      "equal",
      "institutionMore unknown",
    ]);
    expect(verdicts([back], [theirs("2")])).toEqual(["different refundFlag"]);
  });

  test("a settlement that they list twice counts once", () => {
    expect(verdicts([ours("1")], [theirs("1"), theirs("M1")])).toEqual(["equal", "institutionMore twice"]);
  });
});

describe("two sums", () => {
  const sums = { count: 2, ...amounts };

  test.each([
    [{}, "equal", []],
    [{ count: 1 }, "centreMore", ["count"]],
    [{ count: 3, total: fen(200) }, "institutionMore", ["count", "total"]],
    [{ fundTotal: fen(41), account: fen(9) }, "different", ["fundTotal", "account"]],
  ])("%j", (more, verdict, differing) => {
    expect(compareSums(sums, { ...sums, ...more })).toEqual({ verdict, differing });
  });
});
