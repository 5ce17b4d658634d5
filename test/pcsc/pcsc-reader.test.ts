import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import type { PcscReader, PcscSurroundings } from "../../native/card/pcsc-reader.ts";
import { openPcsc, realPcsc } from "../../native/card/pcsc-reader.ts";
import type { DeviceEvent } from "../../src/scan/device-event.ts";
import { deviceEvent } from "../../src/scan/device-event.ts";
import { sampleCard } from "../native/card/sample-cards.ts";
import type { Pcscd } from "./pcscd.ts";
import { startPcscd } from "./pcscd.ts";
import type { Manner, VirtualCard } from "./virtual-card.ts";
import { putIn } from "./virtual-card.ts";

const slow = { timeout: 60_000 };
const slot = "Virtual PCD 00 00";

let pcscd: Pcscd;
let reader: PcscReader | null = null;
let card: VirtualCard | null = null;
let events: DeviceEvent[] = [];
let seen = 0;
let wake: () => void;

beforeAll(async () => {
  pcscd = await startPcscd();
}, 30_000);
beforeEach(() => {
  events = [];
  seen = 0;
  wake = () => undefined;
});
afterEach(async () => {
  reader?.close();
  await card?.takeOut();
  // The service notices by itself; the next test begins with an empty reader.
  await vi.waitUntil(async () => (await slotState()) === "empty", { timeout: 20_000, interval: 50 });
  reader = null;
  card = null;
});
afterAll(async () => {
  await pcscd.stop();
});

async function slotState(): Promise<string> {
  const { Context, SCARD_STATE_PRESENT } = await import("smartcard");
  const context = new Context();
  const state = context.listReaders().find(({ name }) => name === slot)?.state ?? 0;
  context.close();
  return (state & SCARD_STATE_PRESENT) === 0 ? "empty" : "a card";
}

async function open(answerMsMax = 20_000, surroundings: PcscSurroundings = realPcsc): Promise<PcscReader> {
  const emit = (event: DeviceEvent): void => {
    events.push(deviceEvent.parse(event));
    wake();
  };
  reader = await openPcsc({ device: "card", reader: slot, answerMsMax }, emit, surroundings);
  return reader;
}

async function put(manner: Manner = {}): Promise<VirtualCard> {
  card = await putIn(manner);
  return card;
}

const isCard = (change: string) => (event: DeviceEvent) => event.event === "card" && event.change === change;
const isState = (state: string) => (event: DeviceEvent) => event.event === "state" && event.state === state;

async function next(like: (event: DeviceEvent) => boolean): Promise<DeviceEvent> {
  for (;;) {
    const at = events.findIndex((event, place) => place >= seen && like(event));
    const found = events[at];
    if (found !== undefined) {
      seen = at + 1;
      return found;
    }
    const { promise, resolve } = Promise.withResolvers<undefined>();
    wake = () => {
      resolve(undefined);
    };
    await promise;
  }
}

describe("a social security card in a PC/SC reader", slow, () => {
  test("put in, it is read; taken out, that is told; put in again, it is read again", async () => {
    await open();
    await next(isState("ready"));
    for (let round = 0; round < 2; round += 1) {
      const one = await put();
      await next(isCard("inserted"));
      expect(await next(isCard("read"))).toMatchObject({ device: "card", card: sampleCard, reason: null });
      await one.takeOut();
      await next(isCard("removed"));
    }
  });

  test("in the reader before anybody looked, it is read as well, in parts and slowly", async () => {
    await put({ inParts: true, delayMs: 100 });
    await open();
    expect(await next(isCard("read"))).toMatchObject({ card: sampleCard });
  });

  test.each([1, 4, 8])(
    "that leaves at command %i is told as torn out, and the next one is read",
    async (leavesAt) => {
      await open();
      await put({ leavesAt });
      expect(await next(isCard("unreadable"))).toMatchObject({
        card: null,
        reason: "读卡中断：卡被拔出或没有应答，请重新插卡",
      });
      await next(isCard("removed"));
      await put();
      expect(await next(isCard("read"))).toMatchObject({ card: sampleCard });
    },
  );

  test("that never answers is given up", async () => {
    await open(500);
    const one = await put({ mutesAt: 3 });
    expect(await next(isCard("unreadable"))).toMatchObject({
      reason: expect.stringContaining("没有应答") as unknown,
    });
    await one.takeOut();
    await next(isCard("removed"));
  });

  test("that is none is told as such", async () => {
    await open();
    await put({ name: Buffer.from("a000000333010101", "hex") });
    expect(await next(isCard("unreadable"))).toMatchObject({
      reason: "应用：卡内没有社会保障应用，不是社会保障卡",
    });
  });

  test("checks its PIN, with its count; without a card there is nothing to ask", async () => {
    const door = await open();
    const pinOf = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits));
    const pin = pinOf("123456");
    expect(await door.verifyPin(pin)).toMatchObject({ ok: false, reason: "读卡器中没有社会保障卡" });
    expect(Array.from(pin)).toEqual([0, 0, 0, 0, 0, 0]);
    await put({ pin: "880099" });
    await next(isCard("read"));
    expect(await door.verifyPin(pinOf("880098"))).toMatchObject({ ok: false, triesLeft: 2 });
    expect(await door.verifyPin(pinOf("880099"))).toEqual({ ok: true });
    expect(JSON.stringify(events)).not.toMatch(/88009[89]/);
  });

  test("torn out while its PIN is checked: an answer, without the digits, which are wiped", async () => {
    const door = await open();
    // Nine commands read it, one selects it for the PIN.
    await put({ pin: "123456", leavesAt: 11 });
    await next(isCard("read"));
    const pin = Uint8Array.from(Buffer.from("123456"));
    expect(await door.verifyPin(pin)).toEqual({
      ok: false,
      triesLeft: null,
      reason: "读卡中断：卡被拔出或没有应答，请重新插卡",
    });
    expect(Array.from(pin)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe("the door to PC/SC", slow, () => {
  test("stays shut without the binding, and says what is missing", async () => {
    const load = async () => await Promise.reject(new Error("Cannot find package 'smartcard'"));
    const door = await open(1000, { now: Date.now, load });
    expect(events.at(-1)).toMatchObject({
      event: "state",
      state: "failed",
      reason: "本机未安装 PC/SC 组件（smartcard），PC/SC 读卡器不可用；其他设备不受影响",
    });
    expect(await door.verifyPin(Uint8Array.from([0x31]))).toMatchObject({ ok: false });
  });

  test("closed, it says nothing more", async () => {
    const door = await open();
    await next(isState("ready"));
    door.close();
    const { length } = events;
    const one = await put();
    await one.takeOut();
    await open();
    await next(isState("ready"));
    expect(events.slice(length).filter((event) => event.event === "card")).toEqual([]);
  });

  test("when the service dies it is told; once it is back a new door works", async () => {
    await open();
    await next(isState("ready"));
    await pcscd.stop();
    await next((event) => event.event === "state" && event.state !== "ready");
    reader?.close();
    pcscd = await startPcscd();
    await open();
    await put();
    expect(await next(isCard("read"))).toMatchObject({ card: sampleCard });
  });
});
