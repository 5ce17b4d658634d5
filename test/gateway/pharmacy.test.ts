import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Desk, Reply } from "./knock.ts";
import { envelopeOf, openDesk } from "./knock.ts";
import { people } from "./memory-people.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(async () => {
  await desk.close();
});

const info = {
  psn_no: "P0001",
  mdtrt_cert_type: "02",
  mdtrt_cert_no: people[0].certNo,
  begntime: "2023-03-01 10:00:00",
  medfee_sumamt: "175.50",
  insutype: "310",
  acct_used_flag: "1",
  med_type: "41",
};
const detail = [
  {
    feedetl_sn: "1",
    med_list_codg: "XA01A",
    fee_ocur_time: "2023-03-01 10:00:00",
    det_item_fee_sumamt: "20.00",
    cnt: "1",
    pric: "20.00",
  },
  {
    feedetl_sn: "2",
    med_list_codg: "XB01B",
    fee_ocur_time: "2023-03-01 10:00:00",
    det_item_fee_sumamt: 120,
    cnt: 1,
    pric: 120,
  },
  {
    feedetl_sn: "3",
    med_list_codg: "XC01C",
    fee_ocur_time: "2023-03-01",
    det_item_fee_sumamt: "35.5000",
    cnt: "1.0000",
    pric: "35.500000",
  },
];
const sale = { druginfo: info, drugdetail: detail };

