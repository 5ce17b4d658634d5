import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";

import type { Committed } from "../../src/app/terminal.ts";
import type { Split } from "../../src/settle/settlement.ts";
import { splitNames, splitOf } from "../../src/settle/settlement.ts";
import { present } from "../../src/base/assert.ts";
import { fen, zeroFen } from "../../src/base/money.ts";
import { refusalOf, valueOf } from "../app/test-desk.ts";
import type { TestCentre } from "../centre/test-centre.ts";
import { openTestCentre } from "../centre/test-centre.ts";
import type { CloseDesk } from "../recon/close-desk.ts";
import { cashier, openCloseDesk } from "../recon/close-desk.ts";
import { atCentre, atDesk, claimOfCustomer, places, supervisor } from "./desk-and-centre.ts";

const day = "2024-05-10";
let centre: TestCentre;
let customer = 0;
beforeAll(async () => {
  centre = await openTestCentre("embedded");
});
afterAll(async () => await centre.close());
beforeEach(async () => {
  customer += 1;
  await centre.control("misbehave", { rules: [] });
});

type Kind = keyof typeof places;

function open(kind: Kind): CloseDesk {
  const desk = openCloseDesk(centre, kind);
  onTestFinished(() => desk.close());
  desk.engine.setLine(true);
  valueOf(desk.engine.openShift({ operator: cashier.operator, desk: cashier.desk, float: zeroFen }));
  return desk;
}

function sell(desk: CloseDesk, kind: Kind, qty: string): Committed {
  const claim = claimOfCustomer(desk.engine, { kind, customer, qty });
  const key = `sale ${kind} ${customer} ${qty}`;
  const asked = { claim, idempotencyKey: key, previewHash: null, msgid: null, tenders: [], actor: cashier };
  const { cash } = valueOf(desk.engine.preview({ claim })).settlement.split;
  // Half of the cash by another way, so that it goes back by both.
  const half = fen(Math.floor(cash / 2));
  const tenders = [
    { kind: "wechat" as const, amount: half },
    { kind: "cash" as const, amount: fen(cash - half) },
  ];
  return valueOf(desk.engine.commit({ ...asked, tenders }));
}

/** The next customer of whose bill some is paid by a fund and some in cash. */
function nextWithBoth(desk: CloseDesk, kind: Kind): void {
  for (let tries = 0; tries < 50; tries += 1) {
    customer += 1;
    const claim = claimOfCustomer(desk.engine, { kind, customer, qty: "120" });
    const { cash, fundTotal } = valueOf(desk.engine.preview({ claim })).settlement.split;
    if (cash > 0 && fundTotal > 0) return;
  }
  throw new Error("nobody pays any cash");
}

/** A sale that the centre sees otherwise, because it knows of another place's sale. */
async function differing(kind: Kind): Promise<{ desk: CloseDesk; sold: Committed; there: Split }> {
  const elsewhere = kind === "hospital" ? "pharmacy" : "hospital";
  const other = open(elsewhere);
  sell(other, elsewhere, "30");
  await other.drain();
  const desk = open(kind);
  const sold = sell(desk, kind, "30");
  await desk.drain();
  const finding = present(desk.engine.findingOf(sold.msgid), "what the centre has otherwise");
  expect(finding.kind).toBe("different");
  const told = new Map(finding.differences.map((one) => [one.name, one.there]));
  const there = splitOf((name) => told.get(name) ?? sold.settlement.split[name]);
  expect(there.fundTotal).not.toBe(sold.settlement.split.fundTotal);
  return { desk, sold, there };
}

function takenOf(desk: CloseDesk): number {
  const shift = present(
    desk.engine.currentShift({ operator: cashier.operator, desk: cashier.desk }),
    "shift",
  );
  return Object.values(shift.expected).reduce<number>((sum, amount) => sum + amount, 0);
}

function mirrored(split: Split): Split {
  return splitOf((name) => fen(0 - split[name]));
}

/** What shift, day, report and books say is the same money. */
function expectTaken(desk: CloseDesk, cash: number): void {
  expect(takenOf(desk)).toBe(cash);
  const { split, tenders } = desk.engine.dayTotals(day);
  expect(split.cash).toBe(cash);
  expect(Object.values(tenders).reduce<number>((sum, amount) => sum + amount, 0)).toBe(cash);
  const reported = desk.engine.dayReport(day).reduce((sum, row) => sum + row.cash_fen, 0);
  expect(reported).toBe(cash);
}

