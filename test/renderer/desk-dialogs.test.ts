import { expect, test } from "vitest";

import { expectNoViolations } from "./axe.ts";
import { drug, ownPaid, person, resultIs, settlementsOf, splitIsReady } from "./cashier.ts";
import { shoot, sizes, useDeskHost } from "./desk-host.ts";
import { choose, focusOn, leaveSheet, scan, tick, typeByHand } from "./keys.ts";

const host = useDeskHost();

test("quantity and split pack by keyboard: what cannot be is said, a split pack needs no code, a line is removed", async () => {
  const page = await host.signedIn();
  await scan(page, person(50).token ?? "");
  await scan(page, drug.scans);
  await page.getByText("还差 1 个追溯码").waitFor();
  await page.keyboard.press("F4");
  await page.getByRole("dialog", { name: "数量和拆零" }).waitFor();
  await page.keyboard.press("Control+a");
  await typeByHand(page, "0");
  await page.getByText("应为大于 0 的数，至多四位小数").waitFor();
  await expectNoViolations(page);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "数量和拆零" }).waitFor();
  await page.keyboard.press("Control+a");
  await typeByHand(page, "0.5");
  await tick(page, /拆零销售/);
  await shoot(page, "dialog-quantity");
  await focusOn(page.getByRole("textbox", { name: "数量" }));
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^数量 0\.5/ }).waitFor();
  await page.getByText("拆零", { exact: true }).waitFor();
  await page.getByText("还差 1 个追溯码").waitFor({ state: "detached" });
  await splitIsReady(page);
  await page.keyboard.press("F9");
  await resultIs(page, "结算成功");
  const [sale] = await settlementsOf(host, person(50));
  const detail = await host.engine().call("settlementDetail", { settlementId: sale?.settlementId ?? "" });
  expect(detail.lines.map(({ qty, traceCodes }) => [qty, traceCodes])).toEqual([["0.5", []]]);
  await page.waitForTimeout(700);
  await page.keyboard.press("Enter");
  await scan(page, ownPaid.scans);
  await page.getByText(ownPaid.code).waitFor();
  await page.keyboard.press("F4");
  await focusOn(page.getByRole("button", { name: "删除此行" }));
  await page.keyboard.press("Enter");
  await page.getByText("还没有项目").waitFor();
});

test("trace codes by keyboard: typed, scanned while the dialog is open, taken away, or not needed for a reason", async () => {
  const page = await host.signedIn({ size: sizes.small });
  await scan(page, person(51).token ?? "");
  await scan(page, drug.scans);
  await page.getByText("还差 1 个追溯码").waitFor();
  await typeByHand(page, "*2");
  await page.keyboard.press("Enter");
  await page.getByText("还差 2 个追溯码").waitFor();
  await page.keyboard.press("F7");
  const dialog = page.getByRole("dialog", { name: "药品追溯码" });
  await dialog.waitFor();
  await page.getByLabel("手工输入追溯码").fill("81000000000000005101");
  await page.keyboard.press("Enter");
  await dialog.getByText("81000000000000005101").waitFor();
  await scan(page, "81000000000000005102");
  await dialog.getByText("81000000000000005102").waitFor();
  await expectNoViolations(page);
  await shoot(page, "dialog-trace-small");
  await focusOn(page.getByRole("button", { name: "删除 81000000000000005101" }));
  await page.keyboard.press("Enter");
  await dialog.getByText("81000000000000005101").waitFor({ state: "detached" });
  await dialog.getByText("还差 1 个追溯码").waitFor();
  await choose(page, "免扫原因", "无码药品");
  await leaveSheet(page);
  await page.getByText("无码药品").waitFor();
  await splitIsReady(page);
  await page.keyboard.press("F9");
  await resultIs(page, "结算成功");
  const [sale] = await settlementsOf(host, person(51));
  const detail = await host.engine().call("settlementDetail", { settlementId: sale?.settlementId ?? "" });
  expect(detail.lines[0]?.traceCodes).toEqual(["81000000000000005102"]);
});

test("an unsigned prescription holds the bill up until a pharmacist has signed it", async () => {
  const page = await host.signedIn();
  await scan(page, person(52).token ?? "");
  await scan(page, ownPaid.scans);
  await splitIsReady(page);
  await page.keyboard.press("F6");
  await tick(page, "有外配处方");
  await leaveSheet(page);
  await splitIsReady(page);
  await page.keyboard.press("F9");
  await page.getByText(/处方待药师审核签名/).waitFor();
  expect(await settlementsOf(host, person(52))).toEqual([]);
  await page.keyboard.press("F6");
  await page.getByLabel("药师工号").fill("P001");
  await page.getByLabel("药师密码").fill("246800");
  await page.keyboard.press("Enter");
  await page.getByText("已由药师 示范药师 审核签名").waitFor();
  await shoot(page, "dialog-prescription");
  await leaveSheet(page);
  await splitIsReady(page);
  await page.keyboard.press("F9");
  await resultIs(page, "结算成功");
  const [sale] = await settlementsOf(host, person(52));
  const detail = await host.engine().call("settlementDetail", { settlementId: sale?.settlementId ?? "" });
  expect(detail.pharmacist).toBe("P001");
});

test("nobody touches the desk for five minutes: it locks, and behind the lock nothing takes a key or a scan", async () => {
  const page = await host.signedIn();
  await scan(page, person(53).token ?? "");
  await page.getByRole("heading", { name: person(53).name }).waitFor();
  // From here on the page's time is ours; a key, struck later than a second after the last, begins the five minutes anew.
  await page.clock.install();
  await page.clock.fastForward("02:00");
  await page.keyboard.press("Shift");
  await page.clock.fastForward("04:50");
  expect(await page.getByRole("heading", { name: "已锁定" }).count()).toBe(0);
  await page.clock.fastForward("00:20");
  await page.getByRole("heading", { name: "已锁定" }).waitFor();
  await expectNoViolations(page);
  await shoot(page, "dialog-lock");
  // Behind the lock nothing takes a key or a scan.
  await scan(page, ownPaid.scans);
  await page.keyboard.press("F9");
  expect(await page.getByText(ownPaid.code).count()).toBe(0);
  expect(await settlementsOf(host, person(53))).toEqual([]);
}, 180_000);
