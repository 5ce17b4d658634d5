import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { openLineControl } from "../../src/app/line-control.ts";
import { keepSending } from "../../src/app/send-loop.ts";
import { formatFen, negateFen } from "../../src/base/money.ts";
import { buildDoors } from "../../src/gateway/server.ts";
import { formatMsgid } from "../../src/wire/msgid.ts";
import { actor, valueOf } from "../app/test-desk.ts";
import type { TestCentre } from "../centre/test-centre.ts";
import { openTestCentre } from "../centre/test-centre.ts";
import type { Fields, Reply } from "../gateway/knock.ts";
import { envelopeOf } from "../gateway/knock.ts";
import { atCentre, customers, openLineDesk, places, town } from "./desk-and-centre.ts";

let centre: TestCentre;
beforeAll(async () => {
  centre = await openTestCentre("embedded");
});
afterAll(async () => await centre.close());

const token = "test-token-that-is-long-enough-to-be-one";
const at = "2024-05-10 09:00:00";
const goods = town.items.find(
  (item) => item.kind === "service" && item.class === "A" && item.priceLimit === null,
);

function notHere(): never {
  throw new Error("nobody changes the centre here");
}

/** A till that speaks the national envelope to a desk whose line is open. */
function openTill(centreWaitMs: number, first: number) {
  // Every till of this file is the same place: its numbers are of a minute of their own.
  centre.clock.ms += 60_000;
  let tried = (): void => undefined;
  const desk = openLineDesk(centre, "pharmacy", { tried: () => tried() });
  onTestFinished(() => desk.close());
  desk.engine.setLine(true);
  const loop = keepSending(desk.sender, (error) => {
    throw error;
  });
  onTestFinished(async () => await loop.stop());
  const line = openLineControl(desk.engine, desk.sender, loop.nudge);
  tried = () => {
    line.tried();
    loop.nudge();
  };
  const app = buildDoors({
    terminal: desk.engine,
    centre: { link: () => ({ line, facts: null }), setting: notHere, change: notHere },
    secrets: { token, hashKey: "test-hash-key" },
    host: "127.0.0.1",
    port: 0,
    lan: null,
    demandsSignIn: false,
    now: () => centre.clock.ms,
    log: () => undefined,
    limits: { centreWaitMs },
  });
  onTestFinished(async () => await app.close());
  let serial = first;
  const ask = async (infno: string, input: Fields, again?: string): Promise<Reply & { msgid: string }> => {
    serial += 1;
    const msgid = again ?? formatMsgid(desk.engine.institution.code, centre.clock.ms, serial);
    const headers = {
      host: "127.0.0.1:0",
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
    };
    const payload = JSON.stringify({ ...envelopeOf(desk.engine, infno, msgid), input });
    const answer = await app.inject({ method: "POST", url: "/fsi/api", headers, payload });
    return { ...answer.json<Reply>(), msgid };
  };
  return { desk, ask };
}

/** A sale of one service to a customer, as a till tells it. */
function saleTo(customer: number): Fields {
  const who = customers[customer];
  return {
    druginfo: {
      psn_no: who?.psnNo,
      mdtrt_cert_type: "02",
      mdtrt_cert_no: who?.certNo,
      begntime: at,
      medfee_sumamt: "100.00",
      insutype: who?.insutype,
      acct_used_flag: "0",
      med_type: "41",
    },
    drugdetail: [
      {
        feedetl_sn: "1",
        med_list_codg: goods?.code,
        fee_ocur_time: at,
        cnt: "1",
        pric: "100.00",
        det_item_fee_sumamt: "100.00",
      },
    ],
  };
}

const usual = 15_000;

test("a till hears of a sale when the centre has the very same, also when the first answer is lost", async () => {
  const { desk, ask } = openTill(usual, 200);
  const sold = await ask("2102", saleTo(1));
  expect(sold).toMatchObject({ infcode: 0, err_msg: "", output: { setlinfo: { medfee_sumamt: "100.00" } } });
  expect(valueOf(desk.engine.settlementByMsgid(sold.msgid)).messageState).toBe("confirmed");
  await centre.control("misbehave", { rules: [{ kind: "lostAnswer", infno: ["2102"], count: 1 }] });
  const found = await ask("2102", saleTo(2));
  expect(found.infcode).toBe(0);
  const there = await atCentre(centre, places.pharmacy.code);
  expect(there.filter((row) => row.startsWith(found.msgid))).toHaveLength(1);
});

test("without the centre's word it is told that nobody knows, and hears by the same number later", async () => {
  const { desk, ask } = openTill(1, 100);
  await centre.control("misbehave", { rules: [{ kind: "lostRequest", infno: ["2102", "5201"] }] });
  const asked = await ask("2102", saleTo(3));
  expect([asked.infcode, asked.err_msg.split(" ")[0], asked.output]).toEqual([-1, "OUTCOME_PENDING", {}]);
  await centre.control("misbehave", { rules: [] });
  const again = async (): Promise<string> => {
    // The clock of this test stands: nothing that waits would ever be due.
    desk.sender.retryNow();
    const { infcode, err_msg: words } = await ask("2102", saleTo(3), asked.msgid);
    return `${infcode} ${words}`;
  };
  await expect.poll(again, { timeout: 60_000 }).toBe("0 ");
}, 90_000);

test("what the centre sees otherwise is no answer until somebody at the desk has accepted it", async () => {
  const { desk, ask } = openTill(usual, 400);
  await centre.control("misbehave", { rules: [{ kind: "wrongTotals", infno: ["2102"], fen: -1, count: 1 }] });
  const asked = await ask("2102", saleTo(4));
  expect([asked.infcode, asked.err_msg.split(" ")[0], asked.output]).toEqual([-1, "OUTCOME_DIFFERENT", {}]);
  valueOf(desk.engine.acceptDifference(asked.msgid, actor));
  const told = await ask("2102", saleTo(4), asked.msgid);
  expect(told.infcode).toBe(0);
  // What it hears then is what was accepted, and so is what goes back.
  const sold = valueOf(desk.engine.settlementByMsgid(asked.msgid));
  expect(sold.isAdjusted).toBe(true);
  const { fundTotal, cash } = sold.settlement.split;
  expect(told.output).toMatchObject({
    setlinfo: { fund_pay_sumamt: formatFen(fundTotal), psn_cash_pay: formatFen(cash) },
  });
  const { setl_id, mdtrt_id } = told.output.setlinfo;
  const data = { psn_no: sold.psnNo, setl_id, mdtrt_id };
  await centre.control("misbehave", { rules: [{ kind: "wrongTotals", infno: ["2103"], fen: 1, count: 1 }] });
  const back = await ask("2103", { data });
  expect([back.infcode, back.err_msg]).toEqual([0, ""]);
  expect(back.output).toMatchObject({
    setlinfo: { fund_pay_sumamt: formatFen(negateFen(fundTotal)), cash_payamt: formatFen(negateFen(cash)) },
  });
});

test("what the centre refuses is refused, and taken back here", async () => {
  const { desk, ask } = openTill(usual, 600);
  const rule = { kind: "refuse", infno: ["2102"], code: "NOT_ENTITLED", message: "参保状态异常", count: 1 };
  await centre.control("misbehave", { rules: [rule] });
  const asked = await ask("2102", saleTo(5));
  expect([asked.infcode, asked.err_msg.split(" ")[0], asked.output]).toEqual([-2, "NOT_ENTITLED", {}]);
  expect(valueOf(desk.engine.settlementByMsgid(asked.msgid)).reversedBy).not.toBeNull();
});
