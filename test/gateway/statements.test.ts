import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";

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

type Sold = Readonly<Record<"setl_id" | "mdtrt_id" | "psn_no" | "medins_setl_id", string>>;

async function sell(person: number, amount: string): Promise<Sold> {
  const { setlinfo, ...rest } = (await desk.ask("2102", saleOf(desk, person, amount))).output;
  expect(rest).toHaveProperty("setldetail");
  const { setl_id = "", mdtrt_id = "", psn_no = "", medins_setl_id = "" } = setlinfo;
  return { setl_id, mdtrt_id, psn_no, medins_setl_id };
}

async function takeBack({ setl_id, mdtrt_id, psn_no }: Sold): Promise<string> {
  const { setlinfo } = (await desk.ask("2103", { data: { setl_id, mdtrt_id, psn_no } })).output;
  return setlinfo["setl_id"] ?? "";
}

const day = { stmt_begndate: "2026-12-01", stmt_enddate: "2026-12-01 23:59:59", setl_optins: "420300" };

/** Three sales of 100, 200 and 300, the second taken back. */
async function soldAndReturned(): Promise<readonly [Sold, Sold, Sold, string]> {
  const first = await sell(3, "100.00");
  const second = await sell(6, "200.00");
  const third = await sell(7, "300.00");
  return [first, second, third, await takeBack(second)];
}

describe("3201 total statement", () => {
  const asked = (more: object) => ({
    data: {
      insutype: "310",
      clr_type: "11",
      ...day,
      medfee_sumamt: 400,
      fund_pay_sumamt: "0",
      acct_pay: "0.00",
      fixmedins_setl_cnt: "4",
      ...more,
    },
  });
  const result = async (more: object = {}): Promise<unknown> =>
    (await desk.ask("3201", asked(more))).output["stmtinfo" as never];

  test("is flat when both hold the same, and says which sums differ", async () => {
    await soldAndReturned();
    expect(await result()).toEqual({ setl_optins: "420300", stmt_rslt: "0", stmt_rslt_dscr: "对账平" });
    expect(await result({ fixmedins_setl_cnt: 3 })).toMatchObject({ stmt_rslt: "1" });
    expect(await result({ fixmedins_setl_cnt: 5 })).toMatchObject({ stmt_rslt: "2" });
    expect(await result({ medfee_sumamt: "400.01" })).toMatchObject({
      stmt_rslt: "3",
      stmt_rslt_dscr: "不符：medfee_sumamt 本机 400.00",
    });
    expect(await result({ acct_pay: "0.01" })).toMatchObject({ stmt_rslt: "3" });
  });

  test("counts refunds unless the flag, in either case, leaves them out", async () => {
    await soldAndReturned();
    const sales = { medfee_sumamt: "600.00", fixmedins_setl_cnt: 3 };
    expect(await result({ ...sales, REFD_SETL_FLAG: "0" })).toMatchObject({ stmt_rslt: "0" });
    expect(await result({ ...sales, refd_setl_flag: 0 })).toMatchObject({ stmt_rslt: "0" });
    expect(await result({ REFD_SETL_FLAG: "1" })).toMatchObject({ stmt_rslt: "0" });
    expect(await result({ refd_setl_flag: null })).toMatchObject({ stmt_rslt: "0" });
  });

  test("is one of an insurance, a sort of clearing, an office and days", async () => {
    await soldAndReturned();
    const none = { medfee_sumamt: 0, fixmedins_setl_cnt: 0 };
    for (const other of [
      { insutype: "390" },
      { clr_type: "41" },
      { setl_optins: "420281" },
      { stmt_begndate: "2026-12-02", stmt_enddate: "2026-12-03" },
    ]) {
      expect(await result({ ...none, ...other })).toMatchObject({ stmt_rslt: "0" });
    }
    for (const wrong of [{ stmt_begndate: "2026-12-02" }, { stmt_begndate: "2025-01-01" }]) {
      expect((await desk.ask("3201", asked(wrong))).err_msg).toMatch(/^CLAIM_INVALID 对账期间/);
    }
  });

  test("a resident is not an employee, also of the same plan", async () => {
    const resident = desk.town.people.findIndex(
      ({ plan, insutype }) => plan === "jingmen" && insutype === "390",
    );
    const { psnNo: psn_no, certNo: mdtrt_cert_no } = desk.town.people[resident] ?? {};
    const sale = saleOf(desk, 0, "10.00", { psn_no, mdtrt_cert_no, insutype: "390" });
    expect((await desk.ask("2102", sale)).err_msg).toBe("");
    const told = { setl_optins: "420800", medfee_sumamt: "10", fixmedins_setl_cnt: 1 };
    expect(await result({ ...told, insutype: "390" })).toMatchObject({ stmt_rslt: "0" });
    expect(await result({ ...told, insutype: "310" })).toMatchObject({ stmt_rslt: "2" });
  });
});

