import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { demoIssuers } from "../../src/app/demo-issuers.ts";
import { demoVoucher } from "../../src/app/demo-vouchers.ts";
import { issueVoucher } from "../../src/app/issue-voucher.ts";
import type { Committed, Identified } from "../../src/app/terminal.ts";
import { present } from "../../src/base/assert.ts";
import { fen } from "../../src/base/money.ts";
import { openRpc } from "../../src/gateway/rpc.ts";
import type { Agreement } from "../../src/upload/provisional.ts";
import { actor, refusalOf, valueOf } from "../app/test-desk.ts";
import type { TestCentre } from "../centre/test-centre.ts";
import { openTestCentre } from "../centre/test-centre.ts";
import { customers, supervisor, town } from "../line/desk-and-centre.ts";
import { sampleVoucher } from "../wire/sample-voucher.ts";
import type { FactsDesk } from "./facts-desk.ts";
import { openFactsDesk } from "./facts-desk.ts";

let centre: TestCentre;
let one: FactsDesk;
let next = 0;
beforeAll(async () => {
  centre = await openTestCentre("embedded");
}, 300_000);
afterAll(async () => await centre.close(), 120_000);
beforeEach(() => {
  one = openFactsDesk(centre);
  one.desk.engine.setLine(true);
  next += 1;
});
afterEach(async () => {
  one.close();
  await centre.control("misbehave", { rules: [] });
});

/** People of the place whom only the centre knows. */
const newcomers = town.newcomers.filter(({ plan }) => plan === "shiyan");
const newcomer = (at: number): (typeof newcomers)[number] => present(newcomers[at], "a newcomer");

const limits = { perSale: fen(1e7), perPersonDay: fen(1e7), perDesk: fen(1e8), count: 10 };
const agreement: Agreement = { fresh: limits, old: limits, freshDays: 9999, oldDays: 9999 };

function goOffline(): void {
  const { engine } = one.desk;
  valueOf(engine.agreeProvisional(agreement, supervisor));
  for (let call = 0; call < 3; call += 1) engine.noteLine({ kind: "failed", code: "ECONNREFUSED" });
}

function sellTo({ person, plan }: Pick<Identified, "person" | "plan">, { desk } = one): Committed {
  const { engine } = desk;
  const found = valueOf(engine.findItem("XD00003", "2024-05-10"));
  const item = { ...found, barcode: undefined, pinyin: undefined, traceExempt: "noCode" };
  const claim: unknown = JSON.parse(
    JSON.stringify({
      claimId: "desk-1",
      plan,
      serviceTime: "2024-05-10T09:30:00+08:00",
      institution: { ...engine.institution, name: undefined },
      person,
      prescription: null,
      items: [{ id: "L1", qty: "20", ...item }],
      account: { use: false, balance: "0.00", family: [] },
      medType: "11",
    }),
  );
  const about = { idempotencyKey: `to a stranger ${next}`, previewHash: null, msgid: null, tenders: [] };
  return valueOf(engine.commit({ ...about, claim, actor }));
}

const voucherOf = (at: number): string =>
  present(demoVoucher(newcomer(at), 10 * at, centre.clock.ms), "a voucher");
const byVoucher = (number: string): Identified =>
  valueOf(one.desk.engine.identify({ type: "01", number, cardSn: null }));

/** What the centre was asked since a line of its log, the sign-in apart. */
function askedSince(from: number): readonly string[] {
  return centre.logged.slice(from).flatMap((line) => {
    const { infno } = JSON.parse(line) as { infno?: string };
    return infno === undefined || infno === "9001" ? [] : [infno];
  });
}

const stateOf = ({ settlementId }: Committed): string =>
  valueOf(one.desk.engine.settlement(settlementId)).messageState;

