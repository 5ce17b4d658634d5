import { readFileSync } from "node:fs";
import { join } from "node:path";

import Sqlite from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";

import type { Committed } from "../../src/app/terminal.ts";
import { present } from "../../src/base/assert.ts";
import { openAfterQuery, queueQueries } from "../../src/store/messages.ts";
import type { TestDesk } from "./test-desk.ts";
import { actor, openTestDesk, requestOf, valueOf } from "./test-desk.ts";

function openDesk(): TestDesk {
  const desk = openTestDesk();
  onTestFinished(() => desk.close());
  return desk;
}

function sell(desk: TestDesk, key: string, psnNo: string): Committed {
  return valueOf(desk.terminal.commit(requestOf(key, { person: { psnNo } })));
}

function stateOf(desk: TestDesk, { settlementId }: Committed): string {
  return valueOf(desk.terminal.settlement(settlementId)).messageState;
}

/** Looks at the file beside the engine, which has it open. */
function query<T>(desk: TestDesk, sql: string): T[] {
  const db = new Sqlite(join(desk.dir, "onestop.db"), { readonly: true });
  const rows = db.prepare<[], T>(sql).all();
  db.close();
  return rows;
}

describe("the outbox", () => {
  test("gives the oldest open message of each person; the next waits until that one is answered", () => {
    const desk = openDesk();
    const [one, two, three] = [sell(desk, "k1", "P1"), sell(desk, "k2", "P2"), sell(desk, "k3", "P1")];
    const waiting = (): string[] => desk.terminal.unsent(10).map(({ msgid }) => msgid);
    expect(waiting()).toEqual([one.msgid, two.msgid]);
    expect(desk.terminal.unsent(1).map(({ msgid }) => msgid)).toEqual([one.msgid]);
    expect(desk.terminal.unsent(0)).toEqual([]);
    desk.terminal.markSent(one.msgid);
    desk.terminal.markAnswered(one.msgid, { state: "unknown" });
    expect([stateOf(desk, one), waiting()]).toEqual(["unknown", [one.msgid, two.msgid]]);
    // Asked, and the centre had it: the same number is not sent twice.
    desk.terminal.markAnswered(one.msgid, {
      state: "confirmed",
      centreVisitId: "V",
      centreSettlementId: "S",
    });
    desk.terminal.markSent(two.msgid);
    desk.terminal.markAnswered(two.msgid, { state: "rejected" });
    desk.reopen();
    expect([stateOf(desk, one), stateOf(desk, two), stateOf(desk, three)]).toEqual([
      "confirmed",
      "rejected",
      "pending",
    ]);
    expect(waiting()).toEqual([three.msgid]);
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("a message goes again under its own number, and is counted", () => {
    const desk = openDesk();
    const { msgid } = sell(desk, "k1", "P1");
    desk.terminal.markSent(msgid);
    expect(desk.terminal.unsent(1)[0]).toMatchObject({ msgid, state: "sent", tries: 1 });
    desk.terminal.markAnswered(msgid, { state: "unknown" });
    desk.terminal.markSent(msgid);
    expect(desk.terminal.unsent(1)[0]).toMatchObject({ msgid, state: "sent", tries: 2 });
  });

  test("what cannot happen to a message is a bug and changes nothing", () => {
    const desk = openDesk();
    const sold = sell(desk, "k1", "P1");
    const confirmed = { state: "confirmed", centreVisitId: null, centreSettlementId: null } as const;
    expect(() => desk.terminal.markAnswered(sold.msgid, confirmed)).toThrow("pending cannot confirm");
    expect(() => desk.terminal.markSent("nobody's")).toThrow("nobody wrote");
    desk.terminal.markSent(sold.msgid);
    expect(() => desk.terminal.markSent(sold.msgid)).toThrow("sent cannot send");
    desk.terminal.markAnswered(sold.msgid, confirmed);
    expect(() => desk.terminal.markAnswered(sold.msgid, { state: "rejected" })).toThrow("confirmed cannot");
    expect(stateOf(desk, sold)).toBe("confirmed");
  });

  test("a reversal names what it takes back by the numbers that the centre gave", () => {
    const desk = openDesk();
    const { settlementId, msgid } = sell(desk, "k1", "P1");
    valueOf(desk.terminal.reverse({ settlementId, idempotencyKey: "back", msgid: null, actor }));
    desk.terminal.markSent(msgid);
    desk.terminal.markAnswered(msgid, { state: "confirmed", centreVisitId: "V9", centreSettlementId: "S9" });
    const [reversal] = desk.terminal.unsent(10);
    expect(reversal).toMatchObject({
      number: 2,
      original: { msgid, centreVisitId: "V9", centreSettlementId: "S9" },
    });
    expect(reversal?.message.envelope.infno).toBe("2208");
  });
});

describe("a payload", () => {
  test("is gone from the file once answered; a digest stays", () => {
    const desk = openDesk();
    const { msgid } = sell(desk, "k1", "P1");
    const [row] = query<{ payload: Buffer }>(desk, "SELECT payload FROM messages");
    const sealed = present(row, "row").payload;
    desk.terminal.markSent(msgid);
    desk.terminal.markAnswered(msgid, { state: "confirmed", centreVisitId: null, centreSettlementId: null });
    expect(query(desk, "SELECT payload, length(payload_digest) AS digest FROM messages")).toEqual([
      { payload: null, digest: 32 },
    ]);
    desk.reopen();
    desk.terminal.close();
    const bytes = readFileSync(join(desk.dir, "onestop.db"));
    // The middle of it: what a page keeps of a value that is no longer there.
    expect(bytes.indexOf(sealed.subarray(100, 200))).toBe(-1);
    desk.reopen();
  });

  test.each([
    ["a payload that is gone too early", "UPDATE messages SET payload = NULL"],
    ["an answer without an answer", "UPDATE messages SET state = 'confirmed'"],
    ["a message that was sent and never tried", "UPDATE messages SET state = 'sent'"],
    ["a transaction that settles nothing", "UPDATE messages SET infno = '1101'"],
    ["a message without its settlement", "DELETE FROM messages"],
  ])("the file itself refuses %s", (_title, sql) => {
    const desk = openDesk();
    sell(desk, "k1", "P1");
    const db = new Sqlite(join(desk.dir, "onestop.db"));
    expect(() => db.exec(sql)).toThrow(/CHECK constraint|stays with its settlement/);
    db.close();
  });

  test("that was changed, or stands with another message, is found by verify", () => {
    const desk = openDesk();
    sell(desk, "k1", "P1");
    sell(desk, "k2", "P2");
    const db = new Sqlite(join(desk.dir, "onestop.db"));
    db.exec("UPDATE messages SET payload = (SELECT payload FROM messages WHERE number = 2) WHERE number = 1");
    db.exec("UPDATE messages SET infno = '2304' WHERE number = 2");
    db.close();
    expect([...desk.terminal.verify()].map(({ what, reason }) => [what, reason])).toEqual([
      ["message", "待发报文打不开：outbox.key 不符或已损坏"],
      ["message", "报文交易编号与结算不符"],
    ]);
  });

  test("is looked for in what is open, however long the ledger is", () => {
    const desk = openDesk();
    const after = openAfterQuery.replace("?", "1");
    const from = query<{ detail: string }>(desk, `EXPLAIN QUERY PLAN ${after}`).map(({ detail }) => detail);
    expect(from[0]).toMatch(/^SEARCH m USING INDEX messages_open \(number>\?\)/);
    expect(from.filter((detail) => /SCAN|TEMP B-TREE/.test(detail))).toEqual([]);
    for (const sql of Object.values(queueQueries)) {
      const plan = query<{ detail: string }>(desk, `EXPLAIN QUERY PLAN ${sql}`).map(({ detail }) => detail);
      const scans = plan.filter((detail) => detail.startsWith("SCAN"));
      expect(scans).toHaveLength(1);
      expect(scans[0]).toMatch(/USING INDEX messages_(?:open|to_renew)/);
      expect(plan.filter((detail) => detail.includes("TEMP B-TREE"))).toEqual([]);
    }
  });
});
