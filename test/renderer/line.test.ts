import type { Page } from "playwright-core";
import { expect, test } from "vitest";

import { expectNoViolations } from "./axe.ts";
import { person } from "./cashier.ts";
import type { EngineAtCentre } from "./centre-host.ts";
import { startEngineAtCentre } from "./centre-host.ts";
import { shoot, useDeskHost } from "./desk-host.ts";
import { expectGoodLooks, goTo } from "./go-to.ts";
import { focusOn } from "./keys.ts";
import { sell } from "./sell.ts";

const started: EngineAtCentre[] = [];
const host = useDeskHost(async () => {
  const engine = await startEngineAtCentre();
  started.push(engine);
  return engine;
});

async function misbehave(...rules: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  for (const centre of started) await centre.misbehave(...rules);
}

const rows = (page: Page) => page.getByRole("region", { name: "待发和待处理" }).locator("tbody tr");

async function approve(page: Page, id: string, pin: string): Promise<void> {
  await focusOn(page.getByLabel("批准人工号"));
  await page.keyboard.press("Control+a");
  await page.keyboard.type(id);
  await page.keyboard.press("Tab");
  await page.keyboard.type(pin);
  await page.keyboard.press("Enter");
}

test("what the centre counts differently and what it rejects is seen, read and seen to, by keyboard", async () => {
  await misbehave({ kind: "wrongTotals", infno: ["2207", "5203"], fen: -100 });
  const different = await sell(host, person(3));
  const page = await host.signedIn();
  await goTo(page, "连接", "连接与队列");
  await page.getByText("已连接医保中心").waitFor();
  await rows(page).filter({ hasText: different.settlementId }).getByText("金额不同").waitFor();
  await page.getByRole("table", { name: "中心金额与本机不同" }).waitFor();
  await misbehave({ kind: "refuse", infno: ["2207"], code: "NOT_ENTITLED", count: 1 });
  const rejected = await sell(host, person(4));
  const row = rows(page).filter({ hasText: rejected.settlementId });
  await row.getByText("中心未接受").waitFor();
  await expectGoodLooks(page, "line-findings");

  await page.keyboard.press("F2");
  await page.keyboard.press("ArrowUp");
  const first = (await rows(page).first().textContent())?.includes(different.settlementId);
  if (first !== true) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("F6");
  await page.getByRole("dialog", { name: "按中心金额认账" }).waitFor();
  await expectNoViolations(page);
  await focusOn(page.getByRole("button", { name: "认账", exact: true }));
  await page.keyboard.press("Enter");
  await expect.poll(async () => await rows(page).count()).toBe(1);
  await page.keyboard.press("F6");
  await page.getByRole("dialog", { name: "标记为已处理" }).waitFor();
  await focusOn(page.getByRole("button", { name: "已处理", exact: true }));
  await page.keyboard.press("Enter");
  await page.getByText("没有待发、待确认或被拒的结算。").waitFor();
  const log = await host.engine().call("auditLog", { from: null, limit: 10 });
  expect(log.filter(({ action }) => action === "acceptDifference").map(({ subject }) => subject)).toEqual([
    rejected.settlementId,
    different.settlementId,
  ]);
});

test("a centre that is away is told in words; an agreement opens sales within limits; what waits goes by itself", async () => {
  await misbehave({ kind: "maintenance" });
  const waiting = await sell(host, person(5));
  const page = await host.signedIn();
  await goTo(page, "连接", "连接与队列");
  await page.getByText(/与医保中心的连接中断 · 中心维护/).waitFor();
  await rows(page).filter({ hasText: waiting.settlementId }).getByText("待发送").waitFor();
  await page.getByText("没有约定：连接中断时一律全额收现。").waitFor();

  await page.keyboard.press("F8");
  const dialog = page.getByRole("dialog", { name: "脱机分担约定" });
  for (const [group, values] of [
    ["信息较新时", ["7", "200", "400", "5000", "50"]],
    ["信息较旧时", ["400", "190", "300", "2500", "20"]],
  ] as const) {
    await focusOn(dialog.getByRole("group", { name: group }).getByLabel("天数以内"));
    for (const value of values) {
      await page.keyboard.type(value);
      await page.keyboard.press("Tab");
    }
  }
  await expectNoViolations(page);
  await shoot(page, "line-agreement");
  await approve(page, "C001", "135790");
  await dialog.getByRole("heading", { name: "须经批准" }).waitFor();
  await approve(page, "S001", "112358");
  await dialog.waitFor({ state: "detached" });
  const { agreement } = await host.engine().call("lineState", {});
  expect(agreement).toEqual({
    fresh: { perSale: "200.00", perPersonDay: "400.00", perDesk: "5000.00", count: 50 },
    old: { perSale: "190.00", perPersonDay: "300.00", perDesk: "2500.00", count: 20 },
    freshDays: 7,
    oldDays: 400,
  });
  await page.getByText("收费台：限额内可以脱机暂记，超限的全额收现。").waitFor();
  const provisional = await sell(host, person(6), { qty: "1" });
  await rows(page).filter({ hasText: provisional.settlementId }).waitFor();
  const out = await host.engine().call("lineState", {});
  expect(out.provisional).toMatchObject({ count: 1, left: { count: 49 } });
  await page.getByText("49 笔").waitFor();
  await expectGoodLooks(page, "line-outage");

  await misbehave();
  await page.keyboard.press("F4");
  await page.getByText("已要求立即重试").waitFor();
  await page.getByText("没有待发、待确认或被拒的结算。").waitFor();
  await page.getByText("已连接医保中心").waitFor();
});

test("a stop is announced and taken back by a supervisor", async () => {
  const page = await host.signedIn({ id: "S001" });
  await goTo(page, "连接", "连接与队列");
  await page.keyboard.press("F7");
  const dialog = page.getByRole("dialog", { name: "预告停机" });
  await focusOn(dialog.getByLabel(/结束/));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("2099-01-01 08:00");
  await expectNoViolations(page);
  await shoot(page, "line-stop");
  await approve(page, "S001", "112358");
  await dialog.waitFor({ state: "detached" });
  await page.getByText("停机期间不发送；01-01 08:00 之后自动恢复，无须操作。").waitFor();
  expect(await host.engine().call("lineState", {})).toMatchObject({
    state: "offline",
    class: "maintenance",
    stop: { until: "2099-01-01T08:00:00.000+08:00" },
  });
  await page.keyboard.press("F7");
  await focusOn(page.getByLabel("取消已预告的停机"));
  await page.keyboard.press("Space");
  await approve(page, "S001", "112358");
  await dialog.waitFor({ state: "detached" });
  await page.getByText("已连接医保中心").waitFor();
});
