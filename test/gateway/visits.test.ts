import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Desk } from "./knock.ts";
import { openDesk } from "./knock.ts";
import { people } from "./memory-people.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({ code: "H42030000001", name: "示例医院", type: "hospital", level: "3" });
});
afterEach(async () => {
  await desk.close();
});

const shown = { mdtrt_cert_type: "02", mdtrt_cert_no: people[0].certNo };

function line(id: string, mdtrtId: string, more: object = {}) {
  return {
    feedetl_sn: id,
    mdtrt_id: mdtrtId,
    psn_no: "P0001",
    chrg_bchno: "B1",
    fee_ocur_time: "2023-03-01 10:00:00",
    med_list_codg: "FW01",
    medins_list_codg: "own",
    det_item_fee_sumamt: 800,
    cnt: 1,
    pric: "800",
    rx_circ_flag: "0",
    exp_content: "",
    ...more,
  };
}

describe("an outpatient visit by machine", () => {
  const settleInput = (mdtrtId: string, more: object = {}) => ({
    data: {
      psn_no: "P0001",
      ...shown,
      med_type: "11",
      medfee_sumamt: "800.00",
      psn_setlway: "01",
      mdtrt_id: mdtrtId,
      chrg_bchno: "B1",
      acct_used_flag: 1,
      insutype: "310",
      invono: null,
      fulamt_ownpay_amt: "0",
      overlmt_selfpay: "",
      preselfpay_amt: null,
      inscp_scp_amt: 0,
      ...more,
    },
  });
  const register = async (): Promise<string> => {
    const data = {
      psn_no: "P0001",
      insutype: "310",
      begntime: "2023-03-01 09:30:00",
      ...shown,
      ipt_otp_no: "V1",
    };
    const answer = await desk.ask("2201", { data });
    expect(answer.output).toMatchObject({ data: { psn_no: "P0001", ipt_otp_no: "V1" } });
    return (answer.output as unknown as { data: { mdtrt_id: string } }).data.mdtrt_id;
  };
  const describeVisit = async (mdtrtId: string): Promise<void> => {
    const mdtrtinfo = { mdtrt_id: mdtrtId, psn_no: "P0001", med_type: "11", begntime: "2023-03-01 10:00:00" };
    const diseinfo = [{ diag_type: "1", diag_code: "I10.x00", diag_name: "高血压" }];
    expect((await desk.ask("2203", { mdtrtinfo, diseinfo })).infcode).toBe(0);
  };

  test("2201 → 2203 → 2204 → 2206 → 2207 → 2208, settled once", async () => {
    const visit = await register();
    await describeVisit(visit);
    const uploaded = await desk.ask("2204", { feedetail: [line("1", visit)] });
    expect(uploaded.output).toMatchObject({
      result: [{ feedetl_sn: "1", inscp_scp_amt: "800.00", chrgitm_lv: "01", lmt_used_flag: "0" }],
    });
    const preview = await desk.ask("2206", settleInput(visit));
    expect(preview.output.setlinfo).toMatchObject({
      hifp_pay: "150.00",
      act_pay_dedc: "500.00",
      clr_optins: null,
    });
    const settled = await desk.ask("2207A", settleInput(visit));
    expect(settled.output.setlinfo).toMatchObject({
      mdtrt_id: visit,
      medfee_sumamt: "800.00",
      hifp_pay: "150.00",
      pool_prop_selfpay: "0.50",
      fund_pay_sumamt: "150.00",
      psn_part_amt: "650.00",
      acct_pay: "300.00",
      psn_cash_pay: "350.00",
      hosp_part_amt: "0.00",
      hifdm_pay: "0.00",
      balc: "0.00",
      clr_type: "11",
      clr_way: "1",
    });
    expect(settled.output.setldetail).toMatchObject([
      { fund_pay_type: "310100", fund_payamt: "150.00", crt_payb_lmt_amt: "3000.00" },
      { fund_pay_type: "310200", fund_payamt: "300.00" },
    ]);
    expect((await desk.ask("2207", settleInput(visit))).err_msg).toMatch(/没有未结算的明细/);
    expect(
      (await desk.ask("2202", { data: { mdtrt_id: visit, psn_no: "P0001", ipt_otp_no: "V1" } })).infcode,
    ).toBe(-2);

    const setl = { setl_id: settled.output.setlinfo["setl_id"], mdtrt_id: visit, psn_no: "P0001" };
    expect((await desk.ask("2103", { data: setl })).err_msg).toMatch(/与之对应的撤销交易/);
    const reversed = await desk.ask("2208", { data: setl });
    expect(reversed.output.setlinfo).toMatchObject({
      psn_part_amt: "-650.00",
      pdn_cash_pay: "-350.00",
      hifp_pay: "-150.00",
      act_pay_dedc: "-500.00",
      balc: "300.00",
    });
    expect((await desk.ask("2207", settleInput(visit))).infcode).toBe(0);
  });

  test("a commit whose visit never learnt of it is not made twice", async () => {
    const visit = await register();
    await desk.ask("2204", { feedetail: [line("1", visit)] });
    expect((await desk.ask("2207", settleInput(visit))).infcode).toBe(0);
    expect((await desk.ask("2207", settleInput(visit))).err_msg).toMatch(/没有未结算的明细/);
    expect(desk.terminal.settlementsOf({ psnNo: "P0001", day: null, limit: 9 })).toHaveLength(1);
  });

  test("lines come and go by batch, and none twice", async () => {
    const visit = await register();
    await desk.ask("2204", { feedetail: [line("1", visit)] });
    expect((await desk.ask("2204", { feedetail: [line("1", visit)] })).err_msg).toMatch(/已上传/);
    expect(
      (await desk.ask("2204", { feedetail: [line("2", visit, { med_list_codg: "?" })] })).err_msg,
    ).toMatch(/^ITEM_NOT_FOUND/);
    expect((await desk.ask("2204", { feedetail: [line("2", "no-such-visit")] })).infcode).toBe(-2);
    const data = { mdtrt_id: visit, chrg_bchno: "0000", psn_no: "P0001" };
    expect((await desk.ask("2205", { data })).infcode).toBe(0);
    expect((await desk.ask("2206", settleInput(visit))).infcode).toBe(-2);
    expect((await desk.ask("2204", { feedetail: [line("1", visit)] })).infcode).toBe(0);
    expect((await desk.ask("2206", settleInput(visit, { inscp_scp_amt: "700" }))).err_msg).toMatch(
      /inscp_scp_amt/,
    );
    expect((await desk.ask("2206", settleInput(visit, { medfee_sumamt: 1 }))).err_msg).toMatch(
      /medfee_sumamt/,
    );
  });

  test("2001 asks the rules themselves", async () => {
    const data = {
      psn_no: "P0001",
      insutype: 310,
      begntime: "2023-03-01 00:00:00",
      endtime: "",
      med_type: 11,
    };
    expect((await desk.ask("2001", { data })).output).toMatchObject({
      trtinfo: [{ trt_enjymnt_flag: "1", fund_pay_type: "310100", trt_chk_rslt: "" }],
    });
    expect(
      (await desk.ask("2001", { data: { ...data, begntime: "2001-03-01 00:00:00" } })).output,
    ).toMatchObject({
      trtinfo: [{ trt_enjymnt_flag: "0", trt_chk_rslt: expect.stringMatching(/^PACK_NOT_FOUND/) as string }],
    });
  });
});

