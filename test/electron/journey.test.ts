import type { Page } from "playwright-core";
import { expect, test } from "vitest";

import { person, resultIs, ringUp, splitIsReady } from "../renderer/cashier.ts";
import { signIn } from "../renderer/desk-host.ts";
import type { DeskProgram } from "./desk-program.ts";
import { until } from "./desk-program.ts";
import { shootWindow } from "./shoot-window.ts";
import { useDeskPrograms } from "./use-desk-program.ts";

const desks = useDeskPrograms();
const banner = "引擎重启中";

/** Every sale and every reversal of somebody, oldest first. */
async function booked(desk: DeskProgram, at: number) {
  const found = await desk.call("settlementsOf", { psnNo: person(at).psnNo, day: null, limit: 100 });
  return found.toReversed();
}

async function readyToPay(desk: DeskProgram, at: number): Promise<Page> {
  const page = await desk.page();
  await signIn(page);
  await ringUp(page, person(at));
  return page;
}

test("by scanner and keyboard: sign in, person, goods, settle, next customer; and the sale is taken back", async () => {
  const desk = desks.start();
  const page = await readyToPay(desk, 12);
  await shootWindow(page, "window-desk");
  await page.keyboard.press("F9");
  await resultIs(page, "结算成功");
  await shootWindow(page, "window-result");
  const [sale] = await booked(desk, 12);
  expect(sale).toMatchObject({ kind: "sale", mode: "insured", reversedBy: null });

  await desk.call("reverse", {
    settlementId: sale?.settlementId ?? "",
    idempotencyKey: "window-reverse",
    actor: { operator: "C001", pharmacist: null, desk: "01" },
    approval: { operator: "S001", pin: "112358", desk: "01" },
  });
  expect((await booked(desk, 12)).map(({ kind }) => kind)).toEqual(["sale", "reversal"]);
  await page.waitForTimeout(700);
  await page.keyboard.press("Enter");
  await page.getByText("等待扫码").waitFor();
  expect(await desk.quit()).toBe(0);
});

test("the engine is killed with a commit on its way: the desk says so, asks, and there is one settlement", async () => {
  const desk = desks.start();
  const page = await readyToPay(desk, 13);
  const engine = await desk.enginePid();
  // Stopped, it takes the commit and does nothing about it: what dies with it is surely under way.
  process.kill(engine, "SIGSTOP");
  await page.keyboard.press("F9");
  await page.getByText("正在").first().waitFor();
  process.kill(engine, "SIGKILL");
  await page.getByRole("alert").getByText(banner).waitFor();
  await shootWindow(page, "window-engine-restarting");
  await page.getByRole("alert").getByText(banner).waitFor({ state: "detached" });
  const next = await desk.enginePid();
  expect(next).not.toBe(engine);
  await settleOrConfirm(page);
  expect((await booked(desk, 13)).map(({ kind }) => kind)).toEqual(["sale"]);
});

test("the engine is killed at any moment of a commit: never two settlements, never a silent loss", async () => {
  const desk = desks.start();
  const page = await desk.page();
  await signIn(page);
  for (const [round, at] of [14, 15, 16].entries()) {
    await ringUp(page, person(at));
    const engine = await desk.enginePid();
    await page.keyboard.down("F9");
    await new Promise((resolve) => {
      setTimeout(resolve, round * 4);
    });
    process.kill(engine, "SIGKILL");
    await page.keyboard.up("F9");
    await settleOrConfirm(page);
    expect((await booked(desk, at)).map(({ kind }) => kind)).toEqual(["sale"]);
    await page.waitForTimeout(700);
    await page.keyboard.press("Enter");
    await page.getByText("等待扫码").waitFor();
  }
});

test("the page is killed: it comes back by itself, and the bill with it", async () => {
  const desk = desks.start();
  const page = await readyToPay(desk, 17);
  await page.waitForTimeout(400);
  const before = desk.rendererPid();
  process.kill(before, "SIGKILL");
  const again = await desk.pageAfter(before);
  await signedInAgain(again);
  await again.getByRole("heading", { name: person(17).name }).waitFor();
  await splitIsReady(again);
  await again.keyboard.press("F9");
  await resultIs(again, "结算成功");
  expect((await booked(desk, 17)).map(({ kind }) => kind)).toEqual(["sale"]);
});

test("the whole program is killed: its engine goes with it, and the next start has the bill", async () => {
  const desk = desks.start();
  const page = await readyToPay(desk, 18);
  await page.waitForTimeout(400);
  await desk.kill();
  const next = desks.start();
  const again = await next.page();
  await signIn(again);
  await again.getByRole("heading", { name: person(18).name }).waitFor();
  await splitIsReady(again);
  await again.keyboard.press("F9");
  await resultIs(again, "结算成功");
  expect((await booked(next, 18)).map(({ kind }) => kind)).toEqual(["sale"]);
});

/** Whatever became of it is said: settled; or to be found out by the same key; or nothing was booked and the bill is open. */
async function settleOrConfirm(page: Page): Promise<void> {
  const settled = page.getByRole("heading", { name: "结算成功", exact: true });
  const unknown = page.getByRole("heading", { name: "结果待确认", exact: true });
  const toConfirm = page.locator(".split[aria-busy=false]").getByRole("button", { name: /确认结算/ });
  await until("a settled sale", async () => {
    if (await settled.isVisible()) return true;
    if ((await unknown.isVisible()) || (await toConfirm.isEnabled({ timeout: 100 }).catch(() => false)))
      await page.keyboard.press("F9");
    return null;
  });
}

async function signedInAgain(page: Page): Promise<void> {
  const inside = page.getByRole("navigation", { name: "功能" });
  await page.getByRole("heading", { name: "签到" }).or(inside).first().waitFor();
  if (!(await inside.isVisible())) await signIn(page);
}
