import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";

import { expectNoViolations } from "./axe.ts";
import { item, person, resultIs, settlementsOf, splitIsReady } from "./cashier.ts";
import type { EngineAtCentre } from "./centre-host.ts";
import { startEngineAtCentre } from "./centre-host.ts";
import { shoot, sizes, useDeskHost } from "./desk-host.ts";
import { expectGoodLooks, goTo } from "./go-to.ts";
import { scan } from "./keys.ts";

let running: EngineAtCentre | undefined;
const host = useDeskHost(async () => (running = await startEngineAtCentre()));
/** What the centre does wrong from now on, of the messages that settle a visit. */
const misbehave: EngineAtCentre["misbehave"] = async (...rules) =>
  await running?.misbehave(...rules.map((rule) => ({ infno: ["2207"], ...rule })));
const service = item(({ kind, class: grade }) => kind === "service" && grade === "A");
const supervisor = { operator: "S001", pin: "112358", desk: "T1" };

afterEach(async () => {
  await misbehave();
  await host.engine().call("announceStop", { stop: null, approval: supervisor });
  await host.engine().call("agreeProvisional", { agreement: null, approval: supervisor });
});

async function sell(page: Page, at: number): Promise<void> {
  const who = person(at);
  await scan(page, who.token ?? "");
  await page.getByRole("heading", { name: who.name }).waitFor();
  await scan(page, service.scans);
  await splitIsReady(page);
  await page.keyboard.press("F9");
}

function verdict(page: Page, is: string) {
  return page.locator(`.centre[data-verdict=${is}]`);
}

describe("what the centre says is shown as it is", () => {
  test("the very same amounts: confirmed", async () => {
    const page = await host.signedIn();
    await sell(page, 10);
    await resultIs(page, "结算成功");
    await verdict(page, "final").waitFor();
    await page.getByText("医保中心已确认", { exact: true }).waitFor();
    await page.locator(".slip-facts").getByText("中心已确认", { exact: true }).waitFor();
    await expectNoViolations(page);
    await shoot(page, "desk-centre-final");
  });

  test("other amounts: both are listed, and one key accepts the centre's", async () => {
    await misbehave({ kind: "wrongTotals", fen: -100 });
    const page = await host.signedIn({ size: sizes.small });
    // Their account holds next to nothing: the bill is paid in cash.
    await sell(page, 43);
    await verdict(page, "different").waitFor();
    await page.getByRole("heading", { name: "已记账", exact: true }).waitFor();
    expect(await page.getByText("结算成功").count()).toBe(0);
    await expectNoViolations(page);
    await shoot(page, "desk-centre-different");
    await page.waitForTimeout(700);
    await page.keyboard.press("F9");
    await verdict(page, "accepted").waitFor();
    const [sale] = await settlementsOf(host, person(43));
    const known = await host.engine().call("outcome", { settlementId: sale?.settlementId ?? "", waitMs: 0 });
    expect(known.finding?.accepted?.operator).toBe("C001");
    // A yuan more from the fund: it goes back over the counter, and the slip says what is paid now.
    await page.getByText("应退给参保人").waitFor();
    await page.locator(".result-change").getByText("1.00").waitFor();
    const paid = await host.engine().call("settlement", { settlementId: sale?.settlementId ?? "" });
    expect(paid.isAdjusted).toBe(true);
    await page.locator(".slip-split").getByText(paid.settlement.split.fundTotal).first().waitFor();
    await expectNoViolations(page);
    await shoot(page, "desk-centre-accepted");
  });

  test("other amounts, not accepted: one key takes the bill back", async () => {
    await misbehave({ kind: "wrongTotals", fen: -100 });
    const page = await host.signedIn();
    await sell(page, 12);
    await verdict(page, "different").waitFor();
    await page.waitForTimeout(700);
    await page.keyboard.press("F8");
    await page.getByText("已撤销，收的现金请退还").waitFor();
    expect((await settlementsOf(host, person(12))).map(({ kind }) => kind).toSorted()).toEqual([
      "reversal",
      "sale",
    ]);
  });

  test("not taken: it was taken back, and one key sells the same for cash", async () => {
    await misbehave({ kind: "refuse", code: "NOT_ENTITLED" });
    const page = await host.signedIn();
    await sell(page, 13);
    await verdict(page, "rejected").waitFor();
    await page.locator(".slip-facts").getByText("中心未接受", { exact: true }).waitFor();
    await expectNoViolations(page);
    await shoot(page, "desk-centre-rejected");
    await page.waitForTimeout(700);
    await page.keyboard.press("F9");
    await page.getByRole("heading", { name: "全额收现" }).waitFor();
    await page.keyboard.press("F9");
    await resultIs(page, "已全额收现");
    const booked = await settlementsOf(host, person(13));
    expect(booked.map(({ kind, mode }) => `${kind} ${mode}`).toSorted()).toEqual([
      "reversal insured",
      "sale cash",
      "sale insured",
    ]);
  });

  test("no answer: waiting, then not known; the person's next bill waits or is cash; then it is confirmed", async () => {
    await misbehave({ kind: "lostRequest" }, { kind: "lostRequest", infno: ["2601", "5203", "9001"] });
    const page = await host.signedIn();
    await sell(page, 14);
    await verdict(page, "waiting").waitFor();
    await shoot(page, "desk-centre-waiting");
    await verdict(page, "unknown").waitFor();
    await page.getByRole("heading", { name: "结果待确认" }).waitFor();
    await page.locator(".slip-facts").getByText("结果待确认", { exact: true }).waitFor();
    await expectNoViolations(page);
    await shoot(page, "desk-centre-unknown");
    await misbehave();
    await host.engine().call("retryNow", {});
    await verdict(page, "final").waitFor({ timeout: 60_000 });
  });
});

