import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "playwright-core";
import { afterAll, describe, expect, test } from "vitest";

import { makeDirectory } from "../../src/cli/make-directory.ts";
import { expectOne, person, resultIs, ringUp, settlementsOf, splitIsReady } from "./cashier.ts";
import { useDeskHost } from "./desk-host.ts";
import { startEngine } from "./engine.ts";

const dir = mkdtempSync(join(tmpdir(), "onestop-desk-kill-"));
const host = useDeskHost(async () => {
  makeDirectory(join(dir, "data"), { demo: true, institution: null });
  return await startEngine(["--data", join(dir, "data")]);
});

afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

/** The engine is ended as by a power cut and started again at the same address, over the same books. */
async function killAndStart(): Promise<void> {
  const engine = host.engine();
  await engine.kill();
  host.use(await startEngine(["--data", join(dir, "data"), "--port", new URL(engine.url).port]));
}

/** The page comes up again in the same tab: its session ended with the engine, its sign-in did not. */
async function comeBack(page: Page): Promise<void> {
  await page.goto("about:blank");
  await page.goto(await host.engine().address());
  await page.getByRole("navigation", { name: "功能" }).waitFor();
  host.forgive(/Failed to load resource|ERR_|net::/);
}

/** What the page says after it came back is what the books say; an open bill is confirmed. @returns what is booked then */
async function endOf(page: Page, at: number) {
  const told = page.getByRole("heading", { name: "上一笔已结算成功" });
  const open = page.getByRole("heading", { name: person(at).name });
  await told.or(open).first().waitFor();
  const booked = await settlementsOf(host, person(at));
  const says = (await told.isVisible()) ? 1 : 0;
  expect(booked).toHaveLength(says);
  if (says === 0) {
    await splitIsReady(page);
    await page.keyboard.press("F9");
    await resultIs(page, "结算成功");
  }
  return await settlementsOf(host, person(at));
}

describe("the engine is killed and started again: one settlement, or none and the bill is there", () => {
  test("before the bill is confirmed", async () => {
    const page = await host.signedIn();
    await ringUp(page, person(12));
    // A bill is kept a moment after its last change.
    await page.waitForTimeout(400);
    await killAndStart();
    await comeBack(page);
    await page.getByRole("heading", { name: person(12).name }).waitFor();
    expect(await endOf(page, 12)).toHaveLength(1);
  });

  test.each([0, 5, 10, 20, 40])("%i ms after the commit was sent", async (ms) => {
    const at = 13 + [0, 5, 10, 20, 40].indexOf(ms);
    const page = await host.signedIn();
    await ringUp(page, person(at));
    await page.waitForTimeout(400);
    await Promise.all([page.keyboard.press("F9"), page.waitForRequest("**/rpc/commit")]);
    await page.waitForTimeout(ms);
    await killAndStart();
    await comeBack(page);
    expect(await endOf(page, at)).toHaveLength(1);
  });

  test("while the result is shown", async () => {
    const page = await host.signedIn();
    await ringUp(page, person(18));
    await page.keyboard.press("F9");
    await resultIs(page, "结算成功");
    await killAndStart();
    await comeBack(page);
    await resultIs(page, "上一笔已结算成功");
    await expectOne(host, person(18));
  });

  test("a page that stays open goes on by itself, with the bill that it shows", async () => {
    const page = await host.signedIn();
    await ringUp(page, person(19));
    await page.waitForTimeout(400);
    host.forgive(/Failed to load resource|ERR_|net::/);
    const engine = host.engine();
    await engine.kill();
    await page.getByText("引擎已断开").waitFor();
    host.use(await startEngine(["--data", join(dir, "data"), "--port", new URL(engine.url).port]));
    await page.getByText("引擎已断开").waitFor({ state: "detached" });
    await splitIsReady(page);
    await page.keyboard.press("F9");
    await resultIs(page, "结算成功");
    await expectOne(host, person(19));
  }, 120_000);

  test("a sale for cash whose answer never came", async () => {
    const page = await host.signedIn();
    await ringUp(page, person(20));
    await page.keyboard.press("Shift+F9");
    await page.getByRole("heading", { name: "全额收现" }).waitFor();
    await page.waitForTimeout(400);
    await page.route("**/rpc/commitCash", async (route) => {
      await route.fetch();
      await host.engine().kill();
      await route.abort();
    });
    await page.keyboard.press("F9");
    await page.getByRole("heading", { name: "结果待确认" }).waitFor();
    await page.unroute("**/rpc/commitCash");
    host.use(await startEngine(["--data", join(dir, "data"), "--port", new URL(host.engine().url).port]));
    await comeBack(page);
    await resultIs(page, "上一笔已结算成功");
    const booked = await settlementsOf(host, person(20));
    expect(booked.map(({ kind, mode }) => [kind, mode])).toEqual([["sale", "cash"]]);
  });
});
