import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Reply } from "./knock.ts";
import type { RealDesk } from "./real-desk.ts";
import { makeTemplate, openRealDesk, saleOf } from "./real-desk.ts";

const template = makeTemplate();
afterAll(template.remove);
let desk: RealDesk;
beforeEach(async () => {
  desk = await openRealDesk(template);
});
afterEach(async () => {
  await desk.close();
});

const undo = async (omsgid: string, psn_no: string, oinfno = "2103"): Promise<Reply> =>
  await desk.ask("2601", { data: { psn_no, omsgid, oinfno } });

/** A sale of 50 from the account and its reversal under a known number. */
async function soldAndReversed(): Promise<{ readonly ids: Record<string, string>; readonly back: string }> {
  const sale = saleOf(desk, 3, "50.00", { acct_used_flag: "1" });
  const { setl_id = "", mdtrt_id = "", psn_no = "" } = (await desk.ask("2102", sale)).output.setlinfo;
  const back = desk.newMsgid();
  const ids = { setl_id, mdtrt_id, psn_no };
  expect((await desk.ask("2103", { data: ids }, { msgid: back })).err_msg).toBe("");
  return { ids, back };
}

function balanceOf(psnNo: string): number {
  const found = desk.terminal.personByNo(psnNo);
  return found.ok ? found.value.account.balance : Number.NaN;
}

