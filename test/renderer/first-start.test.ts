import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { readRecoveryKey } from "../../src/app/recovery-key.ts";
import { expectNoViolations } from "./axe.ts";
import { launchChromium } from "./chromium.ts";
import { shoot, sizes } from "./desk-host.ts";
import { choose, focusOn } from "./keys.ts";

/** A whole set-up, two programs and two builds if need be. */
const wholeMs = 240_000;

const start = join(import.meta.dirname, "../../main/start.ts");
let browser: Browser | undefined;

beforeAll(async () => {
  browser = await launchChromium();
}, 60_000);
afterAll(async () => {
  await browser?.close();
});

/** `npm start` over a directory in which nothing is, and the lines that it prints. */
function startFresh(): { readonly dir: string; readonly nextPage: () => Promise<string> } {
  const home = mkdtempSync(join(tmpdir(), "onestop-first-"));
  const dir = join(home, "data");
  const child = spawn(process.execPath, [start, "--data", dir, "--no-open"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const closed = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await closed;
    rmSync(home, { recursive: true, force: true });
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextPage = async (): Promise<string> => {
    for (;;) {
      const next = await lines.next();
      if (next.done === true) throw new Error("it ended");
      const found = /https?:\/\/\S+/.exec(next.value)?.[0];
      if (found !== undefined) return found;
    }
  };
  return { dir, nextPage };
}

async function openPage(address: string): Promise<Page> {
  if (browser === undefined) throw new Error("no browser");
  const context = await browser.newContext({ viewport: sizes.small, locale: "zh-CN" });
  onTestFinished(async () => await context.close());
  const page = await context.newPage();
  // The first page of a checkout builds the screens.
  await page.goto(address, { timeout: wholeMs });
  return page;
}

async function tellInstitution(page: Page): Promise<void> {
  await page.getByRole("heading", { name: "机构信息" }).waitFor();
  await page.keyboard.type("p4203000000");
  await page.getByText("应为 12 位大写字母或数字").waitFor();
  await page.keyboard.type("9");
  await page.keyboard.press("Tab");
  await page.keyboard.type("车城路示范药店");
  await choose(page, "类型", "零售药店");
  await choose(page, "等级", "未定级");
  await focusOn(page.getByLabel("行政区划代码（6 位）"));
  await page.keyboard.type("420300");
  await expectNoViolations(page);
  await shoot(page, "setup-institution");
  await page.keyboard.press("Enter");
}

async function keepRecoveryKey(page: Page): Promise<void> {
  await page.getByRole("heading", { name: "恢复密钥" }).waitFor();
  const groups = await page.locator(".setup-key strong").allTextContents();
  expect(readRecoveryKey(groups.join("-")).ok).toBe(true);
  await expectNoViolations(page);
  await shoot(page, "setup-recovery");
  await focusOn(page.getByLabel(/请照纸上输入第 6 组/));
  await page.keyboard.type("00000");
  await expect.poll(async () => await page.locator(".setup-key strong").first().textContent()).toBe("•••••");
  await page.keyboard.press("Enter");
  await page.getByText("与恢复密钥不符，请照纸上核对").waitFor();
  await page.keyboard.press("Control+a");
  await page.keyboard.type((groups[5] ?? "").toLowerCase());
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "已建好" }).waitFor();
}

test(
  "a real institution, by keyboard: its facts, its first administrator, its rules, the recovery key once; then the desk",
  async () => {
    const { dir, nextPage } = startFresh();
    const page = await openPage(await nextPage());
    await page.getByRole("heading", { name: "首次启动" }).waitFor();
    expect(page.url()).not.toContain("setup=");
    await expectNoViolations(page);
    await shoot(page, "setup-choice");
    await focusOn(page.getByRole("button", { name: /正式建立本机构/ }));
    await page.keyboard.press("Enter");

    await tellInstitution(page);
    await page.getByRole("heading", { name: "首位管理员" }).waitFor();
    await page.keyboard.type("A001");
    await page.keyboard.press("Tab");
    await page.keyboard.type("店长");
    await page.keyboard.press("Tab");
    await page.keyboard.type("123456");
    await page.keyboard.press("Tab");
    await page.keyboard.type("12345");
    await page.getByText("两次密码不同").waitFor();
    await page.keyboard.type("6");
    await expectNoViolations(page);
    await page.keyboard.press("Enter");

    await page.getByRole("heading", { name: "政策包" }).first().waitFor();
    await expectNoViolations(page);
    await shoot(page, "setup-rules");
    const make = page.getByRole("button", { name: /^建立/ });
    await focusOn(make);
    await page.keyboard.press("Enter");
    // A PIN that everybody tries first: nothing has been made.
    await page.getByRole("heading", { name: "密码过于简单" }).waitFor();
    expect(existsSync(join(dir, "onestop.db"))).toBe(false);
    await page.getByRole("button", { name: "上一步" }).press("Enter");
    await page.getByRole("heading", { name: "首位管理员" }).waitFor();
    await page.getByLabel("密码", { exact: true }).fill("271353");
    await page.getByLabel("再输一次密码").fill("271353");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "政策包" }).first().waitFor();
    await focusOn(make);
    // Held down: one institution.
    for (let count = 0; count < 10; count += 1) await page.keyboard.down("Enter");
    await page.keyboard.up("Enter");

    await keepRecoveryKey(page);
    const desk = await openPage(await nextPage());
    await desk.getByRole("heading", { name: "签到" }).waitFor();
    await desk.keyboard.type("A001");
    await desk.keyboard.press("Tab");
    await desk.keyboard.press("Tab");
    await desk.keyboard.type("271353");
    await desk.keyboard.press("Enter");
    await desk.getByRole("navigation", { name: "功能" }).waitFor();
    await desk.getByText("车城路示范药店").waitFor();
    expect(await desk.getByText("示范数据").count()).toBe(0);
  },
  wholeMs,
);

test(
  "whoever only wants to try gets the demo town, and the directory stays empty",
  async () => {
    const { dir, nextPage } = startFresh();
    const page = await openPage(await nextPage());
    await focusOn(page.getByRole("button", { name: "先用示范数据试用" }));
    await page.keyboard.press("Enter");
    await page.getByText("示范结算台正在打开，本页可以关闭。").waitFor();
    const desk = await openPage(await nextPage());
    await desk.getByRole("heading", { name: "签到" }).waitFor();
    expect(existsSync(join(dir, "onestop.db"))).toBe(false);
  },
  wholeMs,
);

test("without its word the page of a first start is told nothing", async () => {
  const { nextPage } = startFresh();
  const { origin } = new URL(await nextPage());
  for (const path of ["choices", "make", "finish", "demo"])
    expect((await fetch(`${origin}/setup/${path}`, { method: "POST" })).status).toBe(401);
});