describe.each(["pharmacy", "hospital"] as const)("other amounts of the centre, accepted at a %s", (kind) => {
  test("are what was paid, everywhere; reversed, they are what goes back", async () => {
    const { desk, sold, there } = await differing(kind);
    const { settlementId, msgid } = sold;
    const balance = (): number => valueOf(desk.engine.personByNo(sold.psnNo)).account.balance;
    const before = balance() + sold.settlement.split.account;
    expectTaken(desk, sold.settlement.split.cash);
    valueOf(desk.engine.acceptDifference(msgid, cashier));
    const paid = valueOf(desk.engine.settlement(settlementId));
    expect(paid.isAdjusted).toBe(true);
    expect(paid.settlement.split).toEqual(there);
    expectTaken(desk, there.cash);
    const asked = { settlementId, idempotencyKey: "alone", msgid: null, actor: cashier };
    expect(refusalOf(desk.engine.approvedReverse(asked, null)).code).toBe("APPROVAL_REQUIRED");
    expect(balance()).toBe(before - there.account);
    const { slip } = valueOf(desk.engine.slip(settlementId));
    expect(slip.split).toEqual(there);
    const tendered = Object.values(slip.tenders ?? {}).reduce<number>((sum, one) => sum + one, 0);
    expect(tendered).toBe(there.cash);
    const [found] = valueOf(
      desk.engine.findSettlements({
        psnNo: null,
        day: null,
        traceCode: null,
        amount: null,
        state: null,
        limit: 1,
        id: settlementId,
      }),
    );
    expect([found?.fundTotal, found?.cash]).toEqual([there.fundTotal, there.cash]);
    expect(await heldOf([sold], kind)).toEqual(atDesk(desk.engine));
    const items = paid.settlement.lines.map(({ id }) => ({ id, qty: "30" }));
    const preview = valueOf(desk.engine.refundPreview({ settlementId, items }));
    expect(preview.net).toEqual(mirrored(there));
    const promised = preview.back.reduce((sum, { amount }) => sum + amount, 0);
    expect(promised).toBe(there.cash);

    const back = desk.reverse(sold);
    expect(back.settlement.split).toEqual(mirrored(there));
    const slipBack = valueOf(desk.engine.slip(back.settlementId)).slip;
    expect(slipBack.split).toEqual(mirrored(there));
    expectTaken(desk, 0);
    expect(balance()).toBe(before);
    await desk.drain();
    expect(desk.engine.findings(10)).toEqual([]);
    expect(await heldOf([sold, back], kind)).toEqual(atDesk(desk.engine));
    expect([...desk.engine.verify()]).toEqual([]);
    expect((await desk.look(day)).differences.filter(isOurs(desk))).toEqual([]);
  });

  test("part of it given back: net and cash are against what was paid, by the way it was paid", async () => {
    const { desk, sold, there } = await differing(kind);
    const { settlementId, msgid } = sold;
    valueOf(desk.engine.acceptDifference(msgid, cashier));
    const items = [{ id: present(sold.settlement.lines[0], "a line").id, qty: "29" }];
    const asked = { settlementId, items };
    const preview = valueOf(desk.engine.refundPreview(asked));
    const kept = present(preview.remainder, "what is kept");
    for (const name of splitNames)
      expect([name, preview.net[name]]).toEqual([name, kept[name] - there[name]]);
    const promised = preview.back.reduce((sum, { amount }) => sum + amount, 0);
    expect(promised).toBe(there.cash - kept.cash);
    const { previewHash } = preview;
    const request = { ...asked, idempotencyKey: "part", msgid: null, actor: cashier, previewHash };
    const refunded = valueOf(desk.engine.refund(request));
    expect(refunded.net).toEqual(preview.net);
    expect(refunded.reversal.settlement.split).toEqual(mirrored(there));
    expectTaken(desk, kept.cash);
    expect([...desk.engine.verify()]).toEqual([]);
    // The same key once more is the same answer.
    expect(valueOf(desk.engine.refund(request)).net).toEqual(preview.net);
  });

  test("not accepted but reversed: what was paid goes back, and both are told as the centre has them", async () => {
    const { desk, sold } = await differing(kind);
    const { split } = sold.settlement;
    const { settlementId } = sold;
    const request = { settlementId, idempotencyKey: "back", msgid: null, actor: cashier };
    // What the centre has otherwise the cashier takes back alone.
    const back = valueOf(desk.engine.approvedReverse(request, null));
    expect(back.settlement.split).toEqual(mirrored(split));
    expectTaken(desk, 0);
    expect(desk.engine.findings(10)).toEqual([]);
    expect(refusalOf(desk.engine.acceptDifference(sold.msgid, cashier)).code).toBe("ALREADY_REVERSED");
    await desk.drain();
    expect(desk.engine.findings(10)).toEqual([]);
    const told = desk.engine
      .statementOf(day)
      .map(({ msgid, isRefund, total, fundTotal, account }) =>
        [msgid, isRefund ? "reversal" : "sale", total, fundTotal, account].join(" "),
      );
    expect(told.toSorted()).toEqual(await heldOf([sold, back], kind));
    expect((await desk.look(day)).differences.filter(isOurs(desk))).toEqual([]);
    expect([...desk.engine.verify()]).toEqual([]);
  });

  test("told otherwise by the answer alone, then reversed: the centre has what is here, and so it is told", async () => {
    const infno = kind === "pharmacy" ? ["2102"] : ["2207"];
    const desk = open(kind);
    nextWithBoth(desk, kind);
    const sold = sell(desk, kind, "120");
    await centre.control("misbehave", { rules: [{ kind: "wrongTotals", infno, fen: 1, count: 1 }] });
    await desk.drain();
    expect(desk.engine.findings(10).map((one) => one.msgid)).toEqual([sold.msgid]);
    const request = { settlementId: sold.settlementId, idempotencyKey: `back ${sold.msgid}`, msgid: null };
    const back = valueOf(desk.engine.approvedReverse({ ...request, actor: cashier }, null));
    await desk.drain();
    expect(desk.engine.findings(10)).toEqual([]);
    const fundsTold = desk.engine
      .statementOf(day)
      .flatMap(({ msgid, fundTotal }) => (msgid === sold.msgid || msgid === back.msgid ? [fundTotal] : []));
    const { fundTotal } = sold.settlement.split;
    expect(fundsTold.toSorted((one, other) => other - one)).toEqual([fundTotal, 0 - fundTotal]);
    expect((await desk.look(day)).differences.filter(isOurs(desk))).toEqual([]);
    expect([...desk.engine.verify()]).toEqual([]);
  });

  test("accepted after the day was sealed, they count on the next: the sealed day stays", async () => {
    const { desk, sold, there } = await differing(kind);
    const before = desk.engine.dayTotals(day).split.cash;
    valueOf(desk.engine.closeDay(day, supervisor));
    valueOf(desk.engine.acceptDifference(sold.msgid, cashier));
    expect(desk.engine.dayTotals(day).split.cash).toBe(before);
    expect(desk.engine.dayTotals("2024-05-11").split.cash).toBe(there.cash - before);
    expect(takenOf(desk)).toBe(there.cash);
    expect([...desk.engine.verify()]).toEqual([]);
  });

  test("one fen of it, either way, is there in every sum", async () => {
    for (const by of [-1, 1]) {
      const infno = kind === "pharmacy" ? ["2102"] : ["2207"];
      const desk = open(kind);
      nextWithBoth(desk, kind);
      const sold = sell(desk, kind, "120");
      await centre.control("misbehave", { rules: [{ kind: "wrongTotals", infno, fen: by, count: 1 }] });
      await desk.drain();
      valueOf(desk.engine.acceptDifference(sold.msgid, cashier));
      const { cash, fundTotal } = sold.settlement.split;
      const paid = valueOf(desk.engine.settlement(sold.settlementId)).settlement.split;
      expect([paid.cash, paid.fundTotal]).toEqual([cash + by, fundTotal - by]);
      expectTaken(desk, cash + by);
      desk.reverse(sold);
      expectTaken(desk, 0);
      expect([...desk.engine.verify()]).toEqual([]);
    }
  });

  test("amounts that do not add up are not accepted", async () => {
    const infno = kind === "pharmacy" ? ["2102"] : ["2207"];
    const desk = open(kind);
    const sold = sell(desk, kind, "30");
    const { cash } = sold.settlement.split;
    // More than there is in cash: somebody would be paid for buying.
    const rule = { kind: "wrongTotals", infno, fen: -(cash + 1), count: 1 };
    await centre.control("misbehave", { rules: [rule] });
    await desk.drain();
    const refused = refusalOf(desk.engine.acceptDifference(sold.msgid, cashier));
    expect(refused.code).toBe("CENTRE_AMOUNTS_WRONG");
    expectTaken(desk, cash);
  });
});

/** Differences that this desk's own sales make: the centre has other desks of the same place. */
function isOurs(desk: CloseDesk) {
  const own = new Set(desk.engine.entries({ from: day, to: day }).map(({ settlementId }) => settlementId));
  return ({ entry }: { readonly entry: { readonly settlementId: string } | null }): boolean =>
    entry !== null && own.has(entry.settlementId);
}

async function heldOf(sold: readonly Committed[], kind: Kind): Promise<readonly string[]> {
  const msgids = new Set(sold.map(({ msgid }) => msgid));
  const all = await atCentre(centre, places[kind].code);
  return all.filter((row) => msgids.has(row.split(" ")[0] ?? "")).toSorted();
}
