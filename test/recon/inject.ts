import type { Committed } from "../../src/app/terminal.ts";
import type { Cause } from "../../src/recon/causes.ts";
import { readVisitId } from "../../src/wire/centre-answer.ts";
import { withCentreNumbers } from "../../src/wire/outgoing.ts";
import { fen } from "../../src/base/money.ts";
import { valueOf } from "../app/test-desk.ts";
import type { TestCentre } from "../centre/test-centre.ts";
import type { Draws } from "../simulate/draws.ts";
import { claimOfCustomer, supervisor } from "../line/desk-and-centre.ts";
import type { CloseDesk } from "./close-desk.ts";

/** What goes wrong on a day, really: messages, clocks, a clerk of the centre, lost work. */
export interface Injecting {
  readonly centre: TestCentre;
  readonly desk: CloseDesk;
  readonly draws: Draws;
  /** Sells to another customer than the day's other sales. */
  readonly sell: () => Committed;
  readonly code: string;
}

const infnos = { sale: ["2102", "2207"], reversal: ["2103", "2208"] };

async function misbehave({ centre }: Injecting, rules: readonly unknown[]): Promise<void> {
  const { status } = await centre.control("misbehave", { rules });
  if (status !== 200) throw new Error("the centre does not take the drill");
}

async function whileWrong(on: Injecting, rule: object): Promise<void> {
  await misbehave(on, [rule]);
  await on.desk.drain(1);
  await misbehave(on, []);
}

async function sent(on: Injecting): Promise<Committed> {
  const sold = on.sell();
  await on.desk.drain();
  return sold;
}

async function change(
  { centre, code }: Injecting,
  { msgid }: Committed,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { numUpdatedRows } = await centre.centre.db
    .updateTable("settlements")
    .set(values)
    .where("institution", "=", code)
    .where("msgid", "=", msgid)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error("the centre does not have it");
}

/** Moves money at the centre, from who paid it to the fund or back: every sum of a row still adds up. */
async function moveFund(on: Injecting, sold: Committed, by: number): Promise<void> {
  const { split } = sold.settlement;
  const fromFund = split.basic >= by;
  const payer = fromFund || split.cash >= by ? "cash" : "account";
  const moved = fromFund ? -by : by;
  if (!fromFund && split[payer] < by) throw new Error("nothing to move");
  await change(on, sold, {
    basic_fen: fen(split.basic + moved),
    fund_total_fen: fen(split.fundTotal + moved),
    personal_fen: fen(split.personal - moved),
    [`${payer}_fen`]: fen(split[payer] - moved),
  });
}

async function takeBackThere(on: Injecting, sold: Committed): Promise<void> {
  const entry = on.desk.engine.entryOf("id", sold.settlementId);
  const infno = on.desk.engine.institution.type === "pharmacy" ? "2103" : "2208";
  const data = { setl_id: entry?.centreSettlementId, mdtrt_id: entry?.visitId, psn_no: sold.psnNo };
  const reply = await on.centre.ask(infno, { data }, { fixmedins_code: on.code });
  if (reply.infcode !== 0) throw new Error(`taken back there: ${reply.err_msg}`);
}

