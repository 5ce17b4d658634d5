import type { Page } from "playwright-core";
import { expect, test } from "vitest";

import { expectNoViolations } from "./axe.ts";
import { item, ownPaid, person, resultIs, settlementsOf, splitIsReady } from "./cashier.ts";
import { shoot, sizes, town, useDeskHost } from "./desk-host.ts";
import { choose, focusOn, leaveSheet, scan, tick } from "./keys.ts";

const host = useDeskHost();
const service = item(({ kind, class: grade }) => kind === "service" && grade === "A");

function one(plan: string, is: (who: (typeof town.people)[number]) => boolean): (typeof town.people)[number] {
  const found = town.people.find((who) => who.plan === plan && is(who));
  if (found === undefined) throw new Error(`nobody of ${plan}`);
  return found;
}

async function meet(
  page: Page,
  who: { readonly token: string | null; readonly name: string },
): Promise<void> {
  await scan(page, who.token ?? "");
  await page.getByRole("heading", { name: who.name }).waitFor();
}

async function openVisit(page: Page): Promise<void> {
  await page.keyboard.press("F3");
  await page.getByRole("dialog", { name: "就诊信息" }).waitFor();
}

/** The claim as it was sent. */
async function claimSent(page: Page, work: () => Promise<void>): Promise<Record<string, unknown>> {
  const sent = page.waitForRequest("**/rpc/commit");
  await work();
  const { claim } = (await sent).postDataJSON() as { claim: Record<string, unknown> };
  return claim;
}

const daysAgo = (days: number): string =>
  new Date(Date.now() + 8 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10);

test("a stay of somebody from elsewhere: the record is asked for, the days, and it is settled as of its discharge", async () => {
  const who = one("hengyang", ({ person: facts }) => facts.chronicDiseases.length === 0);
  const page = await host.signedIn();
  await meet(page, who);
  await page.getByText(/异地参保人须有备案：按 F3/).waitFor();
  await expectNoViolations(page);
  await shoot(page, "visit-record-hint");
  await openVisit(page);
  await choose(page, "异地备案", "异地转诊");
  await page.getByLabel("备案日期").fill(daysAgo(30));
  await choose(page, "医疗类别", "住院");
  await page.getByLabel("入院日期").fill("");
  await page.getByText("请填写入院日期（F3）").waitFor();
  await page.getByLabel("入院日期").fill(daysAgo(6));
  await page.getByLabel("出院日期（空为今日）").fill(daysAgo(7));
  await page.getByText(/入院日期应不晚于出院日期/).waitFor();
  await page.getByLabel("出院日期（空为今日）").fill(daysAgo(1));
  await page.getByLabel("住院号（可空）").fill("ZY0001");
  await expectNoViolations(page);
  await page.setViewportSize(sizes.small);
  await shoot(page, "visit-stay-small");
  await page.setViewportSize(sizes.usual);
  await leaveSheet(page);
  await scan(page, service.scans);
  await splitIsReady(page);
  await page.getByText(`${daysAgo(6)} 入院`).waitFor();
  // The bill of a stay waits as long as the stay lasts.
  await page.keyboard.press("F10");
  await page.getByText("等待扫码").waitFor();
  await page.keyboard.press("F10");
  await page.getByText(new RegExp(`住院.*${daysAgo(6)} 入院`)).waitFor();
  await focusOn(page.getByRole("button", { name: "取回" }));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: who.name }).waitFor();
  await splitIsReady(page);
  const claim = await claimSent(page, async () => {
    await page.keyboard.press("F9");
    await resultIs(page, "结算成功");
  });
  expect(claim).toMatchObject({
    medType: "21",
    visitId: "ZY0001",
    stay: { admitted: daysAgo(6), discharged: daysAgo(1) },
    offSite: { recordType: "referral", recordedOn: daysAgo(30) },
  });
  expect(String(claim["serviceTime"]).slice(0, 10)).toBe(daysAgo(1));
  const [sale] = await settlementsOf(host, who);
  expect(sale?.medType).toBe("21");
});

test("of several diseases the one of this visit is chosen; none is guessed", async () => {
  const who = person(6);
  const page = await host.signedIn();
  await meet(page, who);
  await scan(page, service.scans);
  await splitIsReady(page);
  await openVisit(page);
  await choose(page, "医疗类别", "门诊慢特病");
  await page.getByText("有多个认定病种，请选择本次病种（F3）").waitFor();
  await leaveSheet(page);
  await page.keyboard.press("F9");
  await page.getByRole("status").getByText("有多个认定病种，请选择本次病种（F3）").waitFor();
  await openVisit(page);
  await choose(page, "本次病种", "高血压");
  await expectNoViolations(page);
  await leaveSheet(page);
  await splitIsReady(page);
  const claim = await claimSent(page, async () => {
    await page.keyboard.press("F9");
    await resultIs(page, "结算成功");
  });
  expect(claim).toMatchObject({ medType: "14", chronicDisease: "M03900" });
});

