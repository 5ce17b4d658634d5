import type { Page } from "playwright-core";
import { expect, test } from "vitest";

import { expectNoViolations } from "./axe.ts";
import { person } from "./cashier.ts";
import { useDeskHost } from "./desk-host.ts";
import { expectGoodLooks, goTo } from "./go-to.ts";
import { focusOn, scan } from "./keys.ts";
import { sell } from "./sell.ts";

const host = useDeskHost();

/** Opened as staff open it: from the settings, with a PIN. */
async function openSelf(): Promise<Page> {
  const staff = await host.signedIn({ id: "S001" });
  await goTo(staff, "设置", "设置");
  await focusOn(staff.getByRole("button", { name: "开启自助查询" }));
  await staff.keyboard.press("Enter");
  await focusOn(staff.getByLabel("批准人密码"));
  await staff.keyboard.type("112358");
  await staff.keyboard.press("Enter");
  await staff.getByText("在自助机的浏览器打开此地址").waitFor();
  await expectNoViolations(staff);
  const address = (await staff.locator(".settings-address").textContent()) ?? "";
  const page = await host.open();
  await page.clock.install();
  await page.goto("about:blank");
  await page.goto(address);
  await page.getByRole("heading", { name: "请出示医保电子凭证或社会保障卡" }).waitFor();
  return page;
}

async function keptBy(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => [
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage).filter((key) => key !== "onestop.session"),
  ]);
}

test("an insured person scans, sees their own records, and is forgotten: by time, by the next scan, by Esc", async () => {
  const [first, second] = [person(0), person(1)];
  const sale = await sell(host, first);
  const page = await openSelf();
  await scan(page, first.token ?? "");
  await page.getByRole("heading", { name: /您好/ }).waitFor();
  const row = page.getByRole("region", { name: "最近结算", exact: true }).locator("tbody tr");
  await row.first().waitFor();
  await page.getByText("个人账户余额", { exact: true }).waitFor();
  await page
    .getByText(/截至 2026-01-01/)
    .first()
    .waitFor();
  await expectGoodLooks(page, "self-records");
  const shown = (await page.locator("body").textContent()) ?? "";
  for (const secret of [first.name, first.certNo, first.psnNo, first.cardNo ?? "-", sale.settlementId])
    expect(shown).not.toContain(secret);
  expect(await keptBy(page)).toEqual(["onestop.self"]);

  await scan(page, second.token ?? "");
  await expect.poll(async () => await row.count()).toBe(0);
  await page.getByText("在本机构没有结算记录").waitFor();

  // Nobody touches it for a minute.
  await page.clock.runFor(50_000);
  await page.getByText(/秒后清除/).waitFor();
  await page.clock.runFor(15_000);
  await page.getByRole("heading", { name: "请出示医保电子凭证或社会保障卡" }).waitFor();
  expect(await page.locator("body").textContent()).not.toContain("您好");

  await page.clock.runFor(10_000);
  await scan(page, first.token ?? "");
  await page.getByRole("heading", { name: /您好/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: "请出示医保电子凭证或社会保障卡" }).waitFor();
  expect(await keptBy(page)).toEqual(["onestop.self"]);

  await scan(page, first.certNo);
  await page.getByRole("alert").waitFor();
  await expectNoViolations(page);
}, 150_000);

test("the page that waits looks right at every size", async () => {
  const page = await openSelf();
  await expect
    .poll(async () => await page.getByRole("heading").allTextContents())
    .toContain("请出示医保电子凭证或社会保障卡");
  await expectGoodLooks(page, "self-waiting");
});

test("without a pass nothing is shown", async () => {
  const page = await host.open();
  await page.goto(`${host.engine().url}/self`);
  await page.getByRole("heading", { name: "自助查询尚未开启" }).waitFor();
  expect(await page.getByRole("textbox").count()).toBe(0);
  await expectNoViolations(page);
});
