import { expect, test } from "vitest";

import { expectNoViolations } from "./axe.ts";
import { drug, expectOne, item, ownPaid, person, resultIs, settlementsOf, splitIsReady } from "./cashier.ts";
import { shoot, sizes, useDeskHost } from "./desk-host.ts";
import { focusOn, scan, typeByHand } from "./keys.ts";

const host = useDeskHost();

test("a sale by keyboard and scanner alone: credential, goods, trace code, cash, change, next customer", async () => {
  const page = await host.signedIn();
  await expectNoViolations(page);
  const who = person(5);
  await scan(page, who.token ?? "");
  await page.getByRole("heading", { name: who.name }).waitFor();
  await page.getByText("门诊起付线").waitFor();
  expect(await page.locator("body").textContent()).not.toContain(who.certNo);
  await expectNoViolations(page);

  await typeByHand(page, "amxl");
  await page.getByRole("option").first().waitFor();
  await expectNoViolations(page);
  await page.keyboard.press("Escape");
  await scan(page, drug.scans);
  await page.getByText("还差 1 个追溯码").waitFor();
  await scan(page, ownPaid.scans);
  await page.getByText(ownPaid.code).waitFor();
  await typeByHand(page, "*3");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^数量 3/ }).waitFor();
  await splitIsReady(page);

  await page.keyboard.press("F9");
  await page.getByText(/还差 1 个追溯码，扫完再结算/).waitFor();
  await scan(page, "81000000000000000501");
  await page.getByText("追溯码 1/1").waitFor();
  await splitIsReady(page);
  await page.keyboard.press("F8");
  await typeByHand(page, "1000");
  await page.getByText("找零").waitFor();
  await splitIsReady(page);
  await expectNoViolations(page);
  for (const [name, size] of Object.entries(sizes)) {
    await page.setViewportSize(size);
    await shoot(page, `desk-${name}`);
  }
  expect(await settlementsOf(host, who)).toEqual([]);

  // Where the amount was typed Enter confirms it, as F9 does from everywhere.
  await page.keyboard.press("Enter");
  await resultIs(page, "结算成功");
  await expectNoViolations(page);
  await shoot(page, "desk-result");
  await expectOne(host, who);
  const [sale] = await settlementsOf(host, who);
  const shown = await page.locator(".result-amounts").textContent();
  expect(shown?.replaceAll(",", "")).toContain(sale?.settlement.split.cash);

  await page.waitForTimeout(700);
  await page.keyboard.press("Enter");
  await page.getByText("等待扫码").waitFor();
  await expect
    .poll(async () => await page.evaluate(() => document.activeElement?.getAttribute("role")))
    .toBe("combobox");
  await scan(page, person(6).token ?? "");
  await page.getByRole("heading", { name: person(6).name }).waitFor();
});

test("every amount opens the steps that it comes from, with their clauses", async () => {
  const page = await host.signedIn();
  // Most of the yearly deductible is behind this one.
  await scan(page, person(25).token ?? "");
  await scan(page, item(({ kind, class: grade }) => kind === "service" && grade === "A").scans);
  await splitIsReady(page);
  await focusOn(page.getByRole("button", { name: /基本统筹.*查看计算依据/ }));
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: /基本统筹：计算依据/ }).waitFor();
  await page.getByText(/十政办发〔2022〕61号 第五条 2/).waitFor();
  await expectNoViolations(page);
  await shoot(page, "desk-explain");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

test("a prescription is signed by a pharmacist with their own PIN, and the bill names them", async () => {
  const page = await host.signedIn();
  const who = person(8);
  await scan(page, who.token ?? "");
  await scan(page, ownPaid.scans);
  await splitIsReady(page);
  await page.keyboard.press("F6");
  await focusOn(page.getByRole("checkbox", { name: "有外配处方" }));
  await page.keyboard.press("Space");
  const sign = async (id: string, pin: string): Promise<void> => {
    await page.getByLabel("药师工号").fill(id);
    await page.getByLabel("药师密码").fill(pin);
    await page.keyboard.press("Enter");
  };
  await sign("C001", "135790");
  await page.getByText("此工号不是药师，不能审核处方。").waitFor();
  await sign("P001", "246800");
  await page.getByText("已由药师 示范药师 审核签名").waitFor();
  await expectNoViolations(page);
  await page.keyboard.press("Escape");
  await splitIsReady(page);
  await page.keyboard.press("F9");
  await resultIs(page, "结算成功");
  await expectOne(host, who);
});

test("a wrong step is undone, a line removed, a bill parked and taken up again, all by keyboard", async () => {
  const page = await host.signedIn();
  const who = person(9);
  await scan(page, who.token ?? "");
  await scan(page, drug.scans);
  await page.getByText(drug.code).waitFor();
  await scan(page, ownPaid.scans);
  await page.getByText(ownPaid.code).waitFor();
  await page.keyboard.press("Delete");
  await page.getByText(ownPaid.code).waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await page.getByText(ownPaid.code).waitFor();
  await page.keyboard.press("F10");
  await page.getByText("等待扫码").waitFor();
  await page.keyboard.press("F10");
  await focusOn(page.getByRole("button", { name: "取回" }));
  await expectNoViolations(page);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: who.name }).waitFor();
  await page.getByText(ownPaid.code).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: who.name }).waitFor();
  await page.getByText(ownPaid.code).waitFor();
});

test("a code that nobody knows, a code twice and an engine that does not answer are said in words", async () => {
  const page = await host.signedIn();
  await scan(page, "29999999999");
  await page.getByText(/没有找到与“29999999999”相符/).waitFor();
  await scan(page, person(10).token ?? "");
  await scan(page, drug.scans);
  await page.getByText("还差 1 个追溯码").waitFor();
  await scan(page, "81000000000000000777");
  await page.getByText("追溯码 1/1").waitFor();
  // Within half a second it would be the same scan once more.
  await page.waitForTimeout(600);
  await scan(page, "81000000000000000777");
  await page.getByText("追溯码 81000000000000000777 已在本单，没有重复加入。").waitFor();
  await page.route("**/rpc/**", async (route) => await route.fulfill({ status: 502 }));
  await scan(page, ownPaid.scans);
  await page.getByRole("heading", { name: "连不上结算引擎" }).waitFor();
  await page.getByText("引擎已断开").waitFor();
  await expectNoViolations(page);
  await page.unroute("**/rpc/**");
  await page.getByText("引擎已断开").waitFor({ state: "detached" });
  host.forgive(/502/);
});