describe("a pharmacy by machine", () => {
  test("9001 → 1101 → 2101 → 2102 → 2103 → 5203", async () => {
    const signedIn = await desk.ask("9001", { signIn: { opter_no: "0001", mac: "", ip: "127.0.0.1" } });
    expect(signedIn).toMatchObject({
      infcode: 0,
      err_msg: "",
      output: { signinoutb: { sign_no: expect.stringMatching(/^\w{30}$/) as string } },
    });
    expect(signedIn.inf_refmsgid).toMatch(/^420300\d{24}$/);
    expect(signedIn.respond_time).toMatch(/^\d{17}$/);

    const person = await desk.ask("1101", {
      data: { mdtrt_cert_type: "02", mdtrt_cert_no: people[0].certNo },
    });
    expect(person.output).toMatchObject({
      baseinfo: { psn_no: "P0001", psn_name: "张示例", gend: "1", brdy: "1980-01-01", age: 43 },
      insuinfo: [{ insutype: "310", balc: "300.00", insuplc_admdvs: "420300", psn_insu_stas: "1" }],
      idetinfo: [],
    });

    const preview = await desk.ask("2101", sale);
    expect(preview.infcode).toBe(0);
    expect(preview.output.setlinfo).not.toHaveProperty("setl_id");
    expect(preview.output.setlinfo).toMatchObject({
      setl_time: null,
      clr_way: null,
      medfee_sumamt: "175.50",
    });

    const settled = await desk.ask("2102", { ...sale, druginfo: { ...info, invono: "INV1" } });
    const { setlinfo, detlcutinfo } = settled.output;
    expect(setlinfo).toMatchObject({
      psn_no: "P0001",
      medfee_sumamt: "175.50",
      fulamt_ownpay_amt: "35.50",
      overlmt_selfpay: "20.00",
      preselfpay_amt: "10.00",
      inscp_scp_amt: "110.00",
      fund_pay_sumamt: "0.00",
      psn_part_amt: "175.50",
      acct_pay: "175.50",
      psn_cash_pay: "0.00",
      balc: "124.50",
      clr_type: "41",
      setl_time: "2023-03-01 10:00:05",
    });
    expect(detlcutinfo.map((row) => [row["feedetl_sn"], row["chrgitm_lv"], row["overlmt_amt"]])).toEqual([
      ["1", "01", "0.00"],
      ["2", "02", "20.00"],
      ["3", "03", "0.00"],
    ]);

    await reversedAndAsked(setlinfo);
  });

  /** 2103 and 5203 name three amounts otherwise than 2102 does. */
  async function reversedAndAsked(setlinfo: Readonly<Record<string, string>>): Promise<void> {
    const named = { setl_id: setlinfo["setl_id"], mdtrt_id: setlinfo["mdtrt_id"], psn_no: "P0001" };
    const reversed = await desk.ask("2103", { data: named });
    expect(reversed.output.setlinfo).toMatchObject({
      mdtrt_id: named.mdtrt_id,
      medfee_sumamt: "-175.50",
      psn_pay: "-175.50",
      acct_pay: "-175.50",
      cash_payamt: "0.00",
      balc: "300.00",
    });
    expect(reversed.output.setlinfo).not.toHaveProperty("psn_part_amt");

    const asked = await desk.ask("5203", { data: named });
    expect(asked.output.setlinfo).toMatchObject({
      setl_id: named.setl_id,
      psn_pay: "175.50",
      cash_payamt: "0.00",
      refd_setl_flag: "0",
      invono: "INV1",
      year: "2023",
      fixmedins_code: "P42030000001",
    });
    const again = await desk.ask("2103", { data: named });
    expect(again).toMatchObject({
      infcode: -2,
      err_msg: expect.stringMatching(/^ALREADY_REVERSED /) as string,
    });
  }

  test("the same message again gets the same answer, another one under its number a refusal", async () => {
    const msgid = desk.newMsgid();
    const first = await desk.ask("2102", sale, { msgid });
    expect(await desk.ask("2102", sale, { msgid })).toEqual(first);
    const other = { ...sale, druginfo: { ...info, acct_used_flag: "0" } };
    expect((await desk.ask("2102", other, { msgid })).err_msg).toMatch(/^IDEMPOTENCY_CONFLICT /);
    const balance = desk.terminal.personByNo("P0001");
    expect(balance.ok && balance.value.account.balance).toBe(12_450);
  });

  test("an answer that was lost before it was kept is given again from the ledger", async () => {
    const msgid = desk.newMsgid();
    const first = await desk.ask("2102", sale, { msgid });
    desk.terminal.dropState("answer", msgid);
    const again = await desk.ask("2102", sale, { msgid });
    expect(again.output).toEqual(first.output);
    desk.terminal.dropState("answer", msgid);
    const other = { ...sale, druginfo: { ...info, acct_used_flag: "0" } };
    expect((await desk.ask("2102", other, { msgid })).err_msg).toMatch(/^IDEMPOTENCY_CONFLICT /);
  });

  test("a number that settled does not reverse, and a lost reversal is answered again", async () => {
    const msgid = desk.newMsgid();
    const { setlinfo } = (await desk.ask("2102", sale, { msgid })).output;
    const data = { setl_id: setlinfo["setl_id"], mdtrt_id: setlinfo["mdtrt_id"], psn_no: "P0001" };
    desk.terminal.dropState("answer", msgid);
    expect((await desk.ask("2103", { data }, { msgid })).err_msg).toMatch(/^IDEMPOTENCY_CONFLICT /);
    const back = desk.newMsgid();
    const first = await desk.ask("2103", { data }, { msgid: back });
    desk.terminal.dropState("answer", back);
    expect((await desk.ask("2103", { data }, { msgid: back })).output).toEqual(first.output);
    desk.terminal.dropState("answer", back);
    expect((await desk.ask("2102", sale, { msgid: back })).err_msg).toMatch(/^IDEMPOTENCY_CONFLICT /);
  });

  test("2601 of a message that was never committed is done, and keeps it out for good", async () => {
    const omsgid = desk.newMsgid();
    const undone = await desk.ask("2601", { data: { psn_no: "P0001", omsgid, oinfno: "2102" } });
    expect(undone).toMatchObject({ infcode: 0, output: {} });
    expect((await desk.ask("2102", sale, { msgid: omsgid })).err_msg).toMatch(/^ALREADY_REVERSED /);
  });

  test("2601 of a committed sale reverses it, twice is once", async () => {
    const omsgid = desk.newMsgid();
    await desk.ask("2102", sale, { msgid: omsgid });
    const input = { data: { psn_no: "P0001", omsgid, oinfno: "2102" } };
    expect((await desk.ask("2601", input)).infcode).toBe(0);
    expect((await desk.ask("2601", input)).infcode).toBe(0);
    const balance = desk.terminal.personByNo("P0001");
    expect(balance.ok && balance.value.account.balance).toBe(30_000);
    expect((await desk.ask("2601", { data: { ...input.data, psn_no: "P0002" } })).infcode).toBe(-2);
  });

  test("5201 and 5206 tell what became of a lost answer", async () => {
    const msgid = desk.newMsgid();
    const settled = await desk.ask("2102", sale, { msgid });
    const visits = await desk.ask("5201", { data: { psn_no: "P0001", begntime: "", endtime: null } });
    expect(visits.output).toMatchObject({
      mdtrtinfo: [{ setlinfo: [{ medins_setl_id: msgid, setl_id: settled.output.setlinfo["setl_id"] }] }],
    });
    expect((await desk.ask("5206", { data: { psn_no: "P0001" } })).infcode).toBe(0);
  });

  const refusals: readonly (readonly [string, (given: typeof sale) => unknown, RegExp])[] = [
    ["an unknown code", (given) => withLine(given, { med_list_codg: "NONE" }), /^ITEM_NOT_FOUND /],
    ["a total that is not the sum", (given) => withInfo(given, { medfee_sumamt: "175.49" }), /medfee_sumamt/],
    ["a line that does not multiply", (given) => withLine(given, { cnt: "2" }), /det_item_fee_sumamt/],
    ["somebody else's card", (given) => withInfo(given, { mdtrt_cert_no: people[1].certNo }), /不是同一人/],
    ["another insurance", (given) => withInfo(given, { insutype: "390" }), /insutype/],
    ["an outside prescription untold", (given) => withLine(given, { rx_circ_flag: "1" }), /issuerLevel/],
    ["nobody", (given) => withInfo(given, { psn_no: "P9999" }), /^PERSON_NOT_FOUND /],
    ["a missing node", () => ({ druginfo: info }), /input\.drugdetail/],
    ["a wrong node", () => ({ druginfo: [], drugdetail: detail }), /input\.druginfo/],
    ["a blank that matters", (given) => withInfo(given, { psn_no: " " }), /input\.druginfo\.psn_no 缺少/],
    ["an exponent", (given) => withLine(given, { pric: "2e1" }), /input\.drugdetail\[0\]\.pric/],
    ["a day that is none", (given) => withInfo(given, { begntime: "2023-02-30" }), /begntime/],
    ["a list where a number is", (given) => withLine(given, { cnt: [1] }), /cnt 类型/],
  ];
  test.each(refusals)("%s is refused with its reason and nothing is kept", async (_name, change, reason) => {
    const answer: Reply = await desk.ask("2102", change(sale));
    expect(answer.infcode).toBe(-2);
    expect(answer.err_msg).toMatch(reason);
    expect(answer.err_msg).not.toContain(people[0].certNo);
    expect(answer.err_msg).not.toContain(people[1].certNo);
    expect(desk.terminal.settlementsOf({ psnNo: null, day: null, limit: 10 })).toEqual([]);
  });

  test("neither a name nor a document's number stays in the flow's state or the log", async () => {
    await desk.ask("1101", { data: { mdtrt_cert_type: "02", mdtrt_cert_no: people[0].certNo } });
    await desk.ask("2102", sale);
    await desk.ask("2102", { druginfo: { ...info, psn_no: null }, drugdetail: detail });
    const written = [...desk.terminal.states.values(), ...desk.logged].join("\n");
    expect(written).not.toContain(people[0].certNo);
    expect(written).not.toContain("张示例");
    expect(desk.logged.some((line) => line.includes('"infno":"2102"'))).toBe(true);
  });

  test("an envelope with the regions' other spellings is read", async () => {
    const { mdtrtarea_admvs, insuplc_admdvs, ...rest } = envelopeOf(desk.terminal, "2101", desk.newMsgid());
    const envelope = {
      ...rest,
      mdtrtarea_admdvs: mdtrtarea_admvs,
      insuplc_admvs: insuplc_admdvs,
      input: sale,
    };
    expect(await (await desk.post(JSON.stringify(envelope))).json()).toMatchObject({ infcode: 0 });
  });
});

function withInfo(given: typeof sale, more: object): unknown {
  return { ...given, druginfo: { ...given.druginfo, ...more } };
}

function withLine(given: typeof sale, more: object): unknown {
  const [first, ...rest] = given.drugdetail;
  return { ...given, drugdetail: [{ ...first, ...more }, ...rest] };
}