describe("a sale to somebody of whom the centre has not told is made known after 1101", () => {
  test("in an outage by a voucher; the centre is asked who it is before it hears of the sale, and once", async () => {
    goOffline();
    const sold = sellTo(byVoucher(voucherOf(0)));
    expect(one.desk.engine.provisionals()).toHaveLength(1);
    const from = centre.logged.length;
    await one.desk.drain();
    expect(stateOf(sold)).toBe("confirmed");
    expect(askedSince(from)).toEqual(["1101", "2201", "2203", "2204", "2207"]);
    next += 1;
    const more = sellTo(valueOf(one.desk.engine.personByNo(newcomer(0).psnNo)));
    const again = centre.logged.length;
    await one.desk.drain();
    expect([stateOf(more), askedSince(again)]).toEqual(["confirmed", ["2201", "2203", "2204", "2207"]]);
  });

  test("an answer to 1101 that is lost leaves the sale as it was; then both go, each once", async () => {
    goOffline();
    const sold = sellTo(byVoucher(voucherOf(1)));
    await centre.control("misbehave", { rules: [{ kind: "lostAnswer", infno: ["1101"], count: 1 }] });
    const from = centre.logged.length;
    one.desk.sender.retryNow();
    one.desk.sender.pump();
    await one.desk.sender.idle();
    expect(stateOf(sold)).toBe("pending");
    await one.desk.drain();
    expect(stateOf(sold)).toBe("confirmed");
    expect(askedSince(from)).toEqual(["1101", "1101", "2201", "2203", "2204", "2207"]);
  });

  test("somebody whom the centre does not know is rejected before any sale, taken back here and named", async () => {
    goOffline();
    const [issuer] = demoIssuers;
    const nobody = { psnNo: "99100000099999", certNo: "991101199003079999", cardNo: null, family: [] };
    const sold = sellTo(byVoucher(issueVoucher(issuer, sampleVoucher(nobody))));
    const from = centre.logged.length;
    await one.desk.drain();
    expect(askedSince(from)).toEqual(["1101"]);
    const finding = one.desk.engine.findingOf(sold.msgid);
    expect(finding).toMatchObject({ kind: "rejected", code: "PERSON_NOT_FOUND" });
    expect(finding?.reversedBy).not.toBeNull();
    expect([...one.desk.engine.verify()]).toEqual([]);
  });

  test("another person under the same identity number is nobody to settle for", async () => {
    goOffline();
    const [issuer] = demoIssuers;
    const { certNo } = newcomer(2);
    const facts = { psnNo: "99100000088888", certNo, cardNo: null, family: [] };
    const head = { nonce: "ff0102030405060708090a0b0c0d0e0f" };
    const sold = sellTo(byVoucher(issueVoucher(issuer, sampleVoucher(facts, head))));
    const from = centre.logged.length;
    await one.desk.drain();
    expect([stateOf(sold), askedSince(from)]).toEqual(["rejected", ["1101"]]);
  });
});

