import { existsSync } from "node:fs";

import { expect, test } from "vitest";

import { expectNoViolations } from "./axe.ts";
import { shoot, useDeskHost } from "./desk-host.ts";
import { expectGoodLooks, goTo } from "./go-to.ts";
import { focusOn } from "./keys.ts";

const host = useDeskHost();
/** A port of this machine at which no centre answers. */
const nobody = "http://127.0.0.1:9";

test("an administrator adds an operator, changes the role, backs up and verifies, by keyboard", async () => {
  const page = await host.signedIn({ id: "A001" });
  await goTo(page, "设置", "设置");
  const table = page.getByRole("region", { name: "操作员列表" });
  await table.getByText("示范收费员").waitFor();
  await expectGoodLooks(page, "settings");

  await focusOn(page.getByRole("button", { name: "增加操作员" }));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "增加操作员" });
  await dialog.getByLabel("工号", { exact: true }).waitFor();
  await page.keyboard.type("C009");
  await page.keyboard.press("Tab");
  await page.keyboard.type("新同事");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("123456");
  await focusOn(dialog.getByLabel("批准人密码"));
  await page.keyboard.type("314159");
  await page.keyboard.press("Enter");
  await dialog.getByRole("heading", { name: "密码过于简单" }).waitFor();
  await expectNoViolations(page);
  await focusOn(dialog.getByLabel("初始密码"));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("860427");
  await focusOn(dialog.getByLabel("批准人密码"));
  await page.keyboard.type("314159");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await table.getByText("新同事").waitFor();

  await focusOn(page.getByRole("button", { name: "更改 新同事" }));
  await page.keyboard.press("Enter");
  await page.getByLabel("角色").selectOption("auditor");
  await shoot(page, "settings-operator");
  await expectNoViolations(page);
  await focusOn(page.getByLabel("批准人密码"));
  await page.keyboard.type("314159");
  await page.keyboard.press("Enter");
  await expect
    .poll(async () => (await host.engine().call("operators", {})).find(({ id }) => id === "C009")?.role)
    .toBe("auditor");
  // The engine has it before the page has heard: until the sheet has gone, nothing behind it takes a key.
  await page.getByRole("dialog").waitFor({ state: "detached" });

  await focusOn(page.getByRole("button", { name: "立即备份" }));
  await page.keyboard.press("Enter");
  await focusOn(page.getByLabel("批准人密码"));
  await page.keyboard.type("314159");
  await page.keyboard.press("Enter");
  await page.getByText(/已备份到/).waitFor();
  const { file } = await host.engine().call("backupState", {});
  expect([existsSync(file ?? ""), existsSync(`${file ?? ""}.key`)]).toEqual([true, true]);

  await focusOn(page.getByRole("button", { name: "立即核验" }));
  await page.keyboard.press("Enter");
  await page.getByText(/账本完好/).waitFor();
  await shoot(page, "settings-verified");
});

test("an administrator names the centre and takes it away again, by keyboard", async () => {
  const page = await host.signedIn({ id: "A001" });
  await goTo(page, "设置", "设置");
  const card = page.getByRole("region", { name: "医保中心" });
  await card.getByText("没有连接医保中心：结算在本机记账，报文留在本机。").waitFor();
  const sheet = page.getByRole("dialog", { name: "更改中心" });
  const change = async (url: string): Promise<void> => {
    await sheet.getByLabel("中心地址").focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await page.keyboard.insertText(url);
    await sheet.getByLabel("批准人密码").focus();
    await page.keyboard.type("314159");
    await page.keyboard.press("Enter");
  };

  await card.getByRole("button", { name: "更改中心" }).focus();
  await page.keyboard.press("Enter");
  await sheet.getByLabel("接入令牌").waitFor();
  await expectGoodLooks(page, "settings-centre-sheet");
  await change("centre.example/door");
  await sheet
    .getByText("“中心地址”应为中心的地址，如 https://centre.example:8443，不带路径", { exact: true })
    .waitFor();
  await expectNoViolations(page);
  await shoot(page, "settings-centre-refused");
  await sheet.getByLabel("接入令牌").focus();
  await page.keyboard.type("not-a-real-token");
  await change(nobody);
  await sheet.waitFor({ state: "detached" });
  await card.getByText(nobody).waitFor();
  await card.getByText("已接上，连接情况见“连接”。").waitFor();
  await card.getByRole("link", { name: "在“连接”中查看待发和停机" }).focus();
  await expectGoodLooks(page, "settings-centre");
  expect((await host.engine().call("centreSetting", {})).url).toBe(nobody);

  await card.getByRole("button", { name: "更改中心" }).focus();
  await page.keyboard.press("Enter");
  await change("");
  await sheet.waitFor({ state: "detached" });
  await card.getByText("没有连接医保中心：结算在本机记账，报文留在本机。").waitFor();
  expect(await host.engine().call("centreSetting", {})).toMatchObject({ url: null, isAttached: false });
});

test("a cashier changes the looks and nothing else; in English too", async () => {
  const page = await host.signedIn();
  await goTo(page, "设置", "设置");
  await focusOn(page.getByLabel("高对比度"));
  await page.keyboard.press("Space");
  await expect
    .poll(async () => await page.evaluate(() => document.documentElement.dataset["contrast"]))
    .toBe("high");
  await page.getByLabel("语言").selectOption("en");
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await expectNoViolations(page);
  expect(await page.getByRole("button", { name: "Back up now" }).count()).toBe(0);
  expect(await page.getByRole("heading", { name: "Operators" }).count()).toBe(0);
});
