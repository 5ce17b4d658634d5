import { createHash, createPublicKey, verify } from "node:crypto";

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { present } from "../../src/base/assert.ts";
import { packNoticeShape, packNoticeText } from "../../src/wire/signed-pack.ts";
import { fresh, openVisit } from "./hospital-visit.ts";
import type { TestCentre } from "./test-centre.ts";
import { openTestCentre } from "./test-centre.ts";

let centre: TestCentre;
let next = 0;
const somebody = (): (typeof fresh)[number] => {
  next += 3;
  return present(fresh[next], "somebody fresh");
};
const misbehave = async (...rules: readonly object[]): Promise<void> => {
  const { status, body } = await centre.control("misbehave", { rules });
  expect([status, body]).toMatchObject([200, {}]);
};
const booked = async (): Promise<number> =>
  ((await centre.control("check")).body as { settlements: number }).settlements;

beforeAll(async () => {
  centre = await openTestCentre("server");
}, 300_000);
afterAll(async () => await centre.close(), 120_000);
afterEach(async () => await misbehave());

describe("a centre that has been told to misbehave", () => {
  test("does a settlement and loses its answer; the same message again finds it", async () => {
    const { bill } = await openVisit(centre, somebody(), { amount: "300.00" });
    const msgid = centre.newMsgid();
    const before = await booked();
    await misbehave({ kind: "lostAnswer", infno: ["2207"], count: 1 });
    await expect(centre.ask("2207", bill, { msgid })).rejects.toThrow("fetch failed");
    expect(await booked()).toBe(before + 1);
    expect((await centre.ask("2207", bill, { msgid })).infcode).toBe(0);
    expect(await booked()).toBe(before + 1);
  });

  test("loses a message before it is done", async () => {
    const { bill } = await openVisit(centre, somebody(), { amount: "300.00" });
    const before = await booked();
    await misbehave({ kind: "lostRequest", infno: ["2207"], count: 1 });
    await expect(centre.ask("2207", bill)).rejects.toThrow("fetch failed");
    expect(await booked()).toBe(before);
  });

  test("cuts an answer at any byte, the last one included", async () => {
    const who = somebody();
    const { bill } = await openVisit(centre, who, { amount: "300.00" });
    const msgid = centre.newMsgid();
    const before = await booked();
    for (const bytes of [1, 16, 120, 700, 1500]) {
      await misbehave({ kind: "cut", infno: ["2207"], bytes });
      await expect(centre.ask("2207", bill, { msgid })).rejects.toThrow(/fetch failed|terminated/);
    }
    await misbehave({ kind: "cut", infno: ["2207"], bytes: 1_000_000 });
    expect((await centre.ask("2207", bill, { msgid })).infcode).toBe(0);
    expect(await booked()).toBe(before + 1);
  });

  test("gets a message twice at once and books it once", async () => {
    const { bill } = await openVisit(centre, somebody(), { amount: "300.00" });
    const before = await booked();
    await misbehave({ kind: "duplicate", infno: ["2207"] });
    expect((await centre.ask("2207", bill)).infcode).toBe(0);
    expect(await booked()).toBe(before + 1);
  });

  test("answers wrong totals that still add up; its books stay right", async () => {
    const who = somebody();
    const { bill } = await openVisit(centre, who, { amount: "800.00" });
    await misbehave({ kind: "wrongTotals", infno: ["2207"], fen: 1 });
    const { setlinfo } = (await centre.ask("2207", bill)).output;
    const { setl_id, mdtrt_id } = setlinfo;
    const query = { data: { psn_no: who.psnNo, setl_id, mdtrt_id } };
    const held = (await centre.ask("5203", query)).output.setlinfo;
    const fen = (text: string | undefined): number => Math.round(Number(text) * 100);
    expect(fen(setlinfo["hifp_pay"])).toBe(fen(held["hifp_pay"]) - 1);
    expect(fen(setlinfo["fund_pay_sumamt"]) + fen(setlinfo["psn_part_amt"])).toBe(80_000);
  });

  test.each([
    [{ kind: "refuse", code: "NOT_ENTITLED" }, -2, /^NOT_ENTITLED /],
    [{ kind: "fault" }, -1, /^INTERNAL_ERROR /],
    [{ kind: "yearEndStop", until: "2025-01-02 08:00:00" }, -1, /^CENTRE_STOPPED .*2025-01-02/],
    [{ kind: "maintenance" }, -1, /^CENTRE_MAINTENANCE /],
  ] as const)("turns messages away: %j", async (rule, infcode, words) => {
    const { bill } = await openVisit(centre, somebody(), { amount: "300.00" });
    const before = await booked();
    await misbehave({ ...rule, infno: ["2207"] });
    const reply = await centre.ask("2207", bill);
    expect(reply.infcode).toBe(infcode);
    expect(reply.err_msg).toMatch(words);
    expect(await booked()).toBe(before);
  });

  test("shows a clock that is wrong", async () => {
    await misbehave({ kind: "skew", ms: 3_600_000 });
    const reply = await centre.ask("5206", { data: { psn_no: somebody().psnNo } });
    expect(reply.respond_time).toBe("20240510110000000");
  });

  test("strikes the same messages for the same seed, and not all of them", async () => {
    const strikes = async (seed: number): Promise<readonly number[]> => {
      await misbehave({ kind: "refuse", code: "DRILL", infno: ["5206"], probability: 0.5, seed });
      const struck: number[] = [];
      for (let at = 0; at < 24; at += 1)
        struck.push((await centre.ask("5206", { data: { psn_no: fresh[0]?.psnNo } })).infcode);
      return struck;
    };
    const first = await strikes(7);
    expect(await strikes(7)).toEqual(first);
    expect(await strikes(8)).not.toEqual(first);
    expect(new Set(first)).toEqual(new Set([0, -2]));
  });

  test("takes no rule that it does not know, and no orders by the token of institutions", async () => {
    const { status, body } = await centre.control("misbehave", { rules: [{ kind: "explode" }] });
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining("rules")]);
    expect((await centre.get("/control/misbehave")).status).toBe(401);
  });
});

