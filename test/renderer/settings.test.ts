import { existsSync } from "node:fs";

import { expect, test } from "vitest";

import { expectNoViolations } from "./axe.ts";
import { shoot, useDeskHost } from "./desk-host.ts";
import { expectGoodLooks, goTo } from "./go-to.ts";
import { focusOn } from "./keys.ts";

const host = useDeskHost();

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
