import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";

import { openFakePrinter, serveFakePrinter } from "../../native/fake/fake-printer.ts";
import type { VerbInput } from "../../src/gateway/contract.ts";
import { usualFramings } from "../../src/scan/framing.ts";
import { plugIn } from "../native/pty-pair.ts";
import { expectNoViolations } from "./axe.ts";
import { drug, ownPaid, person, resultIs, ringUp } from "./cashier.ts";
import { shoot, signIn, useDeskHost } from "./desk-host.ts";
import { focusOn, scan, scanLate, typeByHand } from "./keys.ts";
import { usualDeviceSettings } from "../../src/scan/usual-devices.ts";

const host = useDeskHost();
const supervisor = { operator: "S001", pin: "112358", desk: "T" };

type Devices = VerbInput<"changeDeskDevices">["settings"]["devices"];

async function setUp(desk: string, ...devices: Devices): Promise<void> {
  const settings = { ...usualDeviceSettings, devices };
  await host.engine().call("changeDeskDevices", { desk, settings, approval: supervisor });
}

function serialScanner(path: string): Devices[number] {
  const line = { baudRate: 9600, dataBits: 8, stopBits: 1, parity: "none" } as const;
  return {
    id: "s",
    kind: "serialScanner",
    path,
    ...line,
    framing: usualFramings.anyLineEnd,
    encoding: "auto",
  };
}

async function isReady(desk: string): Promise<void> {
  const read = async (): Promise<boolean> => {
    const { states } = await host.engine().call("deviceStates", { desk });
    return states.some(({ state }) => state === "ready");
  };
  await expect.poll(read, { timeout: 20_000 }).toBe(true);
}

async function valueOf(page: Page): Promise<string> {
  return await page.getByRole("combobox").inputValue();
}

test("a scan at a serial port rings up, whatever has the focus; pulled out and put back it goes on", async () => {
  const folder = mkdtempSync(join(tmpdir(), "onestop-scan-"));
  let cable = await plugIn(folder);
  onTestFinished(async () => {
    await cable.pull();
    rmSync(folder, { recursive: true, force: true });
  });
  await setUp("SERIAL", serialScanner(cable.path));
  const page = await host.signedIn({ desk: "SERIAL" });
  await isReady("SERIAL");
  const who = person(14);
  // A sheet is open and a field of it has the focus.
  await page.keyboard.press("F1");
  await page.getByRole("dialog").waitFor();
  await cable.write(Buffer.from(`${who.token ?? ""}\r\n`));
  await page.getByRole("heading", { name: who.name }).waitFor();
  await page.keyboard.press("Escape");
  await cable.pull();
  await expect
    .poll(async () => (await host.engine().call("deviceStates", { desk: "SERIAL" })).states[0]?.state)
    .toBe("absent");
  cable = await plugIn(folder);
  await isReady("SERIAL");
  await cable.write(Buffer.from(`]E0${drug.scans}\r\n`));
  await page.getByText("还差 1 个追溯码").waitFor();
  await cable.write(Buffer.from("81000000000000000601\r"));
  await page.getByText("追溯码 1/1").waitFor();
}, 120_000);

test("keys that a busy machine brings late are one scan, not half a code and some typing", async () => {
  const page = await host.signedIn({ desk: "LATE" });
  const who = person(14);
  await scanLate(page, who.token ?? "", { lateMs: 800, everyMs: 15 });
  await page.getByRole("heading", { name: who.name }).waitFor();
  await scanLate(page, drug.scans, { lateMs: 800, everyMs: 15 });
  await page.getByText("还差 1 个追溯码").waitFor();
  expect(await valueOf(page)).toBe("");
});

test("of two pages of one desk a scan goes to the one that was used last, and to the other when that is gone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "onestop-scan-"));
  const cable = await plugIn(folder);
  onTestFinished(async () => {
    await cable.pull();
    rmSync(folder, { recursive: true, force: true });
  });
  await setUp("TWO", serialScanner(cable.path));
  const first = await host.signedIn({ desk: "TWO" });
  const second = await first.context().newPage();
  await second.goto(await host.engine().address());
  await signIn(second, { desk: "TWO" });
  await isReady("TWO");
  const read = async (code: string): Promise<void> => await cable.write(Buffer.from(`${code}\r\n`));
  const holds = async (page: Page, code: string): Promise<number> => await page.getByText(code).count();
  await read(drug.scans);
  await second.getByText(drug.code).waitFor();
  await first.bringToFront();
  await first.keyboard.press("Shift");
  await foremostIs(first);
  await read(ownPaid.scans);
  await first.getByText(ownPaid.code).waitFor();
  // What comes to a page comes in order: the scans before this one have been there, and were not taken.
  expect(await holds(first, drug.code)).toBe(0);
  await first.close();
  await foremostIs(second);
  await read("6900000000000");
  await second
    .getByText(/6900000000000/)
    .first()
    .waitFor();
  expect(await holds(second, ownPaid.code)).toBe(0);
}, 120_000);