test("who has no recognised disease is not offered a chronic visit", async () => {
  const page = await host.signedIn();
  await meet(page, person(1));
  await openVisit(page);
  const offered = await page.getByLabel("医疗类别").locator("option").allTextContents();
  expect(offered).toEqual(["普通门诊", "急诊", "住院", "产前检查", "生育住院", "计划生育手术"]);
});

test("an antenatal visit of a resident on her husband's insurance, by number and credential", async () => {
  const who = one("daye", ({ insutype, pregnancyId }) => insutype === "390" && pregnancyId !== null);
  const husband = one("daye", ({ insutype }) => insutype === "310");
  const page = await host.signedIn();
  await meet(page, who);
  await openVisit(page);
  await choose(page, "异地备案", "异地转诊");
  await choose(page, "医疗类别", "产前检查");
  await page.getByText("请填写孕次编号（F3）").waitFor();
  await page.getByLabel("孕次编号").fill(who.pregnancyId ?? "");
  await focusOn(page.getByLabel(/配偶凭证/));
  await scan(page, husband.certNo);
  await page.getByText(`使用配偶 ${husband.name} 的职工医保`).waitFor();
  await expectNoViolations(page);
  await shoot(page, "visit-antenatal");
  await leaveSheet(page);
  await scan(page, service.scans);
  await splitIsReady(page);
  const claim = await claimSent(page, async () => {
    await page.keyboard.press("F9");
    await resultIs(page, "结算成功");
  });
  expect(claim).toMatchObject({
    medType: "51",
    maternity: {
      kind: "antenatal",
      pregnancyId: who.pregnancyId,
      payer: { psnNo: husband.psnNo, filedOn: daysAgo(0) },
    },
  });
});

test("an operation of birth control says which", async () => {
  const who = one("daye", ({ insutype, pregnancyId }) => insutype === "310" && pregnancyId === null);
  const page = await host.signedIn();
  await meet(page, who);
  await openVisit(page);
  await choose(page, "异地备案", "异地转诊");
  await choose(page, "医疗类别", "计划生育手术");
  await choose(page, "计划生育手术", "放置或取出宫内节育器");
  await expectNoViolations(page);
  await leaveSheet(page);
  await scan(page, service.scans);
  await splitIsReady(page);
  const claim = await claimSent(page, async () => {
    await page.keyboard.press("F9");
    await resultIs(page, "结算成功");
  });
  expect(claim).toMatchObject({ medType: "53", birthControl: "iud" });
});

test("a relative collects and pays: their card is scanned in the dialog, an account is left alone, another limited", async () => {
  const who = person(20);
  const relative = person(21);
  const page = await host.signedIn();
  await meet(page, who);
  await openVisit(page);
  await scan(page, relative.cardNo ?? "");
  await page.getByLabel("代办人姓名").waitFor();
  await expect.poll(async () => await page.getByLabel("代办人姓名").inputValue()).toBe(relative.name);
  await expect.poll(async () => await page.getByLabel("代办人证件号").inputValue()).toBe(relative.certNo);
  await tick(page, /共济：配偶/);
  await page.getByLabel("账户最多支付（可空）").fill("10");
  await expectNoViolations(page);
  await shoot(page, "visit-proxy");
  await page.getByLabel("代办人证件号").fill("");
  await leaveSheet(page);
  await page.getByRole("heading", { name: who.name }).waitFor();
  await scan(page, service.scans);
  await splitIsReady(page);
  await page.keyboard.press("F9");
  await page.getByText("请填写代办人的姓名和证件号（F3）").waitFor();
  await openVisit(page);
  await page.getByLabel("代办人证件号").fill(relative.certNo);
  await leaveSheet(page);
  await splitIsReady(page);
  const claim = await claimSent(page, async () => {
    await page.keyboard.press("F9");
    await resultIs(page, "结算成功");
  });
  expect(claim).toMatchObject({
    account: { use: true, family: [], requested: "10" },
    proxy: { name: relative.name, certNo: relative.certNo },
  });
  const [sale] = await settlementsOf(host, who);
  expect(sale?.settlement.split.account).toBe("10.00");
});

test("an emergency needs no record, and what the page shows survives a reload", async () => {
  const who = one(
    "hengyang",
    ({ family, person: facts }) => family.length > 0 && facts.chronicDiseases.length > 0,
  );
  const page = await host.signedIn();
  await meet(page, who);
  await openVisit(page);
  await choose(page, "医疗类别", "急诊");
  await leaveSheet(page);
  await scan(page, ownPaid.scans);
  await splitIsReady(page);
  await page.waitForTimeout(400);
  await page.reload();
  await page.getByRole("heading", { name: who.name }).waitFor();
  await page.getByText("急诊抢救（视同已备案）").waitFor();
  expect(await page.getByText("须先办异地备案").count()).toBe(0);
});
