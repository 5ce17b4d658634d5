import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { demoTown, settleTown } from "../../src/app/demo-town.ts";
import type { Committed, Refused, Result } from "../../src/app/terminal.ts";
import { fen } from "../../src/base/money.ts";
import type { Agreement } from "../../src/upload/provisional.ts";
import { claimOfCustomer, supervisor } from "../line/desk-and-centre.ts";
import type { TestDesk } from "./test-desk.ts";
import { actor, openTestDesk, refusalOf, valueOf } from "./test-desk.ts";

const town = demoTown();
let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk((ground) => settleTown(ground, { ...town, items: town.items.slice(0, 5) }));
  desk.terminal.setLine(true);
});
afterEach(() => desk.close());

const customer = 1;
const limits = { perSale: fen(1e6), perPersonDay: fen(1e7), perDesk: fen(1e8), count: 10 };
const agreement: Agreement = { fresh: limits, old: limits, freshDays: 9999, oldDays: 9999 };

function claim(qty: string): Readonly<Record<string, unknown>> {
  const whole = claimOfCustomer(desk.terminal, { kind: "hospital", customer, qty });
  // No account: its balance would tell of the other sales before the line has a say.
  return { ...whole, account: { use: false, balance: "0.00", family: [] } };
}

function sell(key: string, qty = "9"): Committed {
  const request = {
    claim: claim(qty),
    idempotencyKey: key,
    previewHash: null,
    msgid: null,
    tenders: [],
    actor,
  };
  return valueOf(desk.terminal.commit(request));
}

function sellForCash(key: string): Committed {
  return valueOf(desk.terminal.commitCash({ claim: claim("2"), idempotencyKey: key, tenders: [], actor }));
}

function refund({ settlementId }: Committed, qty: string) {
  const items = [{ id: "L1", qty }];
  return desk.terminal.refund({
    settlementId,
    idempotencyKey: `some ${settlementId}`,
    msgid: null,
    actor,
    items,
  });
}

function restore({ settlementId }: Committed) {
  return desk.terminal.restore({ settlementId, idempotencyKey: `again ${settlementId}`, msgid: null, actor });
}

function resettle({ resettleCode }: Committed) {
  const about = { correction: null, previewHash: null, msgid: null, actor };
  return desk.terminal.resettle({
    ...about,
    code: resettleCode ?? "",
    idempotencyKey: `later ${resettleCode}`,
  });
}

function reverse({ settlementId }: Committed): Committed {
  const idempotencyKey = `back ${settlementId}`;
  return valueOf(desk.terminal.reverse({ settlementId, idempotencyKey, msgid: null, actor }));
}

function confirm({ msgid }: Committed): void {
  desk.terminal.markSent(msgid);
  desk.terminal.markAnswered(msgid, { state: "confirmed", centreVisitId: "V", centreSettlementId: "S" });
}

function lose({ msgid }: Committed): void {
  desk.terminal.markSent(msgid);
  desk.terminal.markAnswered(msgid, { state: "unknown" });
}

function goOffline(): void {
  for (let call = 0; call < 3; call += 1) desk.terminal.noteLine({ kind: "failed", code: "ECONNREFUSED" });
}

describe("while nobody knows what became of a person's last sale", () => {
  function held(result: Result<unknown>): Refused["code"] {
    return refusalOf(result).code;
  }

  test("a cash sale of theirs is not settled", () => {
    const cash = sellForCash("cash");
    lose(sell("sale"));
    expect(held(resettle(cash))).toBe("OUTCOME_PENDING");
  });

  test("no part of a sale is kept as a new one, but the whole is taken back", () => {
    const sold = sell("sale");
    lose(sold);
    expect(held(refund(sold, "1"))).toBe("OUTCOME_PENDING");
    expect(valueOf(refund(sold, "9")).remainder).toBeNull();
  });

  test("a reversal is not undone", () => {
    const sold = sell("sale", "1");
    const back = reverse(sold);
    // A person's messages go in their order: what is unknown is the first that is open.
    for (const one of [sold, back]) confirm(one);
    lose(sell("other", "1"));
    expect(held(restore(back))).toBe("OUTCOME_PENDING");
  });
});

describe("without the centre", () => {
  function limitOf(result: Result<unknown>): unknown {
    const { code, details } = refusalOf(result);
    return [code, details["limit"]];
  }

  test("nothing is settled, kept or restored where nothing was agreed", () => {
    const [cash, sold, back] = [sellForCash("cash"), sell("one", "2"), reverse(sell("two", "1"))];
    goOffline();
    const none = ["OFFLINE_LIMIT", "agreement"];
    expect(limitOf(resettle(cash))).toEqual(none);
    expect(limitOf(refund(sold, "1"))).toEqual(none);
    expect(limitOf(restore(back))).toEqual(none);
    // Nothing of it was written.
    expect(valueOf(desk.terminal.settlement(sold.settlementId)).reversedBy).toBeNull();
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("with an agreement they are, marked, and count", () => {
    valueOf(desk.terminal.agreeProvisional(agreement, supervisor));
    const cash = sellForCash("cash");
    goOffline();
    const settled = valueOf(resettle(cash)).settled;
    expect(desk.terminal.provisionals().map(({ msgid }) => msgid)).toEqual([settled.msgid]);
  });

  test("what is kept of a sale counts only by what it goes beyond it", () => {
    valueOf(
      desk.terminal.agreeProvisional({ ...agreement, fresh: { ...limits, perSale: fen(0) } }, supervisor),
    );
    const sold = sell("before");
    confirm(sold);
    goOffline();
    const { remainder } = valueOf(refund(sold, "1"));
    expect(desk.terminal.provisionals()).toMatchObject([{ msgid: remainder?.msgid, amount: 0 }]);
    const more = {
      claim: claim("9"),
      idempotencyKey: "new",
      previewHash: null,
      msgid: null,
      tenders: [],
      actor,
    };
    expect(limitOf(desk.terminal.commit(more))).toEqual(["OFFLINE_LIMIT", "perSale"]);
  });
});