describe("a stay by machine", () => {
  const credential = { mdtrt_cert_type: "01", mdtrt_cert_no: "EC-P0001" };

  test("2401 → 2301 → 2402 → 2303 → 2304 → 2305", async () => {
    const mdtrtinfo = {
      psn_no: "P0001",
      insutype: "310",
      begntime: "2023-02-25 08:00:00",
      ...credential,
      med_type: "21",
      ipt_no: "S1",
    };
    const admitted = await desk.ask("2401", { mdtrtinfo, diseinfo: [] });
    const stay = (admitted.output as unknown as { result: { mdtrt_id: string } }).result.mdtrt_id;
    const returned = { cnt: -1, det_item_fee_sumamt: -800, init_feedetl_sn: "1" };
    const uploaded = await desk.ask("2301", {
      feedetail: [line("1", stay, { cnt: 3, det_item_fee_sumamt: 2400 }), line("2", stay, returned)],
    });
    expect(uploaded.output).toMatchObject({
      result: [{ inscp_scp_amt: "2400.00" }, { cnt: "-1", inscp_scp_amt: "-800.00" }],
    });
    const data = {
      psn_no: "P0001",
      ...credential,
      medfee_sumamt: "1600.00",
      psn_setlway: "01",
      mdtrt_id: stay,
      acct_used_flag: "0",
      insutype: "310",
      mid_setl_flag: "0",
    };
    expect((await desk.ask("2304", { data })).err_msg).toMatch(/^NOT_SUPPORTED/);
    expect((await desk.ask("2303", { data })).infcode).toBe(0);
    const dscginfo = { mdtrt_id: stay, psn_no: "P0001", insutype: "310", endtime: "2023-03-01 09:00:00" };
    expect((await desk.ask("2402", { dscginfo })).infcode).toBe(0);
    const settled = await desk.ask("2304", { data });
    expect(settled.output.setlinfo).toMatchObject({
      medfee_sumamt: "1600.00",
      clr_type: "21",
      med_type: "21",
    });
    expect((await desk.ask("2301", { feedetail: [line("3", stay)] })).infcode).toBe(-2);
    const setl = { setl_id: settled.output.setlinfo["setl_id"], mdtrt_id: stay, psn_no: "P0001" };
    const reversed = await desk.ask("2305", { data: setl });
    expect(reversed.output.setlinfo).toMatchObject({
      medfee_sumamt: "-1600.00",
      psn_cash_pay: expect.any(String) as string,
    });
    expect((await desk.ask("2405", { data: { mdtrt_id: stay, psn_no: "P0001" } })).infcode).toBe(0);
    const all = [{ feedetl_sn: "0000", mdtrt_id: stay, psn_no: "P0001" }];
    expect((await desk.ask("2302", { data: all })).infcode).toBe(0);
    expect((await desk.ask("2404", { data: { mdtrt_id: stay, psn_no: "P0001" } })).infcode).toBe(0);
  });

  test("more cannot come back than went out, and no stay is settled midway", async () => {
    const mdtrtinfo = {
      psn_no: "P0001",
      insutype: "310",
      begntime: "2023-02-25",
      ...credential,
      med_type: "21",
      ipt_no: "S1",
    };
    const omsgid = desk.newMsgid();
    const admitted = await desk.ask("2401", { mdtrtinfo }, { msgid: omsgid });
    const stay = (admitted.output as unknown as { result: { mdtrt_id: string } }).result.mdtrt_id;
    await desk.ask("2301", { feedetail: [line("2", stay, { cnt: -1, det_item_fee_sumamt: -800 })] });
    const data = { psn_no: "P0001", ...credential, medfee_sumamt: "0", mdtrt_id: stay, insutype: "310" };
    expect((await desk.ask("2303", { data })).err_msg).toMatch(/init_feedetl_sn/);
    expect((await desk.ask("2303", { data: { ...data, mid_setl_flag: "1" } })).err_msg).toMatch(
      /^NOT_SUPPORTED/,
    );
    const adminfo = { mdtrt_id: stay, psn_no: "P0001", begntime: "2023-02-26 00:00:00" };
    expect((await desk.ask("2403", { adminfo })).infcode).toBe(0);
    expect((await desk.ask("2601", { data: { psn_no: "P0001", omsgid, oinfno: "2401" } })).infcode).toBe(0);
    expect((await desk.ask("2303", { data })).infcode).toBe(-2);
  });
});