/** The browser says which page has its turn: a lock that a page asks for itself tells by what name it goes. */
async function foremostIs(page: Page): Promise<void> {
  const has = async (): Promise<boolean> =>
    await page.evaluate(
      async () =>
        await navigator.locks.request("whoever asks", async () => {
          const { held = [] } = await navigator.locks.query();
          const by = (lock: string): string | undefined => held.find(({ name }) => name === lock)?.clientId;
          return by("scans TWO") === by("whoever asks");
        }),
    );
  await expect.poll(has).toBe(true);
}

test("a keyboard scan is told from typing: what was typed stays, what was scanned never falls into a field", async () => {
  const page = await host.signedIn();
  const who = person(15);
  await typeByHand(page, "amxl");
  expect(await valueOf(page)).toBe("amxl");
  // Quicker than any scanner's Enter tells it, and without one: it is typing, and nothing of it is lost.
  await page.keyboard.type("ab", { delay: 30 });
  await expect.poll(async () => await valueOf(page)).toBe("amxlab");
  await scan(page, who.token ?? "");
  await page.getByRole("heading", { name: who.name }).waitFor();
  expect(await valueOf(page)).toBe("amxlab");
  await page.keyboard.press("Escape");
  await expect.poll(async () => await valueOf(page)).toBe("");
  await scan(page, drug.scans);
  await page.getByText(drug.code).waitFor();
  // The sheet that asks for a number keeps what it holds.
  await page.keyboard.press("F4");
  const field = page.getByRole("dialog").getByRole("textbox");
  const before = await field.inputValue();
  await scan(page, "81000000000000000602");
  await page.getByText("追溯码 1/1").first().waitFor();
  expect(await field.inputValue()).toBe(before);
}, 120_000);

test("with an input method on, the keys of a scan are a scan and its letters are taken back", async () => {
  const page = await host.signedIn();
  await focusOn(page.getByRole("combobox"));
  const session = await page.context().newCDPSession(page);
  const from = Date.now() / 1000;
  const code = "81000000000000000999";
  const sent: Promise<unknown>[] = [];
  for (const [at, digit] of Array.from(code).entries()) {
    const timestamp = from + at * 0.005;
    const common = { key: "Process", code: `Digit${digit}`, windowsVirtualKeyCode: 229, timestamp };
    sent.push(session.send("Input.dispatchKeyEvent", { ...common, type: "rawKeyDown" }));
    // What an input method makes of the letters stands in the field as a composition.
    const selection = { selectionStart: code.length, selectionEnd: code.length };
    if (at === 0) sent.push(session.send("Input.imeSetComposition", { text: code, ...selection }));
    sent.push(session.send("Input.dispatchKeyEvent", { ...common, type: "keyUp" }));
  }
  const enter = { key: "Process", code: "Enter", windowsVirtualKeyCode: 229, timestamp: from + 0.1 };
  sent.push(session.send("Input.dispatchKeyEvent", { ...enter, type: "rawKeyDown" }));
  await Promise.all(sent);
  // Nothing asks for a trace code yet: the desk says so, by the code as it was scanned.
  await page.getByText(`${code} 没有加入`).waitFor();
  expect(await valueOf(page)).toBe("");
  await session.detach();
}, 60_000);

test("a slip comes out of the desk's printer, from the result and from the history, and says what is known", async () => {
  const fake = openFakePrinter();
  const served = await serveFakePrinter(fake);
  onTestFinished(served.close);
  const port = { by: "tcp", host: "127.0.0.1", port: served.port } as const;
  await setUp("PRINT", { id: "slips", kind: "printer", port, paper: "58", drawer: 2 });
  const page = await host.signedIn({ desk: "PRINT" });
  await ringUp(page, person(12));
  await page.keyboard.press("F9");
  await resultIs(page, "结算成功");
  // The key stands at the slip, and no other key of this name in the row below.
  await page.getByRole("button", { name: /^打印小票\s*F8$/ }).waitFor();
  expect(await page.getByRole("button", { name: /^F8/ }).count()).toBe(0);
  await page.keyboard.press("F8");
  await page.getByText("打印机确认已打印").waitFor();
  await expectNoViolations(page);
  await shoot(page, "desk-printed");
  expect(fake.paper()).toMatchObject({ cuts: 1, pulses: 1, unknown: [] });
  fake.setCover(true);
  await focusOn(page.getByRole("button", { name: "再打一份小票" }));
  await page.keyboard.press("Enter");
  await page.getByText(/上盖未合，没有打印任何内容/).waitFor();
  fake.setCover(false);
  await page.getByRole("link", { name: "历史" }).click();
  await page.locator(".history-facts").waitFor();
  await page.keyboard.press("F4");
  const dialog = page.getByRole("dialog", { name: "小票预览和重打" });
  await focusOn(dialog.getByRole("button", { name: "打印小票" }));
  await page.keyboard.press("Enter");
  await dialog.getByText("打印机确认已打印").waitFor();
  await expectNoViolations(page);
  expect(fake.paper().cuts).toBe(2);
  expect(fake.paper().text).toContain("重打 第 2 份");
}, 120_000);
