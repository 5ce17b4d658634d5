import { createSecretKey } from "node:crypto";
import { rmSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { demoTown, settleTown } from "../../src/app/demo-town.ts";
import type { OpenedDirectory } from "../../src/app/directory.ts";
import { openDirectory } from "../../src/app/directory.ts";
import type { Outcome as Answered, UnsentMessage } from "../../src/app/outbox.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import { readStored } from "../../src/app/read-settlement.ts";
import type { Committed } from "../../src/app/terminal.ts";
import { formatFen } from "../../src/base/money.ts";
import type { TerminalDoor } from "../../src/gateway/national.ts";
import { answerNational } from "../../src/gateway/national.ts";

import { recordOf } from "../../src/store/records.ts";
import { formatMsgid } from "../../src/wire/msgid.ts";
import { withCentreNumbers } from "../../src/wire/outgoing.ts";
import type { Sold } from "./sold-cases.ts";
import { claimOf, soldCases } from "./sold-cases.ts";
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

function openHere(dir: string): Engine {
  return openTerminal({ dir, passphrase: null, clock: () => morning });
}

/** Sends every transaction of a message to the door of the other engine, as the line to a centre would. */
function send(
  engine: Engine,
  unsent: UnsentMessage,
): { readonly answer: Fields; readonly outcome: Answered } {
  const door: TerminalDoor = {
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

describe("what we tell a centre, told to our own door", () => {
  test.each(soldCases)("%s is the same bill there", (_title, kind, infno, sold) => {
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
