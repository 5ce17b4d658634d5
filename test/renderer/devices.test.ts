import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Locator, Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";

import { openFakePrinter, serveFakePrinter } from "../../native/fake/fake-printer.ts";
import type { VerbOutput } from "../../src/gateway/contract.ts";
import { elsewhere } from "../../src/gateway/rpc-devices.ts";
import type { PtyPair } from "../native/pty-pair.ts";
import { plugIn } from "../native/pty-pair.ts";
import { expectNoViolations } from "./axe.ts";
import { shoot, signIn, sizes, useDeskHost } from "./desk-host.ts";
import { expectGoodLooks, goTo } from "./go-to.ts";
import { choose, focusOn, leaveSheet, scan, tick, typeByHand } from "./keys.ts";

const host = useDeskHost();

/** A cable that is gone when the test is. */
async function cableOf(): Promise<{ readonly now: () => PtyPair; readonly again: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "onestop-devices-"));
  let cable = await plugIn(folder);
  onTestFinished(async () => {
    await cable.pull();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    now: () => cable,
    again: async () => {
      cable = await plugIn(folder);
    },
  };
}

async function write(sheet: Locator, label: string, text: string): Promise<void> {
  const field = sheet.getByLabel(label, { exact: true });
  await focusOn(field);
  await field.page().keyboard.press("Control+a");
  await typeByHand(field.page(), text);
}

/** The supervisor types number and PIN, Enter. */
async function approve(sheet: Locator): Promise<void> {
  const { keyboard } = sheet.page();
  await focusOn(sheet.getByLabel("批准人工号"));
  await typeByHand(sheet.page(), "S001");
  await keyboard.press("Tab");
  await typeByHand(sheet.page(), "112358");
  await keyboard.press("Enter");
  await sheet.waitFor({ state: "detached" });
}

async function opened(page: Page, key: string, title: string): Promise<Locator> {
  await page.keyboard.press(key);
  const sheet = page.getByRole("dialog", { name: title });
  await sheet.waitFor();
  return sheet;
}

async function settingsOf(desk: string): Promise<VerbOutput<"deskDevices">["settings"]["devices"]> {
  return (await host.engine().call("deskDevices", { desk })).settings.devices;
}

function rowOf(page: Page, device: string): Locator {
  return page.getByRole("row").filter({ hasText: device });
}

/** As hands do: a moment between two codes. Without it they would be one. */
async function byHand(page: Page, scans: readonly (() => Promise<void>)[]): Promise<void> {
  for (const one of scans) {
    await one();
    await page.waitForTimeout(700);
  }
}

/** Scan something: at the port, then by keys; both are seen whole. */
async function tryOut(page: Page, cable: PtyPair): Promise<void> {
  const trial = await opened(page, "F5", "请扫一下");
  await trial.getByText("等待扫码…").waitFor();
  await cable.write(Buffer.from("]E06901234567892\r\n"));
  const seen = trial.getByRole("listitem").filter({ hasText: "scanner-1" });
  await seen.getByText("商品条码").waitFor();
  const told = await seen.innerText();
  expect(told).toContain(
    Buffer.from("]E06901234567892\r")
      .toString("hex")
      .replace(/..(?!$)/g, "$& "),
  );
  expect(told).toContain("]E06901234567892⟨CR⟩");
  expect(told).toContain("条码类型 ]E0");
  expect(told).toMatch(/16 字节 · 遇结束字节 · \d+\.\d ms/);
  expect(told).toMatch(/首字节到认出 \d+\.\d ms/);
  // A scanner that types is seen beside it, with its pace; it falls into no field and no bill.
  await scan(page, "81000000000000000601");
  const typed = trial.getByRole("listitem").filter({ hasText: "键盘式" });
  await typed.getByText("药品追溯码").waitFor();
  expect(await typed.innerText()).toMatch(/平均 \d+\.\d ms 一键.*\n结束键 回车/);
  await page.setViewportSize(sizes.small);
  await expectNoViolations(page);
  await shoot(page, "devices-test-small");
  await leaveSheet(page);
}

test("a scanner at a port: set up, tried, learnt from three scans, pulled out and put back", async () => {
  const cable = await cableOf();
  const page = await host.signedIn({ desk: "DEV" });
  await goTo(page, "设备", "设备");
  const sheet = await opened(page, "F3", "增加设备");
  await write(sheet, "端口", cable.now().path);
  await write(sheet, "波特率", "12");
  await sheet.getByText("50 至 4000000 的整数").waitFor();
  await expectNoViolations(page);
  await shoot(page, "devices-add");
  await write(sheet, "波特率", "115200");
  await approve(sheet);
  await rowOf(page, "scanner-1").getByText("已连接").waitFor();
  expect(await settingsOf("DEV")).toMatchObject([
    { kind: "serialScanner", path: cable.now().path, baudRate: 115_200 },
  ]);

  await tryOut(page, cable.now());
  const learning = await opened(page, "F7", "学习“scanner-1”");
  await byHand(
    page,
    ["6901234567892", "6934567890123", "81000000000000000601"].map(
      (code) => async () => await cable.now().write(Buffer.from(`\u0002${code}\r\n`)),
    ),
  );
  await learning.getByText("以 ⟨STX⟩ 开始 · 以 ⟨CR⟩⟨LF⟩ 结束").waitFor();
  await learning.getByText("6934567890123").waitFor();
  await expectNoViolations(page);
  await shoot(page, "devices-learnt-small");
  await approve(learning);
  expect(await settingsOf("DEV")).toMatchObject([{ framing: { prefix: "02", ends: ["0d0a"] } }]);

  await cable.now().pull();
  await rowOf(page, "scanner-1").getByText("未接上，重试中").waitFor();
  await page.getByText(/插上后自动恢复/).waitFor();
  await shoot(page, "devices-lost-small");
  await cable.again();
  await rowOf(page, "scanner-1").getByText("已连接").waitFor();

  const removing = await opened(page, "F9", "移除设备");
  await approve(removing);
  expect(await settingsOf("DEV")).toEqual([]);
}, 180_000);