describe("3202 detail statement", () => {
  type Row = readonly (string | null)[];
  const upload = async (bytes: Uint8Array): Promise<string> => {
    const signed = [...new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)];
    const fsUploadIn = { in: signed, filename: "stmt.zip", fixmedins_code: "H42030000001" };
    const answer = await desk.ask("9101", { fsUploadIn });
    expect(answer.err_msg).toBe("");
    expect(answer.output).toMatchObject({
      filename: "stmt.zip",
      dld_endtime: "2026-12-31 10:00:00",
      fsUploadOut: { fixmedins_code: "H42030000001" },
    });
    return (answer.output as unknown as { file_qury_no: string }).file_qury_no;
  };
  const zipped = (rows: readonly Row[], eol = "\n"): Uint8Array =>
    zipSync({ "stmt.txt": strToU8(rows.map((row) => `${row.join("\t")}${eol}`).join("")) });
  const sum = (rows: readonly Row[], column: number): string =>
    (rows.reduce((total, row) => total + Math.round(Number(row[column]) * 100), 0) / 100).toFixed(2);
  const asked = (file: string, rows: readonly Row[], more: object = {}) => ({
    data: {
      ...day,
      file_qury_no: file,
      medfee_sumamt: sum(rows, 3),
      fund_pay_sumamt: sum(rows, 4),
      cash_payamt: "0",
      fixmedins_setl_cnt: rows.length,
      clr_type: "11",
      ...more,
    },
  });
  const rowOf = (sold: Sold, amount: string, flag = "0"): string[] => [
    sold.setl_id,
    sold.mdtrt_id,
    sold.psn_no,
    amount,
    "0.00",
    "0.00",
    flag,
  ];
  const resultOf = async (rows: readonly Row[], more: object = {}): Promise<string[][]> => {
    const file = await upload(zipped(rows));
    const answer = await desk.ask("3202", asked(file, rows, more));
    expect(answer.err_msg).toBe("");
    const { fileinfo } = answer.output as unknown as { fileinfo: Record<string, string> };
    expect(fileinfo["filename"]).toMatch(/^\d{17}\.txt\.zip$/);
    const files = unzipSync(await desk.download(fileinfo["file_qury_no"] ?? ""));
    expect(Object.keys(files)).toEqual(["result.txt"]);
    const text = strFromU8(files["result.txt"] ?? new Uint8Array());
    return text
      .split("\n")
      .slice(0, -1)
      .map((line) => line.split("\t"));
  };

  test("every row has its result, with the centre's amounts and the msgid for a 2601", async () => {
    const [first, second, third, back] = await soldAndReturned();
    const rows = [
      rowOf(first, "100.00"),
      rowOf(second, "200.00"),
      rowOf({ ...second, setl_id: back }, "-200.00", "1"),
      rowOf({ ...first, setl_id: "none" }, "7.00"),
      rowOf(first, "100.00"),
    ];
    const [flat, sold, refund, unknown, twice, missing, ...none] = await resultOf(rows);
    const of = (one: Sold, ...rest: string[]): string[] => [one.psn_no, one.mdtrt_id, one.setl_id, ...rest];
    expect(flat).toEqual(of(first, first.medins_setl_id, "0", "0", "", "100.00", "0.00", "0.00"));
    expect(sold?.slice(4)).toEqual(["0", "0", "", "200.00", "0.00", "0.00"]);
    expect(refund?.slice(4)).toEqual(["0", "1", "", "-200.00", "0.00", "0.00"]);
    expect(unknown?.slice(3)).toEqual(["", "2", "0", "本机在该期间没有这笔结算", "", "", ""]);
    expect(twice?.slice(3)).toEqual(["", "2", "0", "同一结算重复上传", "", "", ""]);
    const memo = "机构文件中没有这笔结算";
    expect(missing).toEqual(of(third, third.medins_setl_id, "1", "0", memo, "300.00", "0.00", "0.00"));
    expect(none).toEqual([]);
  });

  test("a lost answer is matched by its msgid, a refund by what it took back, Hubei's eighth column is kept", async () => {
    const [first, second, third] = await soldAndReturned();
    const rows = [
      [...rowOf({ ...first, setl_id: first.medins_setl_id }, "100.00"), "null"],
      [...rowOf(second, "200.00"), "null"],
      [...rowOf(second, "-200.00", "1"), "null"],
      [third.setl_id, "null", third.psn_no, "300.01", ".00", "0", "0", "x"],
    ];
    const found = await resultOf(rows);
    expect(found.map((row) => row[4])).toEqual(["0", "0", "0", "3"]);
    expect(found[3]).toEqual([
      third.psn_no,
      "null",
      third.setl_id,
      third.medins_setl_id,
      "3",
      "0",
      "金额不一致",
      "300.00",
      "0.00",
      "0.00",
      "null",
    ]);
    const sales = rows.filter((row) => row[6] === "0");
    expect(await resultOf(sales, { REFD_SETL_FLAG: "0" })).toHaveLength(3);
  });

  test("somebody else's settlement and a wrong flag are told apart", async () => {
    const [first, second] = await soldAndReturned();
    const other = { ...first, psn_no: second.psn_no };
    const found = await resultOf([rowOf(other, "100.00"), rowOf(second, "200.00", "1")]);
    expect(found.slice(0, 2).map((row) => [row[4], row[6]])).toEqual([
      ["3", "人员编号不一致"],
      ["3", "金额不一致"],
    ]);
  });

  test("what cannot be compared is refused with its reason", async () => {
    const [first] = await soldAndReturned();
    const rows = [rowOf(first, "100.00")];
    const refusal = async (bytes: Uint8Array, more: object = {}): Promise<string> =>
      (await desk.ask("3202", asked(await upload(bytes), rows, more))).err_msg;
    expect(await refusal(zipped(rows), { fixmedins_setl_cnt: 2 })).toMatch(
      /fixmedins_setl_cnt 与对账文件不一致/,
    );
    expect(await refusal(zipped(rows), { medfee_sumamt: 1 })).toMatch(/medfee_sumamt 与对账文件不一致/);
    expect(await refusal(strToU8("no zip"))).toMatch(/zip/);
    expect(await refusal(zipSync({ a: strToU8(""), b: strToU8("") }))).toMatch(/zip/);
    expect(await refusal(zipSync({ a: Uint8Array.of(0xff, 0xfe, 0xfd) }))).toMatch(/zip/);
    expect(await refusal(zipped([["1", "2"]]))).toMatch(/第 1 行 应为 7 列/);
    expect(await refusal(zipped([["", "v", "p", "1e3", "0", "0", "2"]]))).toMatch(/第 1 行 medfee_sumamt/);
    const unknown = asked("nothing", rows);
    expect((await desk.ask("3202", unknown)).err_msg).toMatch(/file_qury_no/);
    desk.clock.ms += 31 * 86_400_000;
    expect(JSON.parse((await desk.download("nothing")).toString("utf8"))).toMatchObject({ infcode: -2 });
  });

  test("a bomb is not unpacked", async () => {
    const bytes = zipSync({ a: new Uint8Array(40 * 1024 * 1024) });
    const file = await upload(bytes);
    expect((await desk.ask("3202", asked(file, []))).err_msg).toMatch(/zip/);
  });

  test.each([
    ["text", /字节数组/],
    [[300], /-128|−128/],
    [[], /字节/],
    [Array.from({ length: 524_289 }, () => 1), /524288/],
  ])("9101 of %# is refused", async (bytes, reason) => {
    const fsUploadIn = { in: bytes, filename: "a.zip", fixmedins_code: "H42030000001" };
    expect((await desk.ask("9101", { fsUploadIn })).err_msg).toMatch(reason);
    const path = { in: [1], filename: "../a.zip", fixmedins_code: "H42030000001" };
    expect((await desk.ask("9101", { fsUploadIn: path })).err_msg).toMatch(/路径/);
  });

  test("a file is there after its message came twice, and not in clear on the disk", async () => {
    const msgid = desk.newMsgid();
    const fsUploadIn = { in: [80, -1], filename: "a.zip", fixmedins_code: "H42030000001" };
    const first = await desk.ask("9101", { fsUploadIn }, { msgid });
    desk.terminal.dropState("answer", msgid);
    const again = await desk.ask("9101", { fsUploadIn }, { msgid });
    expect(again.output).toEqual(first.output);
    expect(await desk.download((first.output as unknown as { file_qury_no: string }).file_qury_no)).toEqual(
      Buffer.of(80, 255),
    );
  });
});