describe("with the line there", () => {
  const shown = (at: number) => ({ type: "01", number: newcomer(at).token, cardSn: null });
  const rpc = () =>
    openRpc(one.desk.engine, {
      centre: {
        link: () => ({ line: null, facts: { ...one.facts, retryFilings: () => undefined } }),
        setting: () => ({ url: null, isGiven: false, isAttached: true, fault: null }),
        change: async () => await Promise.reject(new Error("not here")),
      },
    });

  test("whoever is not known here is asked for at the centre by what they show, and known from then on", async () => {
    const { engine } = one.desk;
    const { psnNo, certNo, cardNo, cardSn } = newcomer(3);
    expect(refusalOf(engine.personByNo(psnNo)).code).toBe("PERSON_NOT_FOUND");
    expect(valueOf(present(await rpc()("identify", shown(3)), "an answer"))).toMatchObject({ psnNo, certNo });
    const from = centre.logged.length;
    expect(valueOf(present(await rpc()("identify", shown(3)), "an answer"))).toMatchObject({ psnNo });
    expect(askedSince(from)).toEqual([]);
    const card = { type: "03" as const, number: present(cardNo, "a card"), cardSn };
    expect(refusalOf(engine.identify(card)).code).toBe("PERSON_NOT_FOUND");
    expect(valueOf(await one.facts.identifyPerson(card))).toMatchObject({ psnNo });
    expect(valueOf(engine.identify(card)).psnNo).toBe(psnNo);
    expect(stateOf(sellTo(valueOf(engine.personByNo(psnNo))))).toBe("pending");
    await one.desk.drain();
    expect([...engine.verify()]).toEqual([]);
  });

  test("while something of theirs waits, only who they are is learnt", async () => {
    const known = byVoucher(voucherOf(3));
    sellTo(known);
    const { accumulators } = valueOf(one.desk.engine.personByNo(known.psnNo));
    expect(
      valueOf(await one.facts.identifyPerson({ ...shown(3), type: "01", number: newcomer(3).token ?? "" })),
    ).toMatchObject({ psnNo: known.psnNo, accumulators });
  });

  test("nobody there either, or no answer: it is said so, and nothing is learnt", async () => {
    const unknown = { type: "02", number: "991101199003070777", cardSn: null };
    const answer = present(await rpc()("identify", unknown), "an answer");
    expect(refusalOf(answer).code).toBe("PERSON_NOT_FOUND");
    await centre.control("misbehave", { rules: [{ kind: "lostAnswer", infno: ["1101"] }] });
    const lost = present(await rpc()("identify", shown(2)), "an answer");
    expect(refusalOf(lost)).toMatchObject({ code: "PERSON_NOT_FOUND" });
    expect(refusalOf(one.desk.engine.personByNo(newcomer(2).psnNo)).code).toBe("PERSON_NOT_FOUND");
  });

  test("nothing is settled for somebody of whom nobody has told: no centre would take it", () => {
    const person = { ...newcomer(2).person, psnNo: "99100000077777" };
    expect(() => sellTo({ person, plan: "shiyan" })).toThrow("PERSON_NOT_FOUND");
  });
});

test("after other amounts of the centre its accumulators are asked for at once, and the next sale is the same", async () => {
  const other = openFactsDesk(centre);
  const who = present(customers[5], "a customer");
  sellTo(who, other);
  await other.desk.drain();
  next += 1;
  const sold = sellTo(who);
  expect(one.desk.engine.differingPeople(9)).toEqual([]);
  await one.desk.drain();
  const finding = present(one.desk.engine.findingOf(sold.msgid), "a difference");
  expect(finding.kind).toBe("different");
  expect(one.desk.engine.differingPeople(9)).toEqual([sold.psnNo]);
  expect(valueOf(await one.facts.refreshDiffering(9))).toEqual({ refreshed: 1, left: 0 });
  const stands = async (desk: FactsDesk): Promise<unknown> =>
    valueOf(await desk.facts.refreshPerson(sold.psnNo)).accumulators;
  const here = valueOf(one.desk.engine.personByNo(sold.psnNo)).accumulators;
  expect(here).toEqual(await stands(other));
  valueOf(one.desk.engine.acceptDifference(sold.msgid, actor));
  // Taken back after all: by the centre's amounts there, by ours here, so it is asked once more.
  one.desk.reverse(sold);
  await one.desk.drain();
  expect(one.desk.engine.differingPeople(9)).toEqual([sold.psnNo]);
  expect(valueOf(await one.facts.refreshDiffering(9))).toEqual({ refreshed: 1, left: 0 });
  expect(valueOf(one.desk.engine.personByNo(sold.psnNo)).accumulators).toEqual(await stands(other));
  next += 1;
  const after = sellTo(who);
  await one.desk.drain();
  expect(one.desk.engine.findingOf(after.msgid)).toBeNull();
  expect([...one.desk.engine.verify()]).toEqual([]);
  other.close();
});
