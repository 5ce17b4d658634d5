import { expect, test } from "vitest";

import { expectNoViolations } from "./axe.ts";
import { shoot, signIn, useDeskHost } from "./desk-host.ts";

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
  await page.keyboard.type("135790");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "已锁定" }).waitFor({ state: "detached" });
  expect(await page.getByRole("navigation", { name: "功能" }).isVisible()).toBe(true);
});