test("a centre that was named at the start is told in the settings, with what a change would do", async () => {
  const page = await host.signedIn({ id: "A001" });
  await goTo(page, "设置", "设置");
  const card = page.getByRole("region", { name: "医保中心" });
  await card.getByText("地址由启动参数指定，这里的更改在不带该参数启动后才用。").waitFor();
  await expectGoodLooks(page, "settings-centre-given");
  expect(await host.engine().call("centreSetting", {})).toMatchObject({ isGiven: true, isAttached: true });
});

describe("without the centre it cannot be overlooked which way of selling is left", () => {
  const stop = {
    class: "maintenance" as const,
    from: "2020-01-01T00:00:00+08:00",
    until: "2099-01-01T00:00:00+08:00",
  };

  test("nothing was agreed: all in cash, in words and colour, from the first scan to the slip", async () => {
    const page = await host.signedIn({ size: sizes.small });
    await host.engine().call("announceStop", { stop, approval: supervisor });
    await page.getByText("脱机：全额收现").waitFor();
    await scan(page, person(15).token ?? "");
    await page.getByRole("heading", { name: person(15).name }).waitFor();
    await scan(page, service.scans);
    await page.getByRole("heading", { name: "全额收现" }).waitFor();
    await expectNoViolations(page);
    await shoot(page, "desk-offline-cash-small");
    await page.setViewportSize(sizes.large);
    await shoot(page, "desk-offline-cash-large");
    await page.keyboard.press("F9");
    await resultIs(page, "已全额收现");
    const [sale] = await settlementsOf(host, person(15));
    expect(sale?.mode).toBe("cash");
  });

  test("a provisional split was agreed: what is left of the limits; the bill says that it waits for the centre", async () => {
    const limits = { perSale: "5000", perPersonDay: "6000", perDesk: "9000", count: 3 };
    const agreement = { fresh: limits, old: limits, freshDays: 400, oldDays: 400 };
    await host.engine().call("agreeProvisional", { agreement, approval: supervisor });
    await host.engine().call("announceStop", { stop, approval: supervisor });
    const page = await host.signedIn({ size: sizes.small });
    await page.getByText("脱机：暂记分担").waitFor();
    await page.getByText(/还可 \d 笔/).waitFor();
    await sell(page, 16);
    await verdict(page, "provisional").waitFor();
    await expectNoViolations(page);
    await shoot(page, "desk-offline-provisional");
    await page.waitForTimeout(700);
    await page.keyboard.press("Enter");
    await page.getByText("等待扫码").waitFor();
    await host.engine().call("agreeProvisional", {
      agreement: { ...agreement, fresh: { ...limits, perSale: "0" } },
      approval: supervisor,
    });
    await sell(page, 17);
    await page.getByRole("heading", { name: "超出脱机限额" }).waitFor();
    await expectNoViolations(page);
    await shoot(page, "desk-offline-limit");
    await page.keyboard.press("Shift+F9");
    await page.keyboard.press("F9");
    await resultIs(page, "已全额收现");
  });
});
