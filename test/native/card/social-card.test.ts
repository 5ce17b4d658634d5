import { describe, expect, test } from "vitest";

import { exchange, reasonOf } from "../../../native/card/apdu.ts";
import { pinTriesLeft, verifyPin } from "../../../native/card/card-pin.ts";
import { readSocialCard } from "../../../native/card/social-card.ts";
import { chipCard, plainFiles, record } from "./chip-card.ts";
import { sampleCard } from "./sample-cards.ts";

const pinOf = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits));

describe("reading a social security card", () => {
  test.each([
    ["at once", {}],
    ["in parts (61xx)", { inParts: true }],
    ["after it was told the length (6Cxx)", { exactLength: true }],
  ])("gives who it is: %s", async (_, how) => {
    expect(await readSocialCard(chipCard(how).transmit)).toEqual({ ok: true, card: sampleCard });
  });

  test("takes days in either spelling and fields that are filled up", async () => {
    const files = plainFiles();
    files.set("ef05 5", record(5, Buffer.from("20240101")));
    files.set("ef06 9", record(9, Buffer.concat([Buffer.from("d5c5cabeb0b2", "hex"), Buffer.alloc(8)])));
    expect(await readSocialCard(chipCard({ files }).transmit)).toEqual({ ok: true, card: sampleCard });
  });

  test.each([
    [
      "another card",
      { name: Buffer.from("A000000333010101", "hex") },
      "应用：卡内没有社会保障应用，不是社会保障卡",
    ],
    ["no number", { without: "ef06 8" }, "社会保障号码：缺少"],
    ["no name and no card number", { without: "ef06 9" }, "姓名：缺少"],
    ["a file that is locked", { status: { ef06: 0x6283 } }, "EF06：卡内应用已锁定，请参保人到发卡机构处理"],
    ["a record that asks for a PIN", { status: { "ef06 8": 0x6982 } }, "社会保障号码：须先校验卡密码"],
    ["a status that nobody knows", { status: { "ef06 8": 0x9999 } }, "社会保障号码：卡片返回 9999"],
    ["a record that is no TLV", { replace: { "ef06 9": "0905d5c5" } }, "姓名：记录不是 TLV 结构"],
    ["a name that is no text", { replace: { "ef06 9": "0902ff80" } }, "姓名：不是 GBK 文字"],
    ["a number with a bad check sign", { certNo: "990101199003070013" }, "社会保障号码：校验位不符"],
    ["a record about something else", { replace: { "ef06 9": "0a0131" } }, "姓名：缺少"],
  ])("%s is told as what it is", async (_, how, told) => {
    const result = await readSocialCard(chipCard(how).transmit);
    expect(result.ok ? [] : result.faults.map(({ field, reason }) => `${field}：${reason}`)).toContain(told);
  });

  test("torn out after any command it rejects, and asks no more", async () => {
    const whole = chipCard({});
    await readSocialCard(whole.transmit);
    for (let after = 0; after < whole.asked.length; after += 1) {
      const card = chipCard({ tornAfter: after });
      await expect(readSocialCard(card.transmit)).rejects.toThrow("torn out");
      expect(card.asked).toHaveLength(after + 1);
    }
  });

  test("a card that never comes to an end, or answers nothing, is given up", async () => {
    const endless = () => Promise.resolve(Buffer.from([0x41, 0x61, 0x10]));
    await expect(exchange(endless, Buffer.from([0, 0xb2, 1, 4, 0]))).rejects.toThrow("never comes to an end");
    const mute = () => Promise.resolve(Buffer.of(0x90));
    await expect(readSocialCard(mute)).rejects.toThrow("no status");
  });
});

describe("the PIN of a card", () => {
  test("right, wrong, blocked: the card counts, and its count is told", async () => {
    const { transmit } = chipCard({ pin: "123456" });
    expect(await pinTriesLeft(transmit)).toBe(3);
    expect(await verifyPin(transmit, pinOf("123456"))).toEqual({ ok: true });
    for (const left of [2, 1, 0]) {
      const answer = await verifyPin(transmit, pinOf("654321"));
      expect(answer).toMatchObject({ ok: false, triesLeft: left });
      expect(await pinTriesLeft(transmit)).toBe(left);
    }
    expect(await verifyPin(transmit, pinOf("123456"))).toEqual({
      ok: false,
      triesLeft: 0,
      reason: reasonOf(0x6983),
    });
  });

  test("one call is one try, whatever the card answers, and the digits are wiped everywhere", async () => {
    const card = chipCard({ pin: "123456" });
    const pin = pinOf("654321");
    await verifyPin(card.transmit, pin);
    expect(Array.from(pin)).toEqual([0, 0, 0, 0, 0, 0]);
    const tries = card.asked.filter((command) => command.wasVerify);
    expect(tries).toHaveLength(1);
    // The very buffer that went to the reader.
    expect(tries.every(({ buffer }) => buffer.every((byte) => byte === 0))).toBe(true);
  });

  test("torn out in the middle the digits are wiped, too, and are not in the error", async () => {
    const card = chipCard({ pin: "123456", tornAfter: 1 });
    const pin = pinOf("123456");
    const error: unknown = await verifyPin(card.transmit, pin).catch((thrown: unknown) => thrown);
    expect(String(error)).not.toMatch(/123456|12.?34.?56/);
    expect(Array.from(pin)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(card.asked.at(-1)?.buffer.every((byte) => byte === 0)).toBe(true);
  });

  test.each(["", "123", "12345", "12345a", "12345678901234"])("%j never reaches the card", async (digits) => {
    const card = chipCard({ pin: "123456" });
    expect(await verifyPin(card.transmit, pinOf(digits))).toMatchObject({ ok: false, triesLeft: null });
    expect(card.asked).toEqual([]);
  });
});
