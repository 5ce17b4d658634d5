import { afterAll, expect, test } from "vitest";

import type { Fields } from "./knock.ts";
import { envelopeOf } from "./knock.ts";
import type { RealDesk } from "./real-desk.ts";
import { makeTemplate, openRealDesk, saleOf } from "./real-desk.ts";

const template = makeTemplate();
afterAll(template.remove);

const seed = 20_261_122;
const rounds = 5000;

/** The same numbers every time: a round that fails fails again. */
function openDice(from: number) {
  let state = from;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  return { below, pick: <T>(list: readonly T[]): T => list[below(list.length)] as T };
}
type Dice = ReturnType<typeof openDice>;

const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);

/** What does not belong where it is put. */
const strange: readonly ((dice: Dice) => unknown)[] = [
  () => null,
  () => "",
  () => [],
  () => ({}),
  () => true,
  () => -1,
  () => 1e308,
  () => 2 ** 53,
  () => "9".repeat(400),
  () => "1e5",
  () => "0x10",
  () => "\u0000\u202e",
  () => "\ud800",
  () => "'; DROP TABLE settlements; --",
  () => "../../gateway.token",
  () => "__proto__",
  () => "2026-02-30 25:61:61",
  () => "9999-12-31 23:59:59",
  () => ["x", null, {}],
  () => ({ toString: 1, constructor: null }),
  (dice) => deep(dice.below(120)),
  (dice) => dice.below(1_000_000) / 7,
];

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** Every field of a message, lists counted by place. */
function placesOf(holder: object): Place[] {
  return Object.entries(holder).flatMap(([key, value]: [string, unknown]) => [
    { holder: holder as Record<string, unknown>, key },
    ...(typeof value === "object" && value !== null ? placesOf(value) : []),
  ]);
}

function mutate(envelope: Fields, dice: Dice): Fields {
  const changed = structuredClone(envelope);
  for (let count = 1 + dice.below(3); count > 0; count -= 1) {
    const { holder, key } = dice.pick(placesOf(changed));
    const way = dice.below(10);
    if (way === 0) Reflect.deleteProperty(holder, key);
    else if (way === 1) holder[key] = [holder[key], holder[key]];
    else if (way === 2) holder[dice.pick(["extra", "exp_content", "expContent"])] = dice.pick(strange)(dice);
    else if (way === 3 && typeof holder[key] === "string") holder[key] = `${holder[key]} `;
    else holder[key] = dice.pick(strange)(dice);
  }
  return changed;
}

/** The bytes of a message: mostly its JSON, sometimes cut, bent, or in no encoding at all. */
function bytesOf(envelope: Fields, dice: Dice): Buffer {
  const text = JSON.stringify(envelope);
  const bytes = Buffer.from(text);
  switch (dice.below(20)) {
    case 0:
      return bytes.subarray(0, dice.below(bytes.length));
    case 1:
      bytes[dice.below(bytes.length)] = 128 + dice.below(128);
      return bytes;
    case 2:
      return Buffer.from(text.replace("{", '{"infno":"2102",'));
    case 3:
      return Buffer.from(`${"[".repeat(dice.below(300))}${text}`);
    default:
      return bytes;
  }
}

/** Messages that are right, of every sort that the doors serve. */
function rightInputs(desk: RealDesk): readonly (readonly [string, object])[] {
  const { psnNo: psn_no = "", certNo: mdtrt_cert_no = "" } = desk.town.people[104] ?? {};
  const person = { psn_no, mdtrt_cert_type: "02", mdtrt_cert_no, insutype: "310" };
  const visit = { mdtrt_id: "420300000000000000000000000001", psn_no };
  const line = { ...visit, ...saleOf(desk, 4, "9.00").drugdetail[0], chrg_bchno: "B1" };
  const bill = { ...person, ...visit, med_type: "11", medfee_sumamt: 9, chrg_bchno: "B1", acct_used_flag: 1 };
  const period = { setl_optins: "420300", stmt_begndate: "2026-12-01", stmt_enddate: "2026-12-01" };
  const sums = { medfee_sumamt: 0, fund_pay_sumamt: 0, acct_pay: 0, cash_payamt: 0, fixmedins_setl_cnt: 0 };
  const clearing = { clr_type: "11", setlym: "202612", psntime: 0, med_sumfee: 0, fund_appy_sum: 0 };
  const stay = { ...person, begntime: "2026-11-30", med_type: "21", ipt_no: "S" };
  return [
    ["9001", { signIn: { opter_no: "1", mac: "", ip: "" } }],
    ["9002", { signOut: { sign_no: "x", opter_no: "1" } }],
    ["1101", { data: { mdtrt_cert_type: "02", mdtrt_cert_no } }],
    ["2001", { data: { ...person, med_type: "11", begntime: "2026-12-01" } }],
    ["2101", saleOf(desk, 4, "9.00")],
    ["2102", saleOf(desk, 4, "9.00", { acct_used_flag: 1 })],
    ["2103", { data: { ...visit, setl_id: "x" } }],
    ["2201", { data: { ...person, begntime: "2026-12-01", ipt_otp_no: "V" } }],
    ["2202", { data: visit }],
    ["2203", { mdtrtinfo: { ...visit, med_type: "11", begntime: "2026-12-01" }, diseinfo: [] }],
    ["2204", { feedetail: [line] }],
    ["2205", { data: { ...visit, chrg_bchno: "0000" } }],
    ["2206", { data: bill }],
    ["2207", { data: bill }],
    ["2208", { data: { ...visit, setl_id: "x" } }],
    ["2301", { feedetail: [{ ...line, init_feedetl_sn: "" }] }],
    ["2302", { data: [{ ...visit, feedetl_sn: "0000" }] }],
    ["2303", { data: { ...bill, mid_setl_flag: "0" } }],
    ["2304", { data: { ...bill, mid_setl_flag: "0", dscgTime: "2026-12-01" } }],
    ["2305", { data: { ...visit, setl_id: "x" } }],
    ["2401", { mdtrtinfo: stay, diseinfo: [] }],
    ["2402", { dscginfo: { ...visit, endtime: "2026-12-01" } }],
    ["2403", { adminfo: { ...visit, begntime: "" } }],
    ["2404", { data: visit }],
    ["2405", { data: visit }],
    ["2601", { data: { psn_no, omsgid: "X1", oinfno: "2102" } }],
    ["3201", { data: { insutype: "310", clr_type: "11", ...period, ...sums } }],
    ["3202", { data: { ...period, ...sums, file_qury_no: "x" } }],
    ["3203", { data: { ...clearing, ...sums, begndate: "2026-12-01", enddate: "2026-12-01" } }],
    ["3204", { data: { clr_appy_evt_id: "x" } }],
    ["5201", { data: { psn_no } }],
    ["5203", { data: { ...visit, setl_id: "x" } }],
    ["5206", { data: { psn_no } }],
    ["9101", { fsUploadIn: { in: [80, 75, 3, 4, -1], filename: "a.zip", fixmedins_code: "x" } }],
    ["9102", { fsDownloadIn: { file_qury_no: "x", filename: "a", fixmedins_code: "x" } }],
    ["0000", { data: {} }],
  ];
}

