import { expect, test } from "vitest";

import { expectNoViolations } from "./axe.ts";
import { drug, item, person, resultIs, ringUp, settlementsOf, splitIsReady } from "./cashier.ts";
import { shoot, sizes, useDeskHost } from "./desk-host.ts";
import { focusOn, scan } from "./keys.ts";

const host = useDeskHost();
const service = item(({ kind, class: grade }) => kind === "service" && grade === "A");

test("nobody is insured: everything in cash, a re-settle code, and nothing of any fund", async () => {
  const page = await host.signedIn();
  await scan(page, drug.scans);
  await page.getByText("没有参保人。无医保的顾客，或凭证读不出时，可全额收现。").waitFor();
  await expectNoViolations(page);
  await page.keyboard.press("F9");
  await expect.poll(async () => await page.getByRole("button", { name: "确认结算" }).isDisabled()).toBe(true);
  await page.keyboard.press("Shift+F9");
  await page.getByText("脱机暂记，非医保结算凭证。基金和个人账户都不支付，也不动累计。").waitFor();
  await page.keyboard.press("F9");
  await page.getByText(/还差 1 个追溯码，扫完再结算/).waitFor();
  await scan(page, "81000000000000000901");
  await page.getByText("追溯码 1/1").waitFor();
  await page.keyboard.press("F8");
  await page.keyboard.type("1000");
  await expectNoViolations(page);
  for (const [name, size] of Object.entries(sizes)) {
    await page.setViewportSize(size);
    await shoot(page, `desk-cash-${name}`);
  }
  await page.keyboard.press("Enter");
  await resultIs(page, "已全额收现");
  await expectNoViolations(page);
  await shoot(page, "desk-cash-result");
  const code = (await page.locator(".resettle-code strong").textContent()) ?? "";
  const [sale] = await settlementsOf(host, { psnNo: "unknown" });
  expect(sale).toMatchObject({ mode: "cash", kind: "sale", resettleCode: code });
  expect(sale?.settlement.split).toMatchObject({ fundTotal: "0.00", account: "0.00" });
  expect(sale?.settlement.split.cash).toBe(sale?.settlement.split.total);
});

test("a cash sale is settled by its code on the desk, for whoever shows a credential then, once", async () => {
  const who = person(40);
  const page = await host.signedIn();
  await scan(page, service.scans);
  await page.getByText(service.code).waitFor();
  await page.keyboard.press("Shift+F9");
  await page.keyboard.press("F9");
  await resultIs(page, "已全额收现");
  const code = (await page.locator(".resettle-code strong").textContent()) ?? "";
  await page.waitForTimeout(700);
  await page.keyboard.press("Enter");
  await page.getByText("等待扫码").waitFor();

  await focusOn(page.getByRole("combobox"));
  await page.keyboard.type(code.slice(0, -1) + (code.endsWith("0") ? "1" : "0"));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "补结算码有误" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });

  await focusOn(page.getByRole("combobox"));
  await page.keyboard.type(code.toLowerCase());
  await page.keyboard.press("Enter");
  await page.getByText(/收现时没有识别参保人/).waitFor();
  await expectNoViolations(page);
  await scan(page, who.token ?? "");
  await page.getByText(who.name).waitFor();
  await page
    .getByText(/应退给参保人/)
    .first()
    .waitFor();
  await expectNoViolations(page);
  await shoot(page, "desk-resettle");
  for (let count = 0; count < 10; count += 1) await page.keyboard.down("F9");
  await page.keyboard.up("F9");
  await page.getByText("补结算完成").waitFor();
  const settled = await settlementsOf(host, who);
  expect(settled.map(({ kind, mode }) => [kind, mode])).toEqual([["sale", "insured"]]);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await focusOn(page.getByRole("combobox"));
  await page.keyboard.type(code);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "已撤销过" }).waitFor();
});

test("an insured person pays in cash; the history settles it by key, with every fund's net shown first", async () => {
  const who = person(41);
  const page = await host.signedIn();
  await scan(page, who.token ?? "");
  await page.getByRole("heading", { name: who.name }).waitFor();
  await scan(page, service.scans);
  await splitIsReady(page);
  await page.keyboard.press("Shift+F9");
  await page.getByRole("heading", { name: "全额收现" }).waitFor();
  await page.keyboard.press("Shift+F9");
  await splitIsReady(page);
  await page.keyboard.press("Shift+F9");
  await page.keyboard.press("F9");
  await resultIs(page, "已全额收现");
  const [sale] = await settlementsOf(host, who);
  await page.goto(`${host.engine().url}/#/history`);
  await page.getByRole("heading", { name: "历史结算" }).waitFor({ state: "attached" });
  await scan(page, sale?.settlementId ?? "");
  await page.getByRole("button", { name: /F9\s*补结算/ }).waitFor();
  await page.getByText(sale?.resettleCode ?? "-").waitFor();
  await page.keyboard.press("F9");
  await page.getByRole("dialog", { name: "补结算" }).waitFor();
  await page
    .getByText(/应退给参保人/)
    .first()
    .waitFor();
  await expectNoViolations(page);
  await focusOn(page.getByRole("button", { name: "确认补结算" }));
  await page.keyboard.press("Enter");
  await page.getByText("补结算完成").waitFor();
  const all = await settlementsOf(host, who);
  expect(all.map(({ kind, mode }) => `${kind} ${mode}`).toSorted()).toEqual([
    "reversal cash",
    "sale cash",
    "sale insured",
  ]);
});

test("cash, WeChat and a card for one bill: change of the cash alone, and the ledger has each part", async () => {
  const who = person(42);
  const page = await host.signedIn();
  await ringUp(page, who);
  const due = (await page.locator(".payment-due .money").first().textContent())?.replace(/[¥,]/g, "") ?? "";
  await page.keyboard.press("Shift+F8");
  await page.getByRole("dialog", { name: "混合收款" }).waitFor();
  await page.keyboard.type(String(Number(due) + 1));
  await page.getByText("金额有误，或合计超过应收").waitFor();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("10");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("5.5");
  await expectNoViolations(page);
  await shoot(page, "desk-mixed");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const rest = (Number(due) - 15.5).toFixed(2);
  await page.keyboard.press("F8");
  await page.keyboard.type(String(Number(rest) - 0.01));
  await page.getByText("不足").waitFor();
  await page.keyboard.press("F9");
  await page.getByText("实收金额不足或有误，请核对。").waitFor();
  await page.keyboard.press("Control+a");
  await page.keyboard.type(String(Number(rest) + 2));
  await page.getByText("找零").waitFor();
  await page.setViewportSize(sizes.small);
  await shoot(page, "desk-mixed-small");
  await expectNoViolations(page);
  await splitIsReady(page);
  await page.keyboard.press("Enter");
  await resultIs(page, "结算成功");
  await expect.poll(async () => await page.locator(".result-change").textContent()).toContain("2.00");
  await shoot(page, "desk-mixed-result");
  const [sale] = await settlementsOf(host, who);
  const detail = await host.engine().call("settlementDetail", { settlementId: sale?.settlementId ?? "" });
  expect(detail.tenders).toEqual({ cash: rest, bankCard: "5.50", wechat: "10.00", alipay: "0.00" });
});
