import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { present } from "../../src/base/assert.ts";
import { unzipText, zipText } from "../../src/line/zip.ts";
import type { Reply } from "../gateway/knock.ts";
import { fresh, openVisit } from "./hospital-visit.ts";
import type { TestCentre } from "./test-centre.ts";
import { pruneStates } from "../../src/centre/store/prune-states.ts";
import { databases, openTestCentre } from "./test-centre.ts";

const sound = { accumulators: 0, accounts: 0, reversals: 0, postings: 0 };

describe.each(databases)("messages to a centre on the %s database", (database) => {
  let centre: TestCentre;
  let next = 0;
  /** Somebody of whom no test has told the centre yet; not married to the one before. */
  const somebody = (): (typeof fresh)[number] => {
    next += 3;
    return present(fresh[next], "somebody fresh");
  };
  const booked = async (): Promise<number> =>
    ((await centre.control("check")).body as { settlements: number }).settlements;
  beforeAll(async () => {
    centre = await openTestCentre(database);
  }, 300_000);
  afterAll(async () => await centre.close(), 120_000);

  test("the same message again has the same answer and is booked once", async () => {
    const { bill } = await openVisit(centre, somebody(), { amount: "800.00" });
    const msgid = centre.newMsgid();
    const before = await booked();
    const first = await centre.ask("2207", bill, { msgid });
    expect([first.infcode, first.err_msg]).toEqual([0, ""]);
    expect(await centre.ask("2207", bill, { msgid })).toEqual(first);
    expect(await booked()).toBe(before + 1);
    expect(first.output.setlinfo).toMatchObject({ act_pay_dedc: "500.00", medins_setl_id: msgid });
  });

  test("what flows keep is dropped when nobody will ask for it again; a settlement is still told by its number", async () => {
    const who = somebody();
    const { bill } = await openVisit(centre, who, { amount: "800.00" });
    const msgid = centre.newMsgid();
    const first = await centre.ask("2207", bill, { msgid });
    const { db } = centre.centre;
    const answers = async (): Promise<number> =>
      (
        await db
          .selectFrom("flow_state")
          .select("id")
          .where("id", "=", msgid)
          .where("kind", "=", "answer")
          .execute()
      ).length;
    const dayMs = 86_400_000;
    await pruneStates(db, centre.clock.ms + 59 * dayMs);
    expect(await answers()).toBe(1);
    expect(await pruneStates(db, centre.clock.ms + 61 * dayMs)).toBeGreaterThan(0);
    expect(await answers()).toBe(0);
    // Sign-ons are gone as well: the next half of a day has one of its own.
    centre.clock.ms += dayMs / 2;
    const again = await centre.ask("2207", bill, { msgid });
    expect([again.infcode, again.output.setlinfo["setl_id"]]).toEqual([0, first.output.setlinfo["setl_id"]]);
  });

  test("messages that come at once are answered together, each for its own person", async () => {
    const people = Array.from({ length: 6 }, somebody);
    const visits = await Promise.all(people.map((who) => openVisit(centre, who, { amount: "800.00" })));
    const before = await booked();
    const answers = await Promise.all(visits.map(({ bill }) => centre.ask("2207", bill)));
    expect(answers.map(({ infcode, output }) => [infcode, output.setlinfo["psn_no"]])).toEqual(
      people.map(({ psnNo }) => [0, psnNo]),
    );
    // Two of the same person at once: the second sees what the first has used.
    const [one] = people;
    const more = await openVisit(centre, present(one, "somebody"), { amount: "800.00", batch: "B2" });
    const numbers = [centre.newMsgid(), centre.newMsgid()];
    await Promise.all(numbers.map((msgid) => centre.ask("2207", more.bill, { msgid })));
    expect(await booked()).toBe(before + people.length + 1);
    expect((await centre.control("check")).body).toMatchObject(sound);
  });

  test("the same number with other words is refused, of another person as well", async () => {
    const [one, other] = [somebody(), somebody()];
    const { bill } = await openVisit(centre, one, { amount: "100.00" });
    const msgid = centre.newMsgid();
    await centre.ask("2207", bill, { msgid });
    const changed = { data: { ...(bill["data"] as object), medfee_sumamt: "1.00" } };
    expect(await centre.ask("2207", changed, { msgid })).toMatchObject({
      infcode: -2,
      err_msg: expect.stringMatching(/^IDEMPOTENCY_CONFLICT /) as unknown,
    });
    const theirs = await openVisit(centre, other, { amount: "100.00" });
    expect((await centre.ask("2207", theirs.bill, { msgid })).err_msg).toMatch(/^IDEMPOTENCY_CONFLICT /);
  });

  test("2601 takes back what a message did, and keeps out one that it never saw", async () => {
    const who = somebody();
    const { bill } = await openVisit(centre, who, { amount: "800.00" });
    const undo = (omsgid: string): Promise<Reply> =>
      centre.ask("2601", { data: { psn_no: who.psnNo, omsgid, oinfno: "2207" } });
    const done = centre.newMsgid();
    const first = await centre.ask("2207", bill, { msgid: done });
    expect((await undo(done)).infcode).toBe(0);
    expect((await undo(done)).infcode).toBe(0);
    const never = centre.newMsgid();
    expect((await undo(never)).infcode).toBe(0);
    expect((await centre.ask("2207", bill, { msgid: never })).err_msg).toMatch(/^ALREADY_REVERSED /);
    const again = await centre.ask("2207", bill, { msgid: centre.newMsgid() });
    const paid = ({ output }: Reply): unknown => output.setlinfo["hifp_pay"];
    expect(paid(again)).toBe(paid(first));
  });

  test("who has not signed on, or an institution without a contract, is refused", async () => {
    const query = { data: { psn_no: somebody().psnNo } };
    const unsigned = await centre.ask("5206", query, { sign_no: "" });
    expect(unsigned.err_msg).toMatch(/^CLAIM_INVALID sign_no/);
    const stranger = await centre.ask("5206", query, { sign_no: "0".repeat(30) });
    expect(stranger.err_msg).toMatch(/^CLAIM_INVALID sign_no/);
    const other = { fixmedins_code: "H99999999999", sign_no: "x" };
    expect((await centre.ask("5206", query, other)).err_msg).toMatch(/^CLAIM_INVALID fixmedins_code/);
    const held = { sign_no: await centre.signOn("H42030000001") };
    expect((await centre.ask("5206", query, held)).infcode).toBe(0);
    centre.clock.ms += 25 * 3_600_000;
    expect((await centre.ask("5206", query, held)).err_msg).toMatch(/^CLAIM_INVALID sign_no/);
    centre.clock.ms -= 25 * 3_600_000;
  });

  test("settlements of one household at once never use the same room twice", async () => {
    const who = somebody();
    const bills = [];
    for (let at = 0; at < 6; at += 1)
      bills.push(await openVisit(centre, who, { amount: "2000.00", batch: `C${at}`, account: "1" }));
    const answers = await Promise.all(bills.map(async ({ bill }) => await centre.ask("2207", bill)));
    expect(answers.map(({ infcode, err_msg }) => [infcode, err_msg])).toEqual(bills.map(() => [0, ""]));
    const fen = (name: string): number =>
      answers.reduce((sum, { output }) => sum + Math.round(Number(output.setlinfo[name]) * 100), 0);
    expect(fen("act_pay_dedc")).toBe(50_000);
    expect(fen("hifp_pay")).toBe(300_000);
    const asked = { data: { mdtrt_cert_type: "02", mdtrt_cert_no: who.certNo } };
    const told = (await centre.ask("1101", asked)).output as unknown as {
      insuinfo: readonly { balc: string }[];
    };
    expect(fen("acct_pay") + Math.round(Number(told.insuinfo[0]?.balc) * 100)).toBe(who.balance);
    expect((await centre.control("check")).body).toMatchObject(sound);
  });

  test("a settlement that later ones rest on is not taken back before them", async () => {
    const who = somebody();
    const settle = async (batch: string): Promise<Record<string, string>> => {
      const { bill } = await openVisit(centre, who, { amount: "400.00", batch });
      return (await centre.ask("2207", bill)).output.setlinfo;
    };
    const [first, second] = [await settle("B1"), await settle("B2")];
    const back = async ({ setl_id, mdtrt_id }: Record<string, string>): Promise<Reply> =>
      await centre.ask("2208", { data: { setl_id, mdtrt_id, psn_no: who.psnNo } });
    expect((await back(first)).err_msg).toMatch(/^LATER_SETTLEMENTS_DEPEND /);
    const reversed = await back(second);
    expect(reversed.output.setlinfo).toMatchObject({ medfee_sumamt: "-400.00", act_pay_dedc: "-100.00" });
    expect((await back(second)).err_msg).toMatch(/^ALREADY_REVERSED /);
    expect((await back(first)).infcode).toBe(0);
    expect((await centre.control("check")).body).toMatchObject(sound);
  });

  test.each([7, 8])("a day is reconciled: totals, then a file of %i columns", async (columns) => {
    const who = somebody();
    centre.clock.ms += columns * 86_400_000;
    const day = new Date(centre.clock.ms + 8 * 3_600_000).toISOString().slice(0, 10);
    const { bill } = await openVisit(centre, who, { amount: "1000.00" });
    const { setlinfo } = (await centre.ask("2207", bill)).output;
    const fund = setlinfo["fund_pay_sumamt"] ?? "";
    const period = { setl_optins: "420300", stmt_begndate: day, stmt_enddate: day };
    const sums = { medfee_sumamt: "1000.00", fund_pay_sumamt: fund, fixmedins_setl_cnt: "1" };
    const total = { insutype: who.insutype, clr_type: "11", ...period, ...sums, acct_pay: "0.00" };
    const flat = await centre.ask("3201", { data: total });
    expect(flat.output["stmtinfo"]).toMatchObject({ stmt_rslt: "0" });
    const off = await centre.ask("3201", { data: { ...total, fund_pay_sumamt: "0.01" } });
    expect(off.output["stmtinfo"]).toMatchObject({ stmt_rslt: "3" });

    const row = [setlinfo["setl_id"], setlinfo["mdtrt_id"], who.psnNo, "1000.00", "0.01", "0.00", "0"];
    const text = `${[...row, ...(columns === 8 ? ["null"] : [])].join("\t")}\n`;
    const bytes = Array.from(new Int8Array(zipText("day.txt", text, centre.clock.ms)));
    const sent = await centre.ask("9101", { fsUploadIn: { in: bytes, filename: "day.txt.zip" } });
    const { file_qury_no } = sent.output as unknown as { readonly file_qury_no: string };
    const statement = { ...period, ...sums, fund_pay_sumamt: "0.01", cash_payamt: "0.00", file_qury_no };
    const compared = await centre.ask("3202", { data: statement });
    expect(compared.err_msg).toBe("");
    const { fileinfo } = compared.output as unknown as {
      fileinfo: { file_qury_no: string; filename: string };
    };
    const fsDownloadIn = { ...fileinfo, fixmedins_code: "H42030000001" };
    const result = await centre.download(fsDownloadIn);
    const cells = (unzipText(result) ?? "").trimEnd().split("\t");
    expect(cells).toHaveLength(columns + 3);
    expect(cells.slice(0, 7)).toEqual([
      who.psnNo,
      setlinfo["mdtrt_id"],
      setlinfo["setl_id"],
      setlinfo["medins_setl_id"],
      "3",
      "0",
      "金额不一致",
    ]);
    expect(cells.slice(7, 10)).toEqual(["1000.00", fund, "0.00"]);
    centre.clock.ms -= columns * 86_400_000;
  });

  test("a month's money is applied for once, and by what the books hold", async () => {
    const who = somebody();
    centre.clock.ms += 60 * 86_400_000;
    const { bill } = await openVisit(centre, who, { amount: "900.00" });
    const { setlinfo } = (await centre.ask("2207", bill)).output;
    const period = { setlym: "202407", begndate: "2024-07-01", enddate: "2024-07-09" };
    const data = {
      clr_type: "11",
      ...period,
      psntime: "1",
      medfee_sumamt: "900.00",
      med_sumfee: "900.00",
      fund_appy_sum: setlinfo["fund_pay_sumamt"],
      acct_pay: "0.00",
      cash_payamt: setlinfo["psn_cash_pay"],
    };
    const wrong = await centre.ask("3203", { data: { ...data, fund_appy_sum: "0.00" } });
    expect(wrong.err_msg).toMatch(/fund_appy_sum 应为/);
    const applied = await centre.ask("3203", { data });
    expect([applied.infcode, applied.err_msg]).toEqual([0, ""]);
    expect((await centre.ask("3203", { data })).err_msg).toMatch(/^IDEMPOTENCY_CONFLICT /);
    centre.clock.ms -= 60 * 86_400_000;
  });

  test("no name, number or token of anybody is in the log", () => {
    const log = centre.logged.join("\n");
    expect(log).toContain('"infno":"2207"');
    for (const { name, psnNo, certNo } of fresh)
      for (const word of [name, psnNo, certNo]) expect(log).not.toContain(word);
    expect(log).not.toContain(centre.token);
  });
});