const answerKeys = ["infcode", "inf_refmsgid", "refmsg_time", "respond_time", "err_msg", "output"];

interface Given {
  readonly status: number;
  readonly body: Buffer;
  readonly hasBooked: boolean;
}

/** What is wrong with an answer; null when it is a national one that keeps its word. */
function faultOf({ status, body, hasBooked }: Given): string | null {
  if (status !== 200) return `status ${status}`;
  const reply = JSON.parse(body.toString("utf8")) as { infcode: number; err_msg: string };
  if (Object.keys(reply).join() !== answerKeys.join()) return "no national envelope";
  const { infcode, err_msg } = reply;
  if (infcode === 0) return null;
  if (infcode !== -1 && infcode !== -2) return `infcode ${infcode}`;
  if (hasBooked) return "booked without a 0";
  return err_msg.length <= 200 && /^(?!INTERNAL_ERROR)[A-Z_]+ ./.test(err_msg) ? null : err_msg;
}

/** One message: a right one, a bent one, or either under a number that has been used. */
function messageOf(
  desk: RealDesk,
  right: ReturnType<typeof rightInputs>,
  known: string[],
  dice: Dice,
): Buffer {
  const [infno, input] = dice.pick(right);
  const isRepeated = known.length > 0 && dice.below(8) === 0;
  const msgid = isRepeated ? dice.pick(known) : desk.newMsgid();
  known.push(msgid);
  const envelope = { ...envelopeOf(desk.terminal, infno, msgid), input };
  const isRight = dice.below(6) === 0;
  return isRight ? Buffer.from(JSON.stringify(envelope)) : bytesOf(mutate(envelope, dice), dice);
}

test("whatever comes, the answer is a national envelope, and without a 0 nothing is booked", async () => {
  const limits = { perSecond: 1e9, burst: 1e9, bodyBytes: 100_000 };
  const desk = await openRealDesk(template, { limits });
  const dice = openDice(seed);
  const right = rightInputs(desk);
  const known: string[] = [];
  const faults: string[] = [];
  const counts: Record<string, number> = {};
  const booked = (): number =>
    desk.terminal.settlementsOf({ psnNo: null, day: null, limit: 1 })[0]?.number ?? 0;
  for (let round = 0, before = 0; round < rounds; round += 1) {
    const answer = await desk.post(messageOf(desk, right, known, dice));
    const after = booked();
    const fault = faultOf({ ...answer, hasBooked: after !== before });
    if (fault !== null) faults.push(`seed ${seed}, round ${round}: ${fault}`);
    const infcode = /"infcode":(-?\d)/.exec(answer.body.toString("utf8"))?.[1] ?? "none";
    counts[infcode] = (counts[infcode] ?? 0) + 1;
    before = after;
  }
  console.log(`fuzz of the door, seed ${seed}: ${JSON.stringify(counts)}, ${booked()} settlements`);
  expect(faults).toEqual([]);
  expect(Math.min(counts["0"] ?? 0, counts["-1"] ?? 0, counts["-2"] ?? 0, booked())).toBeGreaterThan(10);
  expect([...desk.terminal.verify()]).toEqual([]);
  expect((await desk.ask("2102", saleOf(desk, 8, "9.00"))).err_msg).toBe("");
  const big = await desk.post(JSON.stringify({ input: "x".repeat(200_000) }));
  expect([big.status, JSON.parse(big.body.toString("utf8"))]).toMatchObject([413, { infcode: -1 }]);
  await desk.close();
}, 300_000);
