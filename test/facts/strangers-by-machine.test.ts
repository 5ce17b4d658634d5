import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { present } from "../../src/base/assert.ts";
import { buildDoors } from "../../src/gateway/server.ts";
import { formatMsgid } from "../../src/wire/msgid.ts";
import { refusalOf, valueOf } from "../app/test-desk.ts";
import type { TestCentre } from "../centre/test-centre.ts";
import { openTestCentre } from "../centre/test-centre.ts";
import type { Reply } from "../gateway/knock.ts";
import { envelopeOf } from "../gateway/knock.ts";
import { town } from "../line/desk-and-centre.ts";
import type { FactsDesk } from "./facts-desk.ts";
import { openFactsDesk } from "./facts-desk.ts";

let centre: TestCentre;
let one: FactsDesk;
let serial = 0;
beforeAll(async () => {
  centre = await openTestCentre("embedded");
}, 300_000);
afterAll(async () => await centre.close(), 120_000);
beforeEach(() => {
  one = openFactsDesk(centre);
  one.desk.engine.setLine(true);
});
afterEach(async () => {
  one.close();
  await centre.control("misbehave", { rules: [] });
});

const token = "test-token-that-is-long-enough-to-be-one";
const newcomer = present(
  town.newcomers.find(({ plan }) => plan === "shiyan"),
  "somebody whom only the centre knows",
);

function notHere(): never {
  throw new Error("nobody changes the centre here");
}

/** Asks 1101 as a till does. @param again  the number of a message sent before */
async function ask(certNo: string, again?: string): Promise<Reply & { readonly msgid: string }> {
  const { engine } = one.desk;
  const facts = { ...one.facts, retryFilings: () => undefined };
  const app = buildDoors({
    terminal: engine,
    centre: { link: () => ({ line: null, facts }), setting: notHere, change: notHere },
    secrets: { token, hashKey: "test-hash-key" },
    host: "127.0.0.1",
    port: 0,
    lan: null,
    demandsSignIn: false,
    now: () => centre.clock.ms,
    log: () => undefined,
  });
  try {
    serial += 1;
    const msgid = again ?? formatMsgid(engine.institution.code, centre.clock.ms, serial);
    const headers = {
      host: "127.0.0.1:0",
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
    };
    const data = { mdtrt_cert_type: "02", mdtrt_cert_no: certNo, card_sn: null, begntime: null };
    const payload = JSON.stringify({ ...envelopeOf(engine, "1101", msgid), input: { data } });
    const answer = await app.inject({ method: "POST", url: "/fsi/api", headers, payload });
    return { ...answer.json<Reply>(), msgid };
  } finally {
    await app.close();
  }
}

const questionsSince = (from: number): number =>
  centre.logged.slice(from).filter((line) => line.includes('"1101"')).length;

test("a till's 1101 for somebody whom only the centre knows is asked there, once, and known from then on", async () => {
  const from = centre.logged.length;
  const told = await ask(newcomer.certNo);
  const person = { psn_no: newcomer.psnNo, certno: newcomer.certNo };
  expect(told).toMatchObject({ infcode: 0, err_msg: "", output: { baseinfo: person } });
  expect(await ask(newcomer.certNo, told.msgid)).toMatchObject({ infcode: 0, output: { baseinfo: person } });
  expect(await ask(newcomer.certNo)).toMatchObject({ infcode: 0, output: { baseinfo: person } });
  expect(questionsSince(from)).toBe(1);
});

test("nobody there either: it is said in the centre's words; no answer: in those of the books, and another try finds them", async () => {
  const nobody = await ask("991101199003070777");
  expect(nobody).toMatchObject({ infcode: -2, output: {} });
  expect(nobody.err_msg).toMatch(/^PERSON_NOT_FOUND 中心没有/);
  await centre.control("misbehave", { rules: [{ kind: "lostAnswer", infno: ["1101"], count: 1 }] });
  const lost = await ask(newcomer.certNo);
  expect(lost).toMatchObject({ infcode: -2, output: {} });
  expect(lost.err_msg).toMatch(/^PERSON_NOT_FOUND (?!中心没有)/);
  expect(refusalOf(one.desk.engine.personByNo(newcomer.psnNo)).code).toBe("PERSON_NOT_FOUND");
  expect(await ask(newcomer.certNo, lost.msgid)).toMatchObject({ infcode: 0 });
  expect(valueOf(one.desk.engine.personByNo(newcomer.psnNo)).psnNo).toBe(newcomer.psnNo);
});

test("while the line is down only the books are asked", async () => {
  for (let call = 0; call < 3; call += 1) one.desk.engine.noteLine({ kind: "failed", code: "ECONNREFUSED" });
  const from = centre.logged.length;
  expect(await ask(newcomer.certNo)).toMatchObject({ infcode: -2 });
  expect(questionsSince(from)).toBe(0);
});