test("the printer tells what came of a test slip; a simulated scanner is named as what it is", async () => {
  const fake = openFakePrinter();
  const served = await serveFakePrinter(fake);
  onTestFinished(served.close);
  const page = await host.signedIn({ desk: "SLIP" });
  await goTo(page, "设备", "设备");
  const adding = await opened(page, "F3", "增加设备");
  await choose(page, "种类", "小票打印机");
  await write(adding, "地址", "127.0.0.1");
  await write(adding, "端口号", String(served.port));
  await choose(page, "钱箱", "第 2 针（通常）");
  await approve(adding);
  await rowOf(page, "printer-1").getByText("已连接").waitFor();
  const slip = await opened(page, "F8", "打印测试页");
  await tick(page, "同时打开钱箱");
  const print = async (): Promise<void> => {
    await focusOn(slip.getByRole("button", { name: "打印", exact: true }));
    await page.keyboard.press("Enter");
  };
  await print();
  await slip.getByText("已打印 · 打印机确认已打印").waitFor();
  expect(fake.paper()).toMatchObject({ cuts: 1, pulses: 1 });
  fake.loadPaper(0);
  await print();
  await slip.getByText(/没有打印 · 打印机缺纸/).waitFor();
  await expectNoViolations(page);
  await leaveSheet(page);
  await rowOf(page, "printer-1").getByText("打印机缺纸").waitFor();

  const pretending = await opened(page, "F3", "增加设备");
  await choose(page, "种类", "模拟扫码设备");
  await approve(pretending);
  await rowOf(page, "simulated-1").getByText("模拟设备", { exact: true }).waitFor();
  await rowOf(page, "simulated-1").getByText("已连接").waitFor();
  const trial = await opened(page, "F5", "请扫一下");
  await focusOn(trial.getByRole("button", { name: "让它读" }));
  await page.keyboard.press("Enter");
  const seen = trial.getByRole("listitem").filter({ hasText: "simulated-1" });
  await seen.getByText("模拟设备").waitFor();
  await seen.getByText("商品条码").waitFor();
  await leaveSheet(page);
  // By its arrows the list is gone through, and the side says which is picked.
  await page.keyboard.press("F2");
  await page.keyboard.press("ArrowDown");
  await page.getByText("模拟设备：没有真的硬件").waitFor();
  await expectGoodLooks(page, "devices");
}, 180_000);

test("a page at another machine says so, sets nothing up, and still tries what is typed there", async () => {
  const page = await host.open();
  // As the engine answers whoever is not at its machine.
  for (const verb of ["deskDevices", "deviceStates", "attachedDevices", "deviceEvents"])
    await page.route(`**/rpc/${verb}`, async (route) => await route.fulfill({ json: elsewhere() }));
  await signIn(page, { desk: "FAR" });
  await goTo(page, "设备", "设备");
  await page.getByText("本页是从另一台电脑打开的").waitFor();
  await expect.poll(async () => await page.getByRole("button", { name: "F3 增加" }).isDisabled()).toBe(true);
  await expectNoViolations(page);
  await shoot(page, "devices-elsewhere");
  const trial = await opened(page, "F5", "请扫一下");
  await scan(page, "6901234567892");
  await trial.getByText("商品条码").waitFor();
}, 60_000);

test("a scanner that types is learnt from three scans of its own keys", async () => {
  const page = await host.signedIn({ desk: "KEYS" });
  await goTo(page, "设备", "设备");
  const adding = await opened(page, "F3", "增加设备");
  await choose(page, "种类", "键盘式扫码设备");
  await approve(adding);
  await rowOf(page, "keyboard-1").getByText("随键盘输入").waitFor();
  const learning = await opened(page, "F7", "学习“keyboard-1”");
  const codes = ["6901234567892", "81000000000000000601", "6934567890123"];
  await byHand(
    page,
    codes.map((code) => async () => await scan(page, code)),
  );
  await learning.getByText(/每键至多 40 ms，平均至多 35 ms · 结束键 回车/).waitFor();
  expect(await learning.locator(".devices-codes").innerText()).toBe(codes.join("\n"));
  await approve(learning);
  expect(await settingsOf("KEYS")).toMatchObject([{ kind: "wedgeScanner", profile: { suffix: "Enter" } }]);
}, 120_000);

test("left alone while every key is held back, the desk locks all the same and is unlocked by keys", async () => {
  const page = await host.signedIn({ desk: "ALONE" });
  await goTo(page, "设备", "设备");
  const adding = await opened(page, "F3", "增加设备");
  await choose(page, "种类", "键盘式扫码设备");
  await approve(adding);
  // From here on the page's time is ours; the key begins the five minutes anew.
  await page.clock.install();
  await page.clock.fastForward("02:00");
  await opened(page, "F7", "学习“keyboard-1”");
  await page.clock.fastForward("05:10");
  await page.getByRole("heading", { name: "已锁定" }).waitFor();
  await focusOn(page.getByLabel("密码"));
  await typeByHand(page, "135790");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "学习“keyboard-1”" }).waitFor();
  expect(await page.getByRole("heading", { name: "已锁定" }).count()).toBe(0);
}, 120_000);
