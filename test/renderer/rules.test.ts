import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Page } from "playwright-core";
import { expect, test } from "vitest";

import { openPackSigner } from "../../src/centre/pack-signer.ts";
import { shippedPackFiles } from "../../src/cli/pack-files.ts";
import { writeBundle } from "../../src/wire/rules-bundle.ts";
import { temporaryDir } from "../app/test-desk.ts";
import { expectNoViolations } from "./axe.ts";
import { person } from "./cashier.ts";
import { shoot, useDeskHost } from "./desk-host.ts";
import { expectGoodLooks, goTo } from "./go-to.ts";
import { choose, focusOn } from "./keys.ts";
import { sell } from "./sell.ts";

const host = useDeskHost();

async function press(page: Page, name: string): Promise<void> {
  await focusOn(page.getByRole("button", { name, exact: true }));
  await page.keyboard.press("Enter");
}

async function write(page: Page, label: string, text: string): Promise<void> {
  await focusOn(page.getByLabel(label));
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text);
}

async function approve(page: Page, pin: string): Promise<void> {
  await focusOn(page.getByLabel("批准人密码"));
  await page.keyboard.type(pin);
  await page.keyboard.press("Enter");
}

async function valueAt(path: string): Promise<unknown> {
  const day = (await host.engine().call("deskState", {})).now.slice(0, 10);
  const values = await host.engine().call("rulesOn", { plan: "shiyan", day });
  return values.find((value) => value.path === path)?.value;
}

/** A pack of Shiyan with another deductible, signed, on a medium. */
function bundleFile(deductible = "0.00"): { readonly file: string; readonly publicKey: string } {
  const dir = temporaryDir();
  const signer = openPackSigner(join(dir, "signer"));
  const shipped = shippedPackFiles().find(({ name }) => name.startsWith("shiyan/"));
  const text = (shipped?.text ?? "").replaceAll('"500.00"', `"${deductible}"`);
  const sha256 = createHash("sha256").update(text).digest("hex");
  const effective = { effective_from: "2024-05-01T00:00:00.000+08:00" };
  const notice = signer.notice({ kind: "pack", name: "shiyan.yaml", sha256, text, ...effective });
  const file = join(dir, "rules.json");
  writeFileSync(file, writeBundle([{ notice, text }]));
  return { file, publicKey: signer.publicKey };
}

async function importFile(page: Page, file: string): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await press(page, "从文件导入政策包");
  await (await chooser).setFiles(file);
}

test("a value is looked up, an unknown one supplied, activated and seen, by keyboard", async () => {
  const page = await host.signedIn({ id: "S001" });
  await goTo(page, "规则", "政策规则");
  const values = page.getByRole("region", { name: "生效规则" });
  await values.getByRole("rowheader", { name: "普通门诊统筹" }).waitFor();
  await expectGoodLooks(page, "rules-values");
  await page.keyboard.press("F2");
  await page.keyboard.type("门诊 起付线");
  const row = values.getByRole("row", { name: /^起付线 .*每年一次 所有人：500 元/ });
  await row.getByText("十政办发〔2022〕61号 第五条 1").first().waitFor();
  expect(await row.first().textContent()).toContain("已确认");
  await page.getByLabel("日期").fill("2020-01-01");
  await page.getByText("这一天没有此统筹区的政策包").waitFor();

  await page.keyboard.press("F6");
  await page.getByRole("region", { name: "变更" }).getByText("试行期满，效力待确认").waitFor();
  await expectGoodLooks(page, "rules-calendar");

  await page.keyboard.press("F7");
  await choose(page, "统筹区", "十堰市");
  const unknown = page.getByRole("region", { name: "待补的未知值" });
  await unknown.getByText("产前检查费支付标准").waitFor();
  await expectGoodLooks(page, "rules-unknown");
  await press(page, "录入数值");
  const dialog = page.getByRole("dialog");
  await dialog.getByText("还有必填的没有填好").waitFor();
  await write(page, "金额（元）", "many");
  await dialog.getByText("金额，至多两位小数").waitFor();
  await write(page, "金额（元）", "400");
  await write(page, "谁告知的", "十堰市医保局电话记录");
  await write(page, "依据（条款、文号）", "2026-11-20 电话");
  await dialog.getByText(/校验通过/).waitFor();
  await shoot(page, "rules-editor");
  await expectNoViolations(page);
  await approve(page, "112358");

  const side = page.getByRole("region", { name: "详情" });
  await side.getByText("待启用").waitFor();
  expect(await valueAt("benefits.antenatal.pays")).toBeNull();
  await side.getByRole("list", { name: "启用后的变化" }).getByText("400 元").waitFor();
  await shoot(page, "rules-staged");
  await press(page, "启用");
  await approve(page, "112358");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await side.getByText("在用", { exact: true }).waitFor();
  expect(await valueAt("benefits.antenatal.pays")).toEqual({
    by: "limit",
    per: "pregnancy",
    rows: [{ amount: "400.00" }],
  });
  // What the supplement before it filled is filled still.
  expect(await valueAt("basicCap")).not.toBeNull();
});