describe("rules handed out by a centre", () => {
  interface Handed {
    readonly publicKey: string;
    readonly packs: readonly unknown[];
  }
  const handed = async (): Promise<Handed> => (await (await centre.get("/packs")).json()) as Handed;

  test("bear its signature over their hash and their day", async () => {
    const { publicKey, packs } = await handed();
    const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
    expect(packs.length).toBeGreaterThan(5);
    for (const one of packs) {
      const { signature, ...notice } = packNoticeShape.parse(one);
      const isSigned = (text: string): boolean =>
        verify(null, Buffer.from(text, "utf8"), key, Buffer.from(signature, "base64"));
      expect(isSigned(packNoticeText(notice))).toBe(true);
      expect(isSigned(packNoticeText({ ...notice, effectiveFrom: "2030-01-01T00:00:00.000+08:00" }))).toBe(
        false,
      );
      const text = await (await centre.get(`/packs/${notice.sha256}`)).text();
      expect(createHash("sha256").update(text).digest("hex")).toBe(notice.sha256);
    }
  });

  test("are settled by from the moment they come into effect", async () => {
    const name = "shiyan/2022-12-31.yaml";
    const old = present(
      centre.centre.packs().find((one) => one.name === name),
      "the pack of shiyan",
    );
    const text = old.text.replaceAll('amount: "500.00"', 'amount: "400.00"');
    expect(text).not.toBe(old.text);
    const noon = { kind: "pack", name, text, effectiveFrom: "2024-05-10T12:00:00.000+08:00" };
    expect((await centre.control("packs", { ...noon, text: "{}" })).status).toBe(400);
    expect((await centre.control("packs", noon)).status).toBe(200);
    const deducted = async (): Promise<unknown> => {
      const { bill } = await openVisit(centre, somebody(), { amount: "800.00" });
      return (await centre.ask("2207", bill)).output.setlinfo["act_pay_dedc"];
    };
    expect(await deducted()).toBe("500.00");
    centre.clock.ms += 2 * 3_600_000;
    expect(await deducted()).toBe("400.00");
    centre.clock.ms -= 2 * 3_600_000;
  });
});
