import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/**
 * What a scanner of the keyboard kind types: every key sent at once, each with the moment at which it was struck, as the
 * hardware stamps it. Five milliseconds a key, then Enter.
 */
export async function scan(page: Page, text: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const from = Date.now() / 1000;
  const sent: Promise<unknown>[] = [];
  const strike = (key: string, at: number): void => {
    const isEnter = key === "Enter";
    const common = {
      key,
      code: isEnter ? "Enter" : "",
      windowsVirtualKeyCode: isEnter ? 13 : key.toUpperCase().charCodeAt(0),
      timestamp: from + at * 0.005,
    };
    const typed = isEnter ? "\r" : key;
    sent.push(session.send("Input.dispatchKeyEvent", { ...common, type: "keyDown", text: typed }));
    sent.push(session.send("Input.dispatchKeyEvent", { ...common, type: "keyUp" }));
  };
  text.split("").forEach(strike);
  strike("Enter", text.length);
  await Promise.all(sent);
  await session.detach();
}

/** The same on a machine that brings the keys late, one by one, long after they were struck. */
export async function scanLate(page: Page, text: string, { lateMs, everyMs }: Late): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const from = (Date.now() - lateMs) / 1000;
  for (const [at, key] of [...text.split(""), "Enter"].entries()) {
    const isEnter = key === "Enter";
    await session.send("Input.dispatchKeyEvent", {
      type: "keyDown",
      key,
      code: isEnter ? "Enter" : "",
      windowsVirtualKeyCode: isEnter ? 13 : key.toUpperCase().charCodeAt(0),
      text: isEnter ? "\r" : key,
      timestamp: from + at * 0.005,
    });
    await page.waitForTimeout(everyMs);
  }
  await session.detach();
}

interface Late {
  readonly lateMs: number;
  readonly everyMs: number;
}

/**
 * The keys go to it from here on, as after Tab. Like a person it waits: nothing behind a sheet that is still closing takes keys,
 * and a button whose work is still going on takes none either.
 */
export async function focusOn(target: Locator): Promise<void> {
  await expect
    .poll(async () => {
      await target.focus();
      return await target.evaluate((element) => document.activeElement === element);
    })
    .toBe(true);
}

/** Chooses in a list of the machine by its arrows. */
export async function choose(page: Page, label: string, name: string): Promise<void> {
  const list = page.getByLabel(label, { exact: true });
  await focusOn(list);
  await page.keyboard.press("Home");
  const chosen = async (): Promise<string> =>
    await list.evaluate((one) =>
      one instanceof HTMLSelectElement ? (one.selectedOptions[0]?.text ?? "") : "",
    );
  for (let count = 0; count < 20 && (await chosen()) !== name; count += 1)
    await page.keyboard.press("ArrowDown");
  if ((await chosen()) !== name) throw new Error(`${label} has no ${name}`);
}

/** Ticks by keyboard, or takes the tick away. */
export async function tick(page: Page, label: string | RegExp): Promise<void> {
  await focusOn(page.getByRole("checkbox", { name: label }));
  await page.keyboard.press("Space");
}

/** A dialog is left by its key. */
export async function leaveSheet(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

/** Types as people do: no scanner is as slow, nobody as fast as a scanner. */
export async function typeByHand(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text, { delay: 70 });
}
