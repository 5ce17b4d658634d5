import { afterEach, beforeEach, expect, test } from "vitest";

import { demoTown, settleTown } from "../../src/app/demo-town.ts";
import type { Committed } from "../../src/app/terminal.ts";
import { fen, formatFen } from "../../src/base/money.ts";
import { claimOf } from "../gateway/sold-cases.ts";
import { supervisor } from "../line/desk-and-centre.ts";
import type { TestDesk } from "./test-desk.ts";
import { actor, openTestDesk, refusalOf, valueOf } from "./test-desk.ts";

const town = demoTown();
let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk((ground) => settleTown(ground, { ...town, items: town.items.slice(0, 5) }));
  desk.terminal.setLine(true);
  const limits = { perSale: fen(1e7), perPersonDay: fen(1e7), perDesk: fen(1e8), count: 10 };
  valueOf(
    desk.terminal.agreeProvisional(
      { fresh: limits, old: limits, freshDays: 9999, oldDays: 9999 },
      supervisor,
    ),
  );
});
afterEach(() => desk.close());

/** Somebody whose yearly limit can be read as one on what the fund pays or on costs. */
function requestOf(key: string, qty: string, previewHash: string | null = null) {
  const claim = claimOf(desk.terminal, {
    who: { plan: "hubei-provincial", pick: ({ person }) => person.employer === "东风汽车集团有限公司" },
    lines: [{ item: "XD00003", qty, more: { traceExempt: "noCode" } }],
    bill: { medType: "11", offSite: { recordType: "referral", recordedOn: "2024-05-01" } },
  });
  const account = { use: false, balance: "0.00", family: [] };
  return { claim: { ...claim, account }, idempotencyKey: key, previewHash, msgid: null, tenders: [], actor };
}

function sell(key: string, qty: string): Committed {
  return valueOf(desk.terminal.commit(requestOf(key, qty)));
}

function paid({ settlement }: Pick<Committed, "settlement">): string {
  return `${formatFen(settlement.split.basic)}${settlement.notes.includes("LOWEST_READING") ? " lowest" : ""}`;
}

function goOffline(): void {
  for (let call = 0; call < 3; call += 1) desk.terminal.noteLine({ kind: "failed", code: "ECONNREFUSED" });
}

test("while the centre is away an open point is read so that the funds pay least; before and after it in our way", () => {
  const before = sell("before", "100");
  // 5824.45 in scope: the costs have 175.55 left under 6000, the fund 3945.33.
  goOffline();
  const away = sell("away", "300");
  expect([paid(before), paid(away)]).toEqual(["2054.67", "105.33 lowest"]);
  desk.terminal.noteLine({ kind: "reached" });
  expect(paid(sell("after", "10"))).toBe("349.46");
  // What is read back and computed again is read as it was then.
  expect(paid(valueOf(desk.terminal.settlement(away.settlementId)))).toBe(paid(away));
  expect([...desk.terminal.verify()]).toEqual([]);
  const again = desk.reopen();
  expect([...again.verify()]).toEqual([]);
});

test("a preview from before the outage is not what is committed in it", () => {
  const { previewHash } = valueOf(desk.terminal.preview(requestOf("one", "350")));
  goOffline();
  const stale = refusalOf(desk.terminal.commit(requestOf("one", "350", previewHash)));
  expect(stale.code).toBe("PREVIEW_STALE");
  expect(paid(stale.details["preview"] as Committed)).toBe("2160.00 lowest");
});

test("what is kept of a sale is read as the line is when it is kept", () => {
  goOffline();
  const away = sell("away", "350");
  desk.terminal.markSent(away.msgid);
  desk.terminal.markAnswered(away.msgid, { state: "confirmed", centreVisitId: "V", centreSettlementId: "S" });
  desk.terminal.noteLine({ kind: "reached" });
  const { settlementId } = away;
  const items = [{ id: "L1", qty: "1" }];
  const about = { settlementId, idempotencyKey: "some", msgid: null, actor };
  const { remainder } = valueOf(desk.terminal.refund({ ...about, items }));
  expect([paid(away), remainder === null ? "" : paid(remainder)]).toEqual(["2160.00 lowest", "6000.00"]);
  expect([...desk.terminal.verify()]).toEqual([]);
});

test("which later sale depends on it is found by its own reading", () => {
  goOffline();
  const first = sell("first", "60");
  const second = sell("second", "60");
  const back = desk.terminal.reverse({
    settlementId: first.settlementId,
    idempotencyKey: "b",
    msgid: null,
    actor,
  });
  expect(refusalOf(back).details).toMatchObject({ settlements: [second.settlementId] });
});
