import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { addFen, formatFen, parseFen } from "../../src/base/money.ts";
import { expectNoViolations } from "./axe.ts";
import { person } from "./cashier.ts";
import type { EngineAtCentre } from "./centre-host.ts";
import { startEngineAtCentre } from "./centre-host.ts";
import type { DeskHost } from "./desk-host.ts";
import { shoot, sizes, useDeskHost } from "./desk-host.ts";
import { expectGoodLooks, goTo } from "./go-to.ts";
import { focusOn } from "./keys.ts";
import { sell } from "./sell.ts";

const banner = (page: Page, says: string | RegExp) =>
  page.locator(".closing-banner-title").getByText(says).waitFor();
const key = (page: Page, name: string) =>
  page.getByRole("toolbar", { name: "功能键" }).getByRole("button", { name });

async function approve(page: Page, dialog: string): Promise<void> {
  await focusOn(page.getByRole("dialog", { name: dialog }).getByLabel("批准人密码"));
  await page.keyboard.type("112358");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

async function press(page: Page, name: string, times = 1): Promise<void> {
  for (let count = 0; count < times; count += 1) await page.keyboard.press(name);
}

/** Until the centre has said its last word of a sale. */
async function isConfirmed(host: DeskHost, settlementId: string): Promise<void> {
  const known = async () => await host.engine().call("outcome", { settlementId, waitMs: 1000 });
  await expect.poll(async () => (await known()).messageState, { timeout: 30_000 }).toBe("confirmed");
}

async function today(host: DeskHost): Promise<string> {
  return (await host.engine().call("deskState", {})).now.slice(0, 10);
}

type Misbehave = (...rules: readonly Readonly<Record<string, unknown>>[]) => Promise<void>;

async function takeOver(page: Page): Promise<void> {
  await press(page, "F4", 3);
  await page.keyboard.press("F7");
  for (const [at, text] of ["C001", "01", "100"].entries()) {
    if (at > 0) await page.keyboard.press("Tab");
    await page.keyboard.type(text);
  }
  await page.keyboard.press("Enter");
  await page.getByRole("table", { name: "当日各班" }).getByText("未交").waitFor();
}

async function handOver(page: Page, host: DeskHost, day: string): Promise<void> {
  const { call } = host.engine();
  const kept = await sell(host, person(4), { qty: "5" });
  await isConfirmed(host, kept.settlementId);
  const { shift } = await call("currentShift", { operator: "C001", desk: "01" });
  const counted = formatFen(addFen(parseFen(shift?.expected.cash ?? "0"), parseFen("1.00")));
  await expect
    .poll(async () => await page.getByRole("table", { name: "收款方式" }).textContent(), {
      timeout: 15_000,
    })
    .toContain(shift?.expected.cash);
  await page.keyboard.press("F6");
  await page.getByRole("dialog", { name: "点款交班" }).waitFor();
  await page.keyboard.type(counted);
  await page.getByText("合计长款 1.00 元").waitFor();
  await expectNoViolations(page);
  await shoot(page, "closing-count");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const [handed] = await call("shiftsOfDay", { day });
  expect(handed?.closed?.difference).toEqual({
    cash: "1.00",
    bankCard: "0.00",
    wechat: "0.00",
    alipay: "0.00",
  });
  const [noted] = await call("auditLog", { from: null, limit: 1 });
  expect([noted?.action, noted?.operator]).toEqual(["closeShift", "S001"]);
  await expectGoodLooks(page, "closing-shifts");
}

async function stopAndReload(page: Page, misbehave: Misbehave): Promise<void> {
  // Under way it can be stopped, and a reload does not stop it.
  await misbehave({ kind: "slow", infno: ["3201"], ms: 1500 });
  await page.keyboard.press("F9");
  await page.getByText(/核对总额 \d\/\d/).waitFor();
  await expectNoViolations(page);
  await shoot(page, "closing-running");
  await page.keyboard.press("F8");
  await banner(page, "对账中断在半途");
  await page.keyboard.press("F9");
  await banner(page, "正在与中心对账");
  await page.reload();
  await banner(page, "正在与中心对账");
  await misbehave();
  await banner(page, "有 1 项差异");
}

async function repair(page: Page, forgotten: string): Promise<void> {
  const row = page.getByRole("table", { name: "差异", exact: true }).locator("tbody tr");
  await row.getByText("中心没有这笔").waitFor();
  expect(await row.textContent()).toContain(forgotten);
  await page.getByRole("table", { name: "处理预览" }).getByText("基本统筹").waitFor();
  expect(await key(page, "办理免批准的").isDisabled()).toBe(true);
  await expectGoodLooks(page, "closing-differences");
  await page.keyboard.press("F6");
  await page.getByRole("dialog", { name: "批准：原样重送" }).waitFor();
  await expectNoViolations(page);
  await shoot(page, "closing-repair");
  await approve(page, "批准：原样重送");
  await banner(page, "与中心对平");
  await page.locator(".closing-zero").getByText("0.00").waitFor();
  await expectGoodLooks(page, "closing-balanced");
}

async function sealLate(page: Page, host: DeskHost): Promise<void> {
  // What is sold afterwards has not been compared.
  const late = await sell(host, person(5));
  await isConfirmed(host, late.settlementId);
  await banner(page, "对平后账本又有变化");
  await page.keyboard.press("F9");
  await banner(page, "与中心对平");
  await page.keyboard.press("F9");
  await page.getByText("这是今天：封存后今天不能再收费。").waitFor();
  await expectNoViolations(page);
  await approve(page, "封存当日");
  await banner(page, /已对平并封存/);
  expect(await key(page, "继续对账").isDisabled()).toBe(true);
}

async function applyForMonth(page: Page): Promise<void> {
  await page.keyboard.press("F4");
  await page.getByRole("table", { name: "已日结和正在日结的日子" }).getByText("已平").waitFor();
  await expectGoodLooks(page, "closing-days");
  await page.keyboard.press("F4");
  await page.getByText("各日均已对平，可以申请清算（F6）。").waitFor();
  await expectGoodLooks(page, "closing-month");
  await page.keyboard.press("F6");
  await approve(page, "申请清算（3203）");
  await page.getByText(/中心已受理，清算申请号 /).waitFor();
}

describe("with a centre", () => {
  const started: EngineAtCentre[] = [];
  const host = useDeskHost(async () => {
    const engine = await startEngineAtCentre();
    started.push(engine);
    return engine;
  });
  const misbehave: Misbehave = async (...rules) => {
    for (const centre of started) await centre.misbehave(...rules);
  };

  test("a day is handed over, compared, repaired, balanced and sealed, and its month applied for, by keyboard", async () => {
    const { call } = host.engine();
    const day = await today(host);
    await misbehave({ kind: "forget", infno: ["2207"], count: 1 });
    const forgotten = await sell(host, person(3));
    await isConfirmed(host, forgotten.settlementId);
    await misbehave();
    const page = await host.signedIn({ id: "S001", size: sizes.small });
    await goTo(page, "日结", "日结对账");
    await expect.poll(async () => await page.getByLabel("日期").inputValue()).toBe(day);
    await banner(page, "尚未对账");
    // Nobody closes provisionally what could be compared.
    expect(await key(page, "暂结").isDisabled()).toBe(true);
    await shoot(page, "closing-begin");
    await takeOver(page);
    await handOver(page, host, day);
    await stopAndReload(page, misbehave);
    await repair(page, forgotten.settlementId);
    await sealLate(page, host);
    const [closed] = await call("closedDays", { limit: 5 });
    expect(closed).toMatchObject({ day, outcome: "balanced", differences: 0 });
    expect(await call("unclosedDays", {})).toEqual([]);
    await applyForMonth(page);
  }, 240_000);

  test("an auditor looks and changes nothing", async () => {
    const { call } = host.engine();
    expect(await call("unclosedDays", {})).toEqual([]);
    const page = await host.signedIn({ id: "U001" });
    await goTo(page, "日结", "日结对账");
    await page.getByText("审计员只能查看。").waitFor();
    for (const name of ["继续对账", "暂结", "中止", "办理所选"])
      expect([name, await key(page, name).isDisabled()]).toEqual([name, true]);
  }, 60_000);
});

describe("without a centre", () => {
  const host = useDeskHost();

  test("the screen says so, names what is open, and closes provisionally with that carried over", async () => {
    const { call } = host.engine();
    const day = await today(host);
    const sale = await sell(host, person(3));
    const page = await host.signedIn({ id: "S001", size: sizes.small });
    await goTo(page, "日结", "日结对账");
    await banner(page, "本机没有连接医保中心");
    await page.keyboard.press("F9");
    const row = page.getByRole("table", { name: "差异", exact: true }).locator("tbody tr");
    await row.getByText("没有送出").waitFor();
    await banner(page, "本机没有连接医保中心");
    expect(await key(page, "办理所选").isDisabled()).toBe(true);
    await expectGoodLooks(page, "closing-alone");
    // Settled after somebody has looked: it is carried over as well.
    const late = await sell(host, person(4));
    await page.keyboard.press("F10");
    const dialog = page.getByRole("dialog", { name: "暂结" });
    await dialog.getByText(`没有送出 ${sale.settlementId}，以后：送出`).waitFor();
    await dialog.getByText("列出以后账本又有变化，封存时按当时的未了事项结转。").waitFor();
    await expectNoViolations(page);
    await shoot(page, "closing-provisional");
    await approve(page, "暂结");
    await banner(page, /已暂结封存/);
    await row.filter({ hasText: late.settlementId }).waitFor();
    expect(await call("closedDays", { limit: 5 })).toMatchObject([
      { day, outcome: "provisional", differences: 2 },
    ]);
    const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    const { carried } = await call("closingState", { day: next });
    expect(carried.map((one) => [one.day, one.count])).toEqual([[day, 2]]);
  }, 120_000);
});
