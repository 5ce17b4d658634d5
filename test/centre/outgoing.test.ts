import { rmSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { demoTown, settleTown } from "../../src/app/demo-town.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import type { Outcome, UnsentMessage } from "../../src/app/outbox.ts";
import type { Committed } from "../../src/app/terminal.ts";
import { formatFen, negateFen } from "../../src/base/money.ts";
import { withCentreNumbers } from "../../src/wire/outgoing.ts";
import { actor, createBooks, institution, morning, temporaryDir, valueOf } from "../app/test-desk.ts";
import type { Sold } from "../gateway/sold-cases.ts";
import { claimOf, soldCases } from "../gateway/sold-cases.ts";
import type { TestCentre } from "./test-centre.ts";
import { databases, openTestCentre } from "./test-centre.ts";

type Fields = Readonly<Record<string, unknown>>;
type Engine = ReturnType<typeof openTerminal>;

const places = {
  hospital: institution,
  pharmacy: { ...institution, type: "pharmacy", code: "P42030000001", level: "unrated" },
} as const;

/** What a desk has in its outbox, told to the centre in the order that its message says. */
async function send(
  centre: TestCentre,
  unsent: UnsentMessage,
): Promise<{ readonly setlinfo: Fields; outcome: Outcome }> {
  const { envelope, before } = unsent.message;
  const code = String(envelope["fixmedins_code"]);
  let centreVisitId: string | null = unsent.original?.centreVisitId ?? null;
  const ask = async (infno: string, input: Fields, msgid: string): Promise<Fields> => {
    const numbers = { centreVisitId, centreSettlementId: unsent.original?.centreSettlementId ?? null };
    const answer = await centre.ask(infno, null, {
      ...envelope,
      infno,
      msgid,
      input: withCentreNumbers(input, numbers),
    });
    expect([infno, answer.infcode, answer.err_msg]).toEqual([infno, 0, ""]);
    return answer.output;
  };
  for (const { infno, input } of before) {
    const output = await ask(infno, input, centre.newMsgid(code));
    const given = (output["data"] ?? output["result"]) as { readonly mdtrt_id?: string } | undefined;
    if (infno === "2201" || infno === "2401") centreVisitId = given?.mdtrt_id ?? null;
  }
  const output = await ask(envelope.infno, envelope.input, envelope.msgid);
  const setlinfo = output["setlinfo"] as Readonly<Record<string, string>>;
  const { mdtrt_id = "", setl_id = "" } = setlinfo;
  return { setlinfo, outcome: { state: "confirmed", centreVisitId: mdtrt_id, centreSettlementId: setl_id } };
}

async function tell(centre: TestCentre, engine: Engine, { msgid }: Committed): Promise<Fields> {
  const unsent = engine.unsent(10).find((one) => one.msgid === msgid);
  if (unsent === undefined) throw new Error("nothing to send");
  engine.markSent(msgid);
  const { setlinfo, outcome } = await send(centre, unsent);
  engine.markAnswered(msgid, outcome);
  return setlinfo;
}

/** The split of a settlement, by the names of an answer. */
function namesOf({ settlement: { split } }: Committed): Fields {
  return {
    medfee_sumamt: formatFen(split.total),
    fulamt_ownpay_amt: formatFen(split.ownPay),
    overlmt_selfpay: formatFen(split.overLimit),
    preselfpay_amt: formatFen(split.selfPayFirst),
    inscp_scp_amt: formatFen(split.inScope),
    act_pay_dedc: formatFen(split.deductible),
    hifp_pay: formatFen(split.basic),
    maf_pay: formatFen(split.assistance),
    fund_pay_sumamt: formatFen(split.fundTotal),
    acct_pay: formatFen(split.account),
    acct_mulaid_pay: formatFen(split.family),
    medins_setl_id: expect.stringMatching(/^[HP]42030000001\d{18}$/) as unknown,
  };
}

describe.each(databases)("a centre on the %s database", (database) => {
  const dirs = new Map<"hospital" | "pharmacy", string>();
  let centre: TestCentre;
  beforeAll(async () => {
    for (const kind of ["hospital", "pharmacy"] as const) {
      const dir = temporaryDir();
      const town = demoTown();
      createBooks(dir, { institution: places[kind], moveIn: (ground) => settleTown(ground, town) });
      dirs.set(kind, dir);
    }
    centre = await openTestCentre(database, morning);
  }, 300_000);
  afterAll(async () => {
    await centre.close();
    for (const dir of dirs.values()) rmSync(dir, { recursive: true });
  });

  const settle = (engine: Engine, sold: Sold): Committed =>
    valueOf(
      engine.commit({
        claim: claimOf(engine, sold),
        idempotencyKey: JSON.stringify(sold.bill),
        previewHash: null,
        msgid: null,
        tenders: [],
        actor,
      }),
    );

  test.each(soldCases)(
    "%s: the same split to the fen, there and back",
    async (_title, kind, _infno, sold) => {
      const dir = dirs.get(kind) ?? "";
      const engine = openTerminal({ dir, passphrase: null, clock: () => morning });
      try {
        const committed = settle(engine, sold);
        expect(committed.settlement.split.family > 0).toBe(sold.relatives === true);
        expect(await tell(centre, engine, committed)).toMatchObject(namesOf(committed));
        const { settlementId, msgid } = committed;
        const back = { settlementId, idempotencyKey: `back ${msgid}`, msgid: null, actor };
        const reversed = valueOf(engine.reverse(back));
        const setlinfo = await tell(centre, engine, reversed);
        const { total, fundTotal } = committed.settlement.split;
        expect(setlinfo).toMatchObject({
          medfee_sumamt: formatFen(negateFen(total)),
          fund_pay_sumamt: formatFen(negateFen(fundTotal)),
        });
        expect(engine.unsent(10)).toEqual([]);
      } finally {
        engine.close();
      }
    },
  );
});
