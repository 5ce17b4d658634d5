import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { createBooks } from "../app/test-desk.ts";
import type { Tally } from "../tally.ts";
import type { LaneOrder } from "./lane.ts";
import type { PlantName } from "./plants.ts";
import { plantVariable } from "./plants.ts";
import type { RoundReport, TortureReport } from "./report.ts";
import { reportOf, tallyOf } from "./report.ts";
import { warmUp } from "./warm-up.ts";

/** How much is tortured. */
export interface TortureSize {
  readonly seed: number;
  /** Storms of commits. */
  readonly storms: number;
  /** Migrations, backups and restores. */
  readonly steps: number;
  /** A mistake in every process under torture; for the tests of the harness. */
  readonly plant: PlantName | null;
  readonly say: (text: string) => void;
}

/** The set of every `npm test`. */
export const quickSize = { storms: 200, steps: 18 } as const;

const lane = fileURLToPath(new URL("lane.ts", import.meta.url));
const plantHook = fileURLToPath(new URL("plant-hook.ts", import.meta.url));
/** Two lanes keep two cores busy. */
const lanes = 2;

/** What a run gives: counts for the suite, figures for the reader, faults for the tests of the harness. */
export interface Tortured {
  readonly tally: Tally;
  readonly report: TortureReport;
  readonly faults: readonly string[];
}

/** Runs all rounds and prints what failed, and the sum as one line of JSON. */
export async function runTorture(size: TortureSize, stopped: AbortSignal): Promise<Tortured> {
  const folder = mkdtempSync(join(tmpdir(), "onestop-torture-"));
  try {
    size.say(`kill -9: seed ${size.seed}, ${size.storms} storms, ${size.steps} long steps`);
    const template = join(folder, "template");
    createBooks(template, { plan: "shiyan" });
    const environment = { ...process.env, NODE_COMPILE_CACHE: warmUp(folder, template) };
    const reports = await Promise.all(
      Array.from({ length: lanes }, async (_, at) => {
        const order = laneOrder(size, { at, folder, template });
        return await runLane(order, { ...size, environment, stopped });
      }),
    );
    const report = reportOf(size.seed, reports.flat());
    size.say(JSON.stringify(report));
    const faults = reports.flat().flatMap((one) => one.faults);
    return { tally: tallyOf(report, size.storms + size.steps), report, faults };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function laneOrder(
  { seed, storms, steps }: TortureSize,
  { at, folder, template }: { readonly at: number; readonly folder: string; readonly template: string },
): LaneOrder {
  const share = (count: number): number[] =>
    Array.from({ length: count }, (_, number) => number).filter((number) => number % lanes === at);
  const own = join(folder, `lane-${at}`);
  mkdirSync(own);
  return { seed, rounds: share(storms), steps: share(steps), template, folder: own };
}

async function runLane(
  order: LaneOrder,
  how: Pick<TortureSize, "plant" | "say"> & {
    readonly environment: NodeJS.ProcessEnv;
    readonly stopped: AbortSignal;
  },
): Promise<RoundReport[]> {
  const file = join(order.folder, "lane.json");
  writeFileSync(file, JSON.stringify(order));
  const options = how.plant === null ? [] : ["--import", plantHook];
  const child = spawn(process.execPath, [...options, lane, file], {
    env: how.plant === null ? how.environment : { ...how.environment, [plantVariable]: how.plant },
    signal: how.stopped,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const reports: RoundReport[] = [];
  const ended = new Promise<string>((resolve) => {
    // Also says that it was ended by `stopped`; the close that follows is what is waited for.
    child.on("error", () => undefined);
    child.on("close", (code, signal) => {
      resolve(String(code ?? signal));
    });
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const report = JSON.parse(line) as RoundReport;
    reports.push(report);
    for (const fault of report.faults) how.say(`${report.round}: ${fault}`);
  }
  const outcome = await ended;
  // Rounds that are missing are counted as failed.
  if (outcome !== "0") how.say(`a lane of the torture ended with ${outcome}`);
  return reports;
}