describe("3203 clearing", () => {
  const figures = {
    clr_type: "11",
    clr_way: "1",
    setlym: "202612",
    psntime: "2",
    medfee_sumamt: "400.00",
    med_sumfee: "400.00",
    fund_appy_sum: "0.00",
    cash_payamt: "400.00",
    acct_pay: "0",
    begndate: "2026-12-01",
    enddate: "2026-12-01",
  };
  const apply = async (more: object = {}) => await desk.ask("3203", { data: { ...figures, ...more } });

  test("is kept when it is what the ledger holds, once for a day, and can be withdrawn", async () => {
    await soldAndReturned();
    const applied = await apply();
    expect(applied.err_msg).toBe("");
    const { clr_appy_evt_id } = applied.output.result as { clr_appy_evt_id: string };
    expect(clr_appy_evt_id).toMatch(/^\w{30}$/);
    expect((await apply()).err_msg).toMatch(/^IDEMPOTENCY_CONFLICT 2026-12-01/);
    expect((await desk.ask("3204", { data: { clr_appy_evt_id } })).infcode).toBe(0);
    expect((await desk.ask("3204", { data: { clr_appy_evt_id } })).infcode).toBe(0);
    expect((await desk.ask("3204", { data: { clr_appy_evt_id: "x" } })).infcode).toBe(-2);
    expect((await apply()).infcode).toBe(0);
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test.each([
    [{ psntime: 3 }, /psntime 应为 2/],
    [{ medfee_sumamt: "400.01" }, /medfee_sumamt 应为 400\.00/],
    [{ fund_appy_sum: 1 }, /fund_appy_sum 应为 0\.00/],
    [{ cash_payamt: 1, acct_pay: 1 }, /acct_pay 应为 0\.00；cash_payamt 应为 400\.00/],
    [{ med_sumfee: "400.01" }, /med_sumfee/],
    [{ setlym: "202611" }, /setlym/],
    [{ setlym: "202613" }, /yyyyMM/],
    [{ enddate: "2026-12-02" }, /尚未到来/],
  ])("%j is refused", async (more, reason) => {
    await soldAndReturned();
    expect((await apply(more)).err_msg).toMatch(reason);
    expect((await apply()).infcode).toBe(0);
  });
});
