// npm run bench:desk [-- <rounds> <books>]: from scan to split, and from key to paint, in a real browser.
// <books>: a directory of `onestop bench books <count> <place>`; a copy of it is measured, with the town moved in.

import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "playwright-core";

import { demoFile, settleTown } from "../../../src/app/demo-town.ts";
import { openDirectory } from "../../../src/app/directory.ts";
import { atMost } from "../../../src/cli/bench/figure.ts";
import { makeDirectory } from "../../../src/cli/make-directory.ts";
import { item, person } from "../cashier.ts";
import { launchChromium } from "../chromium.ts";
import { signIn, town } from "../desk-host.ts";
import { startEngine } from "../engine.ts";
import { scan, typeByHand } from "../keys.ts";

const rounds = Number(process.argv[2] ?? 40);
const books = process.argv[3] ?? null;
const limits = { splitMs: 100, paintMs: 50 };

const place = mkdtempSync(join(tmpdir(), "onestop-bench-"));
try {
  const dir = join(place, "data");
  const about = prepare(dir);
  const engine = await startEngine(["--data", dir]);
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "zh-CN" });
    const page = await context.newPage();
    await page.addInitScript(watchKeys);
    await page.goto(await engine.address());
    await signIn(page);
    const taken = await scanBills(page);
    print("person scanned, on screen", p95(taken.person), limits.splitMs, {
      ...about,
      p50Ms: p50(taken.person),
    });
    print("item scanned, split on screen", p95(taken.item), limits.splitMs, {
      ...about,
      p50Ms: p50(taken.item),
    });
    const keys = await typeSearches(page);
    print("key pressed, painted", p95(keys), limits.paintMs, { keys: keys.length });
  } finally {
    await browser.close();
    await engine.stop();
  }
} finally {
  rmSync(place, { recursive: true, force: true });
}

/** The books that are measured, and what is in them. */
function prepare(dir: string): Readonly<Record<string, number>> {
  if (books === null) makeDirectory(dir, { demo: true, institution: null });
  else cpSync(books, dir, { recursive: true });
  const { ground, close } = openDirectory({ dir, passphrase: null, clock: Date.now });
  try {
    if (books !== null) {
      ground.store.write(() => settleTown(ground, town));
      // The credentials of the town are told by the stand-in of its centre, which this file calls in.
      writeFileSync(join(dir, "demo.json"), JSON.stringify(demoFile(town, Date.now())), { mode: 0o600 });
    }
    return { settlements: ground.store.settlements.lastNumber() };
  } finally {
    close();
  }
}

/** In the page, before anything else there: when the last Enter came, and a wait for what it brings. */
function watchKeys(): void {
  const state = { enter: 0 };
  window.addEventListener(
    "keydown",
    ({ key }) => {
      if (key === "Enter") state.enter = performance.now();
    },
    { capture: true },
  );
  const until = async (isThere: () => boolean): Promise<number> =>
    await new Promise((resolve) => {
      const look = (): void => {
        if (!isThere()) return void requestAnimationFrame(look);
        // In the frame after the next everything is on the screen.
        requestAnimationFrame(() => resolve(performance.now() - state.enter));
      };
      look();
    });
  Object.assign(window, {
    personShown: async (name: string) =>
      await until(() => document.querySelector(".person-name")?.textContent === name),
    splitShown: async (before: string) =>
      await until(() => {
        const split = document.querySelector(".split[aria-busy=false]");
        return split !== null && (split.querySelector(".split-total")?.textContent ?? "") !== before;
      }),
  });
}

/** Bill after bill by scanner: a person, three goods, and the bill is put aside. */
async function scanBills(page: Page): Promise<{ readonly person: number[]; readonly item: number[] }> {
  const goods = [
    item(({ kind }) => kind === "wellness"),
    ...["A", "B"].map((grade) => item(({ kind, class: own }) => kind === "drug" && own === grade)),
  ];
  const taken = { person: [] as number[], item: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const who = person(round % 40);
    await scan(page, who.token ?? "");
    taken.person.push(await ask(page, "personShown", who.name));
    for (const one of goods) {
      const total = page.locator(".split-total");
      const before = (await total.count()) === 0 ? "" : ((await total.textContent()) ?? "");
      await scan(page, one.scans);
      taken.item.push(await ask(page, "splitShown", before));
    }
    await page.keyboard.press("F10");
    await page.locator(".person-name").waitFor({ state: "detached" });
  }
  // The first bills warm up.
  return { person: taken.person.slice(3), item: taken.item.slice(9) };
}

async function ask(page: Page, name: "personShown" | "splitShown", about: string): Promise<number> {
  return Number(await page.evaluate(`window.${name}(${JSON.stringify(about)})`));
}

/** Searches typed by hand: the browser's own measure of each key, to the paint that shows it. */
async function typeSearches(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const slow: number[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === "keydown") slow.push(entry.duration);
    }).observe({ type: "event", durationThreshold: 16, buffered: false } as PerformanceObserverInit);
    Object.assign(window, { slowKeys: slow });
  });
  const words = ["AMX", "XST", "阿莫西林", "E", "ZSY"];
  for (const word of words.flatMap((one) => [one, one, one])) {
    await typeByHand(page, word);
    for (let count = 0; count < word.length; count += 1) await page.keyboard.press("Backspace");
  }
  const typed = words.join("").length * 6;
  const slow = await page.evaluate<number[]>("window.slowKeys");
  // What is painted within a frame is not told.
  return [...slow, ...Array.from({ length: Math.max(0, typed - slow.length) }, () => 16)];
}

function p95(taken: readonly number[]): number {
  const sorted = taken.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
}

function p50(taken: readonly number[]): number {
  const sorted = taken.toSorted((a, b) => a - b);
  return Math.round(sorted[sorted.length >> 1] ?? Number.NaN);
}

function print(bench: string, value: number, limit: number, about: Readonly<Record<string, number>>): void {
  console.log(JSON.stringify(atMost(bench, [value, limit], "ms", about)));
}
