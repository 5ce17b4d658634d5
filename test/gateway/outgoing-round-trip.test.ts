import { createSecretKey } from "node:crypto";
import { rmSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { demoTown, settleTown } from "../../src/app/demo-town.ts";
import type { OpenedDirectory } from "../../src/app/directory.ts";
import { openDirectory } from "../../src/app/directory.ts";
import type { Outcome as Answered, UnsentMessage } from "../../src/app/outbox.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import { readStored } from "../../src/app/read-settlement.ts";
import type { Committed, Terminal } from "../../src/app/terminal.ts";
import { formatFen } from "../../src/base/money.ts";
import { answerNational } from "../../src/gateway/national.ts";
import type { Door } from "../../src/gateway/turn.ts";
import { recordOf } from "../../src/store/records.ts";
import { formatMsgid } from "../../src/wire/msgid.ts";
import { withCentreNumbers } from "../../src/wire/outgoing.ts";
import { actor, createBooks, institution, morning, temporaryDir, valueOf } from "../app/test-desk.ts";

type Engine = ReturnType<typeof openTerminal>;
type Fields = Readonly<Record<string, unknown>>;

const town = demoTown();
const pharmacyHere = { ...institution, type: "pharmacy", code: "P42030000001" } as const;

/** Two engines of one institution with the same town: what one has committed, the other is told by message. */
interface Pair {
  readonly here: string;
  readonly there: string;
}

const pairs = new Map<"hospital" | "pharmacy", Pair>();

beforeAll(() => {
  for (const [kind, place] of [
    ["hospital", institution],
    ["pharmacy", pharmacyHere],
  ] as const) {
    const [here, there] = [temporaryDir(), temporaryDir()];
    for (const dir of [here, there])
      createBooks(dir, { institution: place, moveIn: (ground) => settleTown(ground, town) });
    pairs.set(kind, { here, there });
  }
});
afterAll(() => {
  for (const pair of pairs.values())
    for (const dir of [pair.here, pair.there]) rmSync(dir, { recursive: true });
});

interface Sold {
  readonly who: { readonly plan: string; readonly pick?: (one: (typeof town.people)[number]) => boolean };
  readonly lines: readonly { readonly item: string; readonly qty: string; readonly more?: Fields }[];
  readonly bill: Fields;
}

/** A claim as a desk makes it: the person as identified, the items as catalogued. */
function claimOf(terminal: Terminal, { who, lines, bill }: Sold): Fields {
  const one = town.people.find(
    ({ plan, ...rest }) => plan === who.plan && (who.pick?.({ plan, ...rest }) ?? true),
  );
  if (one === undefined) throw new Error("nobody like that in town");
  const identified = valueOf(terminal.personByNo(one.psnNo));
  const items = lines.map(({ item, qty, more }, at) => {
    const found = valueOf(terminal.findItem(item, "2024-05-10"));
    // Undefined is left out by JSON: what only the catalogue has is no part of a claim.
    return { id: `L${at + 1}`, qty, ...found, barcode: undefined, pinyin: undefined, ...more };
  });
  const claim = {
    claimId: "desk-1",
    plan: identified.plan,
    serviceTime: "2024-05-10T09:30:00+08:00",
    institution: { ...terminal.institution, name: undefined },
    person: identified.person,
    prescription: null,
    items,
    account: { use: true, balance: formatFen(identified.account.balance), family: [] },
    ...bill,
  };
  return JSON.parse(JSON.stringify(claim)) as Fields;
}

function openHere(dir: string): Engine {
  return openTerminal({ dir, passphrase: null, clock: () => morning });
}

/** Sends every transaction of a message to the door of the other engine, as the line to a centre would. */
function send(
  engine: Engine,
  unsent: UnsentMessage,
): { readonly answer: Fields; readonly outcome: Answered } {
  const door: Door = {
    terminal: engine,
    now: () => morning,
    hashKey: createSecretKey("hash key of a test", "utf8"),
    nextSerial: () => 1,
    demandsSignIn: false,
  };
  const { envelope, before } = unsent.message;
  let centreVisitId: string | null = unsent.original?.centreVisitId ?? null;
  const ask = (infno: string, input: Fields, msgid: string): Fields => {
    const numbers = { centreVisitId, centreSettlementId: unsent.original?.centreSettlementId ?? null };
    const text = JSON.stringify({ ...envelope, infno, msgid, input: withCentreNumbers(input, numbers) });
    const { answer } = answerNational(door, text);
    expect([infno, answer.infcode, answer.err_msg]).toEqual([infno, 0, ""]);
    return answer.output;
  };
  for (const [at, { infno, input }] of before.entries()) {
    const output = ask(infno, input, formatMsgid(institution.code, morning, unsent.number * 10 + at));
    const given = (output["data"] ?? output["result"]) as { readonly mdtrt_id?: string } | undefined;
    if (infno === "2201" || infno === "2401") centreVisitId = given?.mdtrt_id ?? null;
  }
  const answer = ask(envelope.infno, envelope.input, envelope.msgid);
  const setlinfo = answer["setlinfo"] as Readonly<Record<string, string>>;
  const { mdtrt_id = "", setl_id = "" } = setlinfo;
  return {
    answer: setlinfo,
    outcome: { state: "confirmed", centreVisitId: mdtrt_id, centreSettlementId: setl_id },
  };
}

function storedClaim(opened: OpenedDirectory, msgid: string): Fields {
  const row = opened.ground.store.settlements.byMsgid(msgid);
  if (row === undefined) throw new Error("the other engine has not settled it");
  return { ...readStored(opened.ground, recordOf(opened.ground.store, row)).json, claimId: "its own there" };
}

/** The claim that the other engine has settled, and the one that was settled here. */
function bothClaims(pair: Pair, msgid: string): readonly Fields[] {
  return [pair.here, pair.there].map((dir) => {
    const opened = openDirectory({ dir, passphrase: null, clock: () => morning });
    try {
      const claim = storedClaim(opened, msgid);
      // Whose accounts a person may use does not travel: the other side knows it by itself.
      const account: unknown = claim["account"];
      return { ...claim, account: typeof account === "object" ? { ...account, family: [] } : account };
    } finally {
      opened.close();
    }
  });
}

interface Engines {
  readonly here: Engine;
  readonly there: Engine;
}

/** Settles here and sends the message there; every amount of it and of its answer is the stored one. */
function tellOther({ here, there }: Engines, infno: string, sold: Sold): Committed {
  const request = { previewHash: null, msgid: null, tenders: [], actor };
  const idempotencyKey = JSON.stringify(sold.bill);
  const committed = valueOf(here.commit({ ...request, claim: claimOf(here, sold), idempotencyKey }));
  const unsent = messageOf(here, committed);
  expect(unsent.message.envelope.infno).toBe(infno);
  const { split, lines } = committed.settlement;
  const text = JSON.stringify(unsent.message);
  expect(text).toContain(`"medfee_sumamt":"${formatFen(split.total)}"`);
  for (const { amount } of lines) expect(text).toContain(`"det_item_fee_sumamt":"${formatFen(amount)}"`);
  here.markSent(unsent.msgid);
  const { answer, outcome } = send(there, unsent);
  here.markAnswered(unsent.msgid, outcome);
  expect(answer).toMatchObject({
    medfee_sumamt: formatFen(split.total),
    fulamt_ownpay_amt: formatFen(split.ownPay),
    inscp_scp_amt: formatFen(split.inScope),
    fund_pay_sumamt: formatFen(split.fundTotal),
    acct_pay: formatFen(split.account),
  });
  return committed;
}

/** Reverses here and sends that, by the numbers under which the other has confirmed the original. */
function takeBack({ here, there }: Engines, { settlementId, msgid }: Committed): void {
  const reversed = valueOf(
    here.reverse({ settlementId, idempotencyKey: `back ${msgid}`, msgid: null, actor }),
  );
  const unsent = messageOf(here, reversed);
  expect(unsent.original?.msgid).toBe(msgid);
  here.markSent(unsent.msgid);
  const { answer, outcome } = send(there, unsent);
  here.markAnswered(unsent.msgid, outcome);
  expect(answer["medfee_sumamt"]).toBe(formatFen(reversed.settlement.split.total));
}

function messageOf(engine: Engine, { msgid }: Committed): UnsentMessage {
  const unsent = engine.unsent(10).find((one) => one.msgid === msgid);
  if (unsent === undefined) throw new Error("nothing to send");
  return unsent;
}

const offSite = { recordType: "referral", recordedOn: "2024-05-01" };
const adult = (one: (typeof town.people)[number]): boolean => one.person["inpatientStay"] === null;
const chronic = (one: (typeof town.people)[number]): boolean =>
  adult(one) && JSON.stringify(one.person["chronicDiseases"]).includes("M01600");

const cases: readonly (readonly [string, "hospital" | "pharmacy", string, Sold])[] = [
  [
    "a pharmacy sale with a prescription, trace codes, a split pack and an exempt line",
    "pharmacy",
    "2102",
    {
      who: { plan: "shiyan", pick: adult },
      lines: [
        { item: "XD00001", qty: "2", more: { traceCodes: ["81000000000000000001", "81000000000000000002"] } },
        { item: "XD00002", qty: "0.5", more: { splitPack: true } },
        { item: "XD00003", qty: "1", more: { traceExempt: "noCode" } },
      ],
      bill: { medType: "41", prescription: { issuerLevel: "2", issuedOn: "2024-05-10", validDays: 3 } },
    },
  ],
  [
    "an outpatient visit, emergency, away from home",
    "hospital",
    "2207",
    {
      who: { plan: "shiyan", pick: adult },
      lines: [
        { item: "XD00001", qty: "3" },
        { item: "XS00001", qty: "1" },
      ],
      bill: {
        medType: "11",
        visitId: "V-77",
        emergency: true,
        offSite,
      },
    },
  ],
  [
    "a visit for a chronic disease",
    "hospital",
    "2207",
    {
      who: { plan: "hengyang", pick: chronic },
      lines: [{ item: "XD00031", qty: "2" }],
      bill: { medType: "14", visitId: "V-78", chronicDisease: "M01600", offSite },
    },
  ],
  [
    "an operation of birth control",
    "hospital",
    "2207",
    {
      who: { plan: "daye", pick: (one) => adult(one) && one.insutype === "310" },
      lines: [{ item: "XS00002", qty: "1" }],
      bill: { medType: "53", visitId: "V-79", birthControl: "abortion", offSite },
    },
  ],
  [
    "an antenatal visit",
    "hospital",
    "2207",
    {
      who: { plan: "daye", pick: (one) => one.insutype === "310" && one.person["status"] === "active" },
      lines: [{ item: "XS00003", qty: "1" }],
      bill: { medType: "51", visitId: "V-80", maternity: { kind: "antenatal", pregnancyId: "G1" }, offSite },
    },
  ],
  [
    "a stay",
    "hospital",
    "2304",
    {
      who: { plan: "hengyang", pick: adult },
      lines: [
        { item: "XS00004", qty: "7" },
        { item: "XD00005", qty: "20" },
      ],
      bill: {
        medType: "21",
        visitId: "I-5",
        offSite,
        stay: { admitted: "2024-05-03", discharged: "2024-05-10" },
      },
    },
  ],
];

describe("what we tell a centre, told to our own door", () => {
  test.each(cases)("%s is the same bill there", (_title, kind, infno, sold) => {
    let msgid = "";
    const pair = pairs.get(kind);
    if (pair === undefined) throw new Error("no such pair");
    const engines = { here: openHere(pair.here), there: openHere(pair.there) };
    try {
      const committed = tellOther(engines, infno, sold);
      takeBack(engines, committed);
      expect(engines.here.unsent(10)).toEqual([]);
      expect([...engines.here.verify()]).toEqual([]);
      msgid = committed.msgid;
    } finally {
      engines.here.close();
      engines.there.close();
    }
    const [ours, theirs] = bothClaims(pair, msgid);
    expect(theirs).toEqual(ours);
  });
});
