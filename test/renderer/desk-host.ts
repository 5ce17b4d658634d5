import { mkdirSync } from "node:fs";
import { join } from "node:path";

import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";

import { demoTown } from "../../src/app/demo-town.ts";
import { launchChromium } from "./chromium.ts";
import type { Engine } from "./engine.ts";
import { startEngine } from "./engine.ts";

/** A second press came to a form that had just gone. The browser says that it sends nothing: as it should be. */
const harmless = /^Form submission canceled because the form is not connected$/;
const shots = join(import.meta.dirname, "../../dist/screenshots");

/** A real engine over the demo town and a real browser, for the tests of one file. */
export interface DeskHost {
  readonly engine: () => Engine;
  /** A page that has just come up. What it complains about on its console fails the test. */
  readonly open: (size?: Size) => Promise<Page>;
  /** The same, with the cashier signed in; at a desk of its own unless one is named. */
  readonly signedIn: (options?: {
    readonly size?: Size;
    readonly desk?: string;
    readonly id?: string;
  }) => Promise<Page>;
  /** Complaints that the test itself has brought about. */
  readonly forgive: (complaint: RegExp) => void;
  /** Goes on with another engine from here on. */
  readonly use: (next: Engine) => void;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const sizes = {
  small: { width: 1024, height: 600 },
  usual: { width: 1366, height: 768 },
  large: { width: 1920, height: 1080 },
} as const;

export const town = demoTown();

/** @param start  another engine than that of a fresh demo town */
export function useDeskHost(start: () => Promise<Engine> = startEngine): DeskHost {
  let engine: Engine | undefined;
  let browser: Browser | undefined;
  let pages: Page[] = [];
  let complaints: string[] = [];
  let forgiven: RegExp[] = [];
  let desks = 0;
  beforeAll(async () => {
    engine = await start();
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await engine?.stop();
  });
  afterEach(async () => {
    for (const page of pages) await page.context().close();
    pages = [];
    const said = complaints.filter((text) => ![harmless, ...forgiven].some((one) => one.test(text)));
    complaints = [];
    forgiven = [];
    expect(said).toEqual([]);
  });
  const running = (): Engine => {
    if (engine === undefined) throw new Error("no engine");
    return engine;
  };
  const open: DeskHost["open"] = async (viewport = sizes.usual) => {
    if (browser === undefined) throw new Error("no browser");
    const context = await browser.newContext({ viewport, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    pages.push(page);
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    await page.goto(await running().address());
    return page;
  };
  return {
    engine: running,
    open,
    use: (next) => {
      engine = next;
    },
    forgive: (complaint) => {
      forgiven.push(complaint);
    },
    signedIn: async ({ size, desk, id } = {}) => {
      const page = await open(size);
      desks += 1;
      await signIn(page, { desk: desk ?? `T${desks}`, ...(id === undefined ? {} : { id }) });
      return page;
    },
  };
}

/** By keyboard: the number, the desk, the PIN, Enter. */
export async function signIn(page: Page, { id = "C001", desk = "01" } = {}): Promise<void> {
  const operator = town.operators.find((one) => one.id === id);
  if (operator === undefined) throw new Error(`no operator ${id}`);
  await page.getByRole("heading", { name: "签到" }).waitFor();
  await page.keyboard.type(operator.id);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+a");
  await page.keyboard.type(desk);
  await page.keyboard.press("Tab");
  await page.keyboard.type(operator.pin);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "功能" }).waitFor();
}

/** Keeps a picture of the page, for people to look at. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}