test("a value with other readings shows the chosen one beside the others, in both languages, by keyboard", async () => {
  const page = await host.signedIn({ id: "S001" });
  await goTo(page, "规则", "政策规则");
  await choose(page, "统筹区", "湖北省本级");
  await page.getByLabel("日期").fill("2024-05-10");
  const values = page.getByRole("region", { name: "生效规则" });
  const row = values.getByRole("row").filter({ hasText: "条文另有 2 种读法" }).first();
  await row.getByText("全年基金支付限额").first().waitFor();
  expect(await row.getByText("全年范围内费用限额").isVisible()).toBe(false);
  await focusOn(row.locator("summary"));
  await page.keyboard.press("Enter");
  for (const text of ["现按此读法", "另一读法 1", "另一读法 2"])
    await row.getByText(text, { exact: true }).waitFor();
  await row.getByText("全年范围内费用限额").waitFor();
  await row.getByText("全年起付线以上范围内费用限额").waitFor();
  await row.getByText(/另一读法：按 2400 元以上的费用控制/).waitFor();
  await expectGoodLooks(page, "rules-readings");

  await goTo(page, "设置", "设置");
  await page.getByLabel("语言").selectOption("en");
  await goTo(page, "Rules", "Policy rules");
  const english = page.getByRole("row").filter({ hasText: "2 other readings of the clause" }).first();
  await page.getByLabel("Plan").selectOption({ label: "Hubei provincial" });
  await english.getByText("2 other readings of the clause").click();
  await english.getByText("Read like this now").waitFor();
  await expectNoViolations(page);
});

test("a signed bundle is imported, its impact seen, activated and rolled back, by keyboard", async () => {
  await sell(host, person(6));
  const { file, publicKey } = bundleFile();
  const page = await host.signedIn({ id: "A001" });
  await goTo(page, "规则", "政策规则");
  await page.keyboard.press("F8");
  await press(page, "向中心取政策包");
  await page.getByRole("heading", { name: "没有连上中心" }).waitFor();
  await importFile(page, file);
  await page.getByRole("heading", { name: "未登记签发机构" }).waitFor();

  await press(page, "登记签发公钥");
  await focusOn(page.getByRole("dialog").getByLabel("公钥（"));
  await page.keyboard.insertText("AAAA");
  await page.getByText("不是可用的公钥").waitFor();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(publicKey);
  await page.getByText("逐字核对").waitFor();
  await shoot(page, "rules-signer");
  await expectNoViolations(page);
  await approve(page, "314159");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await importFile(page, file);
  await page.getByText("取得 1 份，核验通过，待启用").waitFor();

  const side = page.getByRole("region", { name: "详情" });
  await press(page, "开始测算");
  await side.getByText(/1 笔结算中 1 笔改变：基金 多 .* 元，个人 少 .* 元/).waitFor();
  await side.getByRole("region", { name: "变化最大的" }).getByText("普通门诊").waitFor();
  await expectGoodLooks(page, "rules-downloads");
  await press(page, "启用");
  await approve(page, "314159");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await side.getByText("在用", { exact: true }).waitFor();
  const deductible = "benefits.outpatient.deductible";
  expect(await valueAt(deductible)).toEqual({ per: "year", rows: [{ amount: "0.00" }] });
  await press(page, "撤回启用");
  await approve(page, "314159");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await side.getByText("已撤回", { exact: true }).waitFor();
  expect(await valueAt(deductible)).toEqual({ per: "year", rows: [{ amount: "500.00" }] });
});

test("a download is put away under a PIN: nothing changes by it, and it can be fetched again, by keyboard", async () => {
  const { file, publicKey } = bundleFile("1.00");
  const approval = { operator: "A001", pin: "314159", desk: "T1" };
  await host.engine().call("trustSigner", { publicKey, approval });
  const before = await valueAt("benefits.outpatient.deductible");
  const page = await host.signedIn({ id: "S001" });
  await goTo(page, "规则", "政策规则");
  await page.keyboard.press("F8");
  await importFile(page, file);
  await page.getByText("取得 1 份，核验通过，待启用").waitFor();
  const side = page.getByRole("region", { name: "详情" });
  const sheet = page.getByRole("dialog", { name: /^放弃 · 政策包/ });

  await press(page, "放弃");
  await sheet.getByText("放弃后不会启用；需要时可以重新取得。").waitFor();
  await expectGoodLooks(page, "rules-discard");
  await approve(page, "271828");
  await sheet.getByRole("heading", { name: "工号或密码不正确" }).waitFor();
  await expectNoViolations(page);
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await side.getByText("待启用").waitFor();

  await press(page, "放弃");
  await approve(page, "112358");
  await sheet.waitFor({ state: "detached" });
  await side.getByText("已放弃", { exact: true }).waitFor();
  expect(await page.getByText("取得 1 份，核验通过，待启用").count()).toBe(0);
  expect(await side.getByRole("button").count()).toBe(0);
  await expectGoodLooks(page, "rules-discarded");
  expect(await valueAt("benefits.outpatient.deductible")).toEqual(before);

  await importFile(page, file);
  await page.getByText("取得 1 份，核验通过，待启用").waitFor();
});

test("an auditor reads and changes nothing", async () => {
  const page = await host.signedIn({ id: "U001" });
  await goTo(page, "规则", "政策规则");
  await page.keyboard.press("F7");
  await page.getByText("审计员只读").first().waitFor();
  expect(await page.getByRole("button", { name: "录入数值" }).count()).toBe(0);
  await page.keyboard.press("F8");
  await page.getByRole("heading", { name: "目录" }).waitFor();
  expect(await page.getByRole("button", { name: "从文件导入政策包" }).count()).toBe(0);
  expect(await page.getByRole("button", { name: /登记|更换/ }).count()).toBe(0);
});