describe("2601 of a booked reversal", () => {
  test("makes the settlement again with the same money, once", async () => {
    const { ids, back } = await soldAndReversed();
    const psnNo = ids["psn_no"] ?? "";
    const before = balanceOf(psnNo);
    expect((await undo(back, psnNo)).err_msg).toBe("");
    expect(balanceOf(psnNo)).toBe(before - 5000);
    expect((await undo(back, psnNo)).infcode).toBe(0);
    expect(balanceOf(psnNo)).toBe(before - 5000);
    expect(desk.terminal.settlementsOf({ psnNo, day: null, limit: 9 })).toHaveLength(3);
    const visits = await desk.ask("5201", { data: { psn_no: psnNo } });
    expect(visits.output).toMatchObject({ mdtrtinfo: [{ setlinfo: [{}] }] });
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("leaves the sale to be reversed by the number it was given out under", async () => {
    const { ids, back } = await soldAndReversed();
    const psnNo = ids["psn_no"] ?? "";
    const before = balanceOf(psnNo);
    await undo(back, psnNo);
    const again = desk.newMsgid();
    const reversed = await desk.ask("2103", { data: ids }, { msgid: again });
    expect(reversed.output.setlinfo).toMatchObject({ medfee_sumamt: "-50.00", acct_pay: "-50.00" });
    desk.terminal.dropState("answer", again);
    expect((await desk.ask("2103", { data: ids }, { msgid: again })).output).toEqual(reversed.output);
    expect(balanceOf(psnNo)).toBe(before);
    expect((await desk.ask("2103", { data: ids })).err_msg).toMatch(/^ALREADY_REVERSED/);
    expect((await undo(again, psnNo)).infcode).toBe(0);
    expect(balanceOf(psnNo)).toBe(before - 5000);
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("is refused when the account no longer has the money", async () => {
    const { ids, back } = await soldAndReversed();
    const psnNo = ids["psn_no"] ?? "";
    const all = (balanceOf(psnNo) / 100).toFixed(2);
    expect((await desk.ask("2102", saleOf(desk, 3, all, { acct_used_flag: "1" }))).err_msg).toBe("");
    expect(balanceOf(psnNo)).toBe(0);
    expect((await undo(back, psnNo)).err_msg).toMatch(/^PREVIEW_STALE /);
    expect(balanceOf(psnNo)).toBe(0);
    expect(desk.terminal.settlementsOf({ psnNo, day: null, limit: 9 })).toHaveLength(3);
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("is refused for somebody else, and of what has a reversal of its own", async () => {
    const { back } = await soldAndReversed();
    expect((await undo(back, "nobody")).err_msg).toMatch(/^CLAIM_INVALID/);
    const { psnNo: psn_no, certNo: mdtrt_cert_no } = desk.town.people[103] ?? {};
    const data = { psn_no, insutype: "310", begntime: "2026-12-01", mdtrt_cert_type: "02", mdtrt_cert_no };
    const msgid = desk.newMsgid();
    expect((await desk.ask("2201", { data: { ...data, ipt_otp_no: "V" } }, { msgid })).err_msg).toBe("");
    expect((await undo(msgid, psn_no ?? "", "2201")).err_msg).toMatch(/^NOT_SUPPORTED .*2201/);
  });
});

describe("2601 of an outpatient reversal", () => {
  const person = { psn_no: "", mdtrt_cert_type: "02", mdtrt_cert_no: "" };
  const line = (mdtrt_id: string, feedetl_sn = "1") => {
    const item = desk.town.items.find(
      ({ kind, class: itemClass }) => kind === "service" && itemClass === "A",
    );
    return {
      feedetl_sn,
      mdtrt_id,
      psn_no: person.psn_no,
      chrg_bchno: "B1",
      med_list_codg: item?.code,
      fee_ocur_time: "2026-12-01 09:00:00",
      cnt: 1,
      pric: 800,
      det_item_fee_sumamt: 800,
    };
  };
  const settleInput = (mdtrt_id: string) => ({
    data: { ...person, med_type: "11", medfee_sumamt: 800, mdtrt_id, chrg_bchno: "B1", acct_used_flag: 0 },
  });
  /** Registered, settled and reversed: the visit, its ids and the reversal's number. */
  const reversedVisit = async () => {
    const { psnNo = "", certNo = "" } = desk.town.people[103] ?? {};
    Object.assign(person, { psn_no: psnNo, mdtrt_cert_no: certNo });
    const data = { ...person, insutype: "310", begntime: "2026-12-01 09:00:00", ipt_otp_no: "V" };
    const { data: registered } = (await desk.ask("2201", { data })).output as unknown as {
      data: { mdtrt_id: string };
    };
    const visit = registered.mdtrt_id;
    expect((await desk.ask("2204", { feedetail: [line(visit)] })).err_msg).toBe("");
    const settled = await desk.ask("2207", settleInput(visit));
    expect(settled.err_msg).toBe("");
    expect(settled.output.setlinfo["fund_pay_sumamt"]).not.toBe("0.00");
    const ids = { setl_id: settled.output.setlinfo["setl_id"], mdtrt_id: visit, psn_no: psnNo };
    const back = desk.newMsgid();
    expect((await desk.ask("2208", { data: ids }, { msgid: back })).err_msg).toBe("");
    return { visit, ids, back, psnNo };
  };

  test("holds the lines again, so that none is settled twice", async () => {
    const { visit, ids, back, psnNo } = await reversedVisit();
    await desk.ask("2204", { feedetail: [line(visit, "2")] });
    expect((await undo(back, psnNo, "2208")).err_msg).toBe("");
    await desk.ask("2205", { data: { mdtrt_id: visit, psn_no: psnNo, chrg_bchno: "0000" } });
    expect((await desk.ask("2207", settleInput(visit))).err_msg).toMatch(/没有未结算的明细/);
    const accumulators = desk.terminal.personByNo(psnNo);
    expect(accumulators.ok && accumulators.value.accumulators["outpatient.fund"]).toBeGreaterThan(0);
    expect((await desk.ask("2208", { data: ids })).infcode).toBe(0);
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("is refused when its lines were settled otherwise or are gone", async () => {
    const { visit, back, psnNo } = await reversedVisit();
    expect((await desk.ask("2207", settleInput(visit))).err_msg).toBe("");
    expect((await undo(back, psnNo, "2208")).err_msg).toMatch(/明细已变动/);
    const other = await reversedVisit();
    await desk.ask("2202", { data: { mdtrt_id: other.visit, psn_no: psnNo, ipt_otp_no: "V" } });
    expect((await undo(other.back, psnNo, "2208")).err_msg).toMatch(/就诊已撤销/);
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("is refused when accumulators have moved so that the money would be another", async () => {
    const { back, psnNo } = await reversedVisit();
    const other = await reversedVisit();
    // The second visit again: it now uses the deductible that the first had used.
    expect((await desk.ask("2207", settleInput(other.visit))).err_msg).toBe("");
    const books = desk.terminal.settlementsOf({ psnNo, day: null, limit: 99 }).length;
    expect((await undo(back, psnNo, "2208")).err_msg).toMatch(/^PREVIEW_STALE 撤销之后累计已变动/);
    expect(desk.terminal.settlementsOf({ psnNo, day: null, limit: 99 })).toHaveLength(books);
    expect([...desk.terminal.verify()]).toEqual([]);
  });
});
