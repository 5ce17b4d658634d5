import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { expectOne, person, resultIs, ringUp, settlementsOf } from "./cashier.ts";
import { useDeskHost } from "./desk-host.ts";
import { typeByHand } from "./keys.ts";

const host = useDeskHost();

async function readyFor(at: number, desk?: string): Promise<Page> {
  const page = await host.signedIn(desk === undefined ? {} : { desk });
  await ringUp(page, person(at));
  return page;
}

describe("however it is confirmed, a bill is settled once", () => {
  test("F9 held down, then Enter held down: one settlement, and its result stays", async () => {
    const page = await readyFor(12);
    for (let count = 0; count < 30; count += 1) await page.keyboard.down("F9");
    await page.keyboard.up("F9");
    await resultIs(page, "结算成功");
    await expectOne(host, person(12));
    // Held from before the result was there: what repeats is not a decision.
    await page.keyboard.press("F9");
    await resultIs(page, "结算成功");
    await expectOne(host, person(12));
  });

  test("F9 struck twenty times without a pause", async () => {
    const page = await readyFor(13);
    await Promise.all(Array.from({ length: 20 }, async () => await page.keyboard.press("F9")));
    await resultIs(page, "结算成功");
    await expectOne(host, person(13));
  });

  test("a double click, and a click on top of a key", async () => {
    const page = await readyFor(14);
    await page.getByRole("button", { name: /确认结算/ }).dblclick();
    await resultIs(page, "结算成功");
    await expectOne(host, person(14));
    await page.waitForTimeout(700);
    await page.keyboard.press("Enter");
    await ringUp(page, person(15));
    const box = await page.getByRole("button", { name: /确认结算/ }).boundingBox();
    const [x, y] = [(box?.x ?? 0) + 40, (box?.y ?? 0) + 20];
    await Promise.all([page.keyboard.press("F9"), page.mouse.click(x, y), page.mouse.click(x, y)]);
    await resultIs(page, "结算成功");
    await expectOne(host, person(15));
  });

  test("two windows on one bill confirm at the same moment: both show the one settlement", async () => {
    const first = await readyFor(16, "W16");
    await first.waitForTimeout(400);
    const second = await host.signedIn({ desk: "W16" });
    await second.getByRole("heading", { name: person(16).name }).waitFor();
    await second.locator(".split[aria-busy=false]").waitFor();
    await Promise.all([first.keyboard.press("F9"), second.keyboard.press("F9")]);
    await resultIs(first, "结算成功");
    await resultIs(second, "结算成功");
    await expectOne(host, person(16));
  });

  test("a second window that has changed the bill meanwhile learns that it is settled", async () => {
    const first = await readyFor(17, "W17");
    await first.waitForTimeout(400);
    const second = await host.signedIn({ desk: "W17" });
    await second.getByRole("heading", { name: person(17).name }).waitFor();
    await typeByHand(second, "*2");
    await second.keyboard.press("Enter");
    await second.getByRole("button", { name: /^数量 2/ }).waitFor();
    await first.keyboard.press("F9");
    await resultIs(first, "结算成功");
    await second.locator(".split[aria-busy=false]").waitFor();
    await second.keyboard.press("F9");
    await resultIs(second, "本单已在另一窗口结算");
    await expectOne(host, person(17));
    // What the second window kept after that does not come back as an open bill.
    await second.waitForTimeout(700);
    await second.keyboard.press("Enter");
    await second.reload();
    await second.getByText("等待扫码").waitFor();
  });

  test("the page is loaded again while the commit is on its way", async () => {
    const page = await readyFor(18);
    await Promise.all([page.keyboard.press("F9"), page.waitForRequest("**/rpc/commit")]);
    await page.reload();
    await page.getByRole("navigation", { name: "功能" }).waitFor();
    // Either it was booked, and that is said; or it was not, and the bill is there to be confirmed.
    const told = page.getByRole("heading", { name: "上一笔已结算成功" });
    const open = page.getByRole("heading", { name: person(18).name });
    await told.or(open).first().waitFor();
    if (!(await told.isVisible())) {
      await page.locator(".split[aria-busy=false]").waitFor();
      await page.keyboard.press("F9");
      await resultIs(page, "结算成功");
    }
    await expectOne(host, person(18));
  });

  test("the page is loaded again after each step before the commit, and after it", async () => {
    const page = await readyFor(19);
    await page.waitForTimeout(400);
    await page.reload();
    await page.getByRole("heading", { name: person(19).name }).waitFor();
    await page.locator(".split[aria-busy=false]").waitFor();
    expect(await settlementsOf(host, person(19))).toEqual([]);
    await page.keyboard.press("F9");
    await resultIs(page, "结算成功");
    await page.reload();
    await resultIs(page, "上一笔已结算成功");
    await expectOne(host, person(19));
    await page.waitForTimeout(700);
    await page.keyboard.press("Enter");
    await page.getByText("等待扫码").waitFor();
    await page.reload();
    await page.getByText("等待扫码").waitFor();
    await expectOne(host, person(19));
  });

  test("the answer is lost on its way back: the desk asks and shows what was booked", async () => {
    const page = await readyFor(20);
    await page.route("**/rpc/commit", async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.keyboard.press("F9");
    await resultIs(page, "结算成功");
    await expectOne(host, person(20));
    host.forgive(/ERR_FAILED/);
  });

  test("nothing answers any more: the outcome is unknown, nothing new can be begun, and asking again settles once", async () => {
    const page = await readyFor(21);
    // From the commit on: what the page asks before it is its split, without which there is nothing to confirm.
    let isGone = false;
    await page.route("**/rpc/**", async (route) => {
      const isCommit = route.request().url().endsWith("/commit");
      isGone ||= isCommit;
      if (isCommit) await route.fetch();
      await (isGone ? route.abort() : route.continue());
    });
    await page.keyboard.press("F9");
    await resultIs(page, "结果待确认");
    await page.unroute("**/rpc/**");
    await page.keyboard.press("F9");
    await resultIs(page, "结算成功");
    await expectOne(host, person(21));
    host.forgive(/ERR_FAILED/);
  });
});
