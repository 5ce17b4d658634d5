// npm run bench:window [-- <starts> <sales>]: how soon the window is ready beside an empty one, and what it holds in memory.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { buildWindow } from "../../../main/shell-bundle.ts";
import { makeDirectory } from "../../../src/cli/make-directory.ts";
import { person, resultIs, ringUp } from "../../renderer/cashier.ts";
import { signIn } from "../../renderer/desk-host.ts";
import type { DeskProgram } from "../desk-program.ts";
import { startDeskProgram } from "../desk-program.ts";
import { openDisplay } from "../display.ts";
import { memoryOf } from "../processes.ts";
import { prepareRuntime } from "../runtime/prepare.ts";

const starts = Number(process.argv[2] ?? 7);
const sales = Number(process.argv[3] ?? 1000);
const root = join(import.meta.dirname, "../../..");
const mega = 1024 * 1024;
/** Longer than any start. */
const startMs = 4000;

const runtime = await prepareRuntime();
const reason = await buildWindow(runtime, (text) => void process.stderr.write(text));
if (reason !== null) throw new Error(reason);
const display = await openDisplay();
const dir = mkdtempSync(join(tmpdir(), "onestop-bench-"));
try {
  makeDirectory(join(dir, "data"), { demo: true, institution: null });
  const desk: number[] = [];
  const empty: number[] = [];
  // Side by side, so that what the machine does meanwhile falls on both.
  for (let round = 0; round < starts; round++) {
    empty.push(await readyMs(join(import.meta.dirname, "empty"), "data:"));
    desk.push(await readyMs(root, "app:"));
  }
  print({
    bench: "window start",
    starts,
    emptyMs: median(empty),
    deskMs: median(desk),
    ratioMax: 1.5,
    ratio: ratio(desk, empty),
  });
  print({ bench: "window memory", ...(await memory()) });
} finally {
  await display.close();
  rmSync(dir, { recursive: true, force: true });
}

function start(folder: string): DeskProgram {
  const { program, env } = runtime;
  const where = { dataDir: join(dir, "data"), userDir: join(dir, "user") };
  return startDeskProgram({ program, args: [folder], env, display: display.name, serves: false, ...where });
}

/**
 * From the start of the program until its words are painted and, for the desk, its engine can be asked. The page itself
 * has noted when that was: the driver, which would take its share of the machine, comes when it is over.
 */
async function readyMs(folder: string, scheme: string): Promise<number> {
  const from = Date.now();
  const program = start(folder);
  try {
    await new Promise((resolve) => {
      setTimeout(resolve, startMs);
    });
    const page = await program.page(scheme);
    const at = await page.evaluate(async (isDesk) => {
      const find = (): number | null => {
        const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
        const linked = isDesk ? performance.getEntriesByName("engine-linked")[0]?.startTime : 0;
        return painted === undefined || linked === undefined ? null : Math.max(painted, linked);
      };
      for (;;) {
        const found = find();
        if (found !== null) return performance.timeOrigin + found;
        await new Promise((resolve) => {
          setTimeout(resolve, 10);
        });
      }
    }, scheme === "app:");
    return Math.round(at - from);
  } finally {
    await program.quit();
  }
}

/** The same sale again and again, as a cashier makes it. */
async function memory() {
  const program = start(root);
  const page = await program.page();
  await signIn(page);
  let few = 0;
  for (let sale = 1; sale <= sales; sale++) {
    await ringUp(page, person(20));
    await page.keyboard.press("F9");
    await resultIs(page, "结算成功");
    // Before that, Enter is taken for the tail of the key that has confirmed.
    await page.waitForTimeout(700);
    await page.keyboard.press("Enter");
    await page.getByText("等待扫码").waitFor();
    if (sale === 10) few = memoryOf(program.pid);
  }
  const many = memoryOf(program.pid);
  await program.quit();
  return {
    sales,
    after10Mb: Math.round(few / mega),
    afterMb: Math.round(many / mega),
    ratioMax: 1.2,
    ratio: round2(many / few),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function ratio(values: readonly number[], base: readonly number[]): number {
  return round2(median(values) / median(base));
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