/** A bill sent to the centre beside the desk, under numbers of its own and on a visit of its own. */
async function sendBeside(
  on: Injecting,
  sold: Committed,
  made: (input: Fields) => Fields = (input) => input,
): Promise<void> {
  const { envelope, before } = on.desk.engine.messageAgain(sold.settlementId).message;
  let centreVisitId: string | null = null;
  for (const { infno, input } of [...before, envelope]) {
    const numbered = withCentreNumbers(made(input), { centreVisitId, centreSettlementId: null });
    const reply = await on.centre.ask(infno, numbered, { fixmedins_code: on.code });
    if (reply.infcode !== 0) throw new Error(`sent beside: ${infno} ${reply.err_msg}`);
    centreVisitId ??= readVisitId(reply.output);
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** The bill with half of everything: another sale. */
function halved(input: Fields): Fields {
  const half = (value: unknown): string => (Number(value) / 2).toFixed(2);
  const nodes = Object.entries(input).map(([name, node]): readonly [string, unknown] => {
    if (!Array.isArray(node) && !(typeof node === "object" && node !== null && "medfee_sumamt" in node))
      return [name, node];
    if (Array.isArray(node))
      return [
        name,
        node.map((line: Fields) => ({
          ...line,
          cnt: String(Number(line["cnt"]) / 2),
          det_item_fee_sumamt: half(line["det_item_fee_sumamt"]),
        })),
      ];
    const { medfee_sumamt: total, ...rest } = node as Fields;
    const sums = Object.fromEntries(
      ["fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"].flatMap((field) =>
        field in rest ? [[field, null]] : [],
      ),
    );
    return [name, { ...rest, ...sums, medfee_sumamt: half(total) }];
  });
  return Object.fromEntries(nodes);
}

/** Somebody's later sale rests on the rejected one: the desk cannot take it back by itself. */
async function rejectOne(on: Injecting): Promise<boolean> {
  await on.desk.drain();
  const first = on.sell();
  // So much that the deductible is used up: what the first one took of it is missing here.
  on.desk.sell(customerOf(on, first), `depends ${first.settlementId}`, {
    ...billOf(on),
    ...largeOf(on, first),
  });
  await misbehave(on, [{ kind: "refuse", code: "CLAIM_INVALID", infno: infnos.sale, count: 1 }]);
  await on.desk.drain(1);
  await misbehave(on, []);
  await on.desk.drain();
  return on.desk.engine.findingOf(first.msgid)?.reversedBy === null;
}

function largeOf({ desk }: Injecting, { psnNo }: Committed): Fields {
  const kind = desk.engine.institution.type;
  const { items } = claimOfCustomer(desk.engine, { kind, customer: desk.customerOf(psnNo), qty: "20" });
  return { items };
}

/** How each cause comes about. */
export const injections: Readonly<Record<Cause, (on: Injecting) => Promise<void>>> = {
  neverSent: async (on) => {
    await on.desk.drain();
    on.sell();
  },
  answerLost: async (on) => {
    await on.desk.drain();
    on.sell();
    const kind = on.draws.oneOf(["lostAnswer", "lostRequest", "cut"]);
    const more = kind === "cut" ? { bytes: on.draws.upTo(400) } : {};
    await whileWrong(on, { kind, infno: infnos.sale, count: 1, ...more });
  },
  provisional: async (on) => {
    const { engine } = on.desk;
    await on.desk.drain();
    engine.setLine(true);
    const limits = { perSale: fen(1e6), perPersonDay: fen(1e7), perDesk: fen(1e8), count: 1000 };
    const agreement = { fresh: limits, old: limits, freshDays: 9999, oldDays: 9999 };
    valueOf(engine.agreeProvisional(agreement, supervisor));
    for (let at = 0; at < 3; at += 1) engine.noteLine({ kind: "failed", code: "ECONNREFUSED" });
    on.sell();
    engine.noteLine({ kind: "reached" });
  },
  rejected: async (on) => {
    for (let tries = 0; tries < 20; tries += 1) if (await rejectOne(on)) return;
    throw new Error("nobody's later sale rests on an earlier one");
  },
  reversedHere: async (on) => {
    const sold = await sent(on);
    on.desk.reverse(sold);
    await whileWrong(on, { kind: "forget", infno: infnos.reversal, count: 1 });
  },
  reversedThere: async (on) => await takeBackThere(on, await sent(on)),
  refundFlag: async (on) => {
    const sold = await sent(on);
    if (on.draws.chance() < 0.5) return await change(on, sold, { listed_as_refund: true });
    const back = on.desk.reverse(sold);
    await on.desk.drain();
    await change(on, back, { listed_as_refund: false });
  },
  amount: async (on) => {
    const sold = await sent(on);
    const { cash, basic, account } = sold.settlement.split;
    const room = Math.min(Math.max(cash, basic, account), 5000);
    await moveFund(on, sold, 2 + on.draws.upTo(Math.max(1, room - 2)));
  },
  rounding: async (on) => await moveFund(on, await sent(on), 1),
  otherDay: async (on) => {
    await on.desk.drain();
    const { clock } = on.centre;
    clock.ms = endOfDay(clock.ms) - 1000;
    on.sell();
    clock.ms += 1000 + on.draws.upTo(120_000);
    await on.desk.drain();
  },
  otherGroup: async (on) => {
    const sold = await sent(on);
    const isHospital = on.desk.engine.institution.type === "hospital";
    const sort = isHospital && on.draws.chance() < 0.5 ? { medical_type: "21" } : { insutype: "390" };
    await change(on, sold, sort);
  },
  duplicate: async (on) => await sendBeside(on, await sent(on)),
  missingThere: async (on) => {
    await on.desk.drain();
    on.sell();
    await whileWrong(on, { kind: "forget", infno: infnos.sale, count: 1 });
  },
  orphan: async (on) => await sendBeside(on, await sent(on), halved),
};

const dayMs = 86_400_000;
const shanghaiMs = 8 * 3_600_000;

/** The midnight that comes, in Shanghai. */
export function endOfDay(ms: number): number {
  return Math.ceil((ms + shanghaiMs + 1) / dayMs) * dayMs - shanghaiMs;
}

/** What a sale of this day says of its day. */
export function billOf({ centre, desk }: Pick<Injecting, "centre" | "desk">): Fields {
  const at = new Date(centre.clock.ms + shanghaiMs).toISOString().slice(0, 19);
  const serviceTime = `${at}+08:00`;
  const prescription = { issuerLevel: "2", issuedOn: at.slice(0, 10), validDays: 3 };
  return desk.engine.institution.type === "pharmacy" ? { serviceTime, prescription } : { serviceTime };
}

function customerOf({ desk }: Injecting, { psnNo }: Committed): number {
  return desk.customerOf(psnNo);
}
