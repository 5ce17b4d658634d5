import type { Page } from "playwright-core";
import { expect, test } from "vitest";

import { expectNoViolations } from "./axe.ts";
import { person, resultIs, ringUp, settlementsOf } from "./cashier.ts";
import { shoot, signIn, useDeskHost } from "./desk-host.ts";
import { goTo } from "./go-to.ts";
import { focusOn } from "./keys.ts";

const host = useDeskHost();

test("a code opens one page, once; the page keeps its session over a reload, its address does not", async () => {
  const page = await host.open();
  await page.getByRole("heading", { name: "签到" }).waitFor();
  expect(page.url()).not.toContain("code=");
  await page.reload();
  await page.getByRole("heading", { name: "签到" }).waitFor();

  const address = await host.engine().address();
  const code = address.slice(address.indexOf("=") + 1);
  const exchange = async (): Promise<number> =>
    (await fetch(`${host.engine().url}/session`, { method: "POST", body: JSON.stringify({ code }) })).status;
  expect([await exchange(), await exchange()]).toEqual([200, 401]);
});

test("a page without a code asks for one and takes the token that serve has printed", async () => {
  const page = await host.open();
  await page.getByRole("heading", { name: "签到" }).waitFor();
  await page.evaluate(() => sessionStorage.clear());
  await page.reload();
  await page.getByRole("heading", { name: "打开结算台" }).waitFor();
  await expectNoViolations(page);
  await page.keyboard.type(host.engine().token);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "签到" }).waitFor();
});

test("the cashier signs in by keyboard; a wrong PIN says what to do", async () => {
  const page = await host.open();
  await page.getByRole("heading", { name: "签到" }).waitFor();
  await expectNoViolations(page);
  await page.keyboard.type("C001");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("000000");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByRole("heading", { name: "工号或密码不正确" }).waitFor();
  await expectNoViolations(page);
  await shoot(page, "sign-in");
  await page.reload();
  await signIn(page);
  await page.getByText("示范数据").waitFor();
  await page.reload();
  await page.getByRole("navigation", { name: "功能" }).waitFor();
  await expectNoViolations(page);
});

test("a locked desk opens with the PIN alone and shows nothing of anybody meanwhile", async () => {
  const page = await host.signedIn();
  await page.getByRole("button", { name: /示范收费员/ }).click();
  await page.getByRole("menuitem", { name: "锁定收费台" }).click();
  await page.getByRole("heading", { name: "已锁定" }).waitFor();
  await expectNoViolations(page);
  await unlock(page);
  await expect.poll(async () => await page.getByRole("navigation", { name: "功能" }).isVisible()).toBe(true);
});

async function unlock(page: Page): Promise<void> {
  await page.keyboard.type("135790");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "已锁定" }).waitFor({ state: "detached" });
}

test("a desk that nobody touches locks itself after five minutes; its operator opens it and finds the bill", async () => {
  const page = await host.signedIn();
  await ringUp(page, person(24));
  // Scans are told by the clock of the machine: from here on there are none.
  await page.clock.install();
  await page.reload();
  await page.getByRole("heading", { name: person(24).name }).waitFor();
  await page.clock.fastForward(4 * 60_000);
  await page.keyboard.press("Shift");
  await page.clock.fastForward(4 * 60_000);
  expect(await page.getByRole("heading", { name: "已锁定" }).isVisible()).toBe(false);
  await page.clock.fastForward(61_000);
  await page.getByRole("heading", { name: "已锁定" }).waitFor();
  await shoot(page, "locked");
  // Neither seen nor read out nor in reach of a key: the bill behind it is not settled by the key that settles.
  const behind = page.locator("[inert]").getByRole("heading", { name: person(24).name });
  expect(
    await behind.evaluate((heading) => {
      const { x, y } = heading.getBoundingClientRect();
      return document.elementFromPoint(x + 1, y + 1)?.closest(".lock") !== null;
    }),
  ).toBe(true);
  await page.keyboard.press("F9");
  await page.keyboard.type("000000");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByRole("heading", { name: "工号或密码不正确" }).waitFor();
  await expectNoViolations(page);
  await unlock(page);
  await page.getByRole("heading", { name: person(24).name }).waitFor();
  expect(await settlementsOf(host, person(24))).toEqual([]);
  await page.keyboard.press("F9");
  await resultIs(page, "结算成功");
});

test("a dialog that was open when the desk locked hears nothing of it, and is there again", async () => {
  const page = await host.signedIn({ id: "S001" });
  await page.clock.install();
  await page.reload();
  await goTo(page, "报表", "报表");
  await page.keyboard.press("F3");
  const dialog = page.getByRole("dialog", { name: "导出" });
  await focusOn(dialog.getByLabel("批准人密码"));
  await page.clock.fastForward(301_000);
  await page.getByRole("heading", { name: "已锁定" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.type("112358");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "已锁定" }).waitFor({ state: "detached" });
  expect(await dialog.getByLabel("批准人密码").inputValue()).toBe("");
  const log = await host.engine().call("auditLog", { from: null, limit: 50 });
  expect(log.filter(({ action }) => action === "export")).toEqual([]);
});
