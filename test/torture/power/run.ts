// npm run torture:power [-- --kernel <folder>] [--rounds <n>] [--seed <n>]: pulls the plug of a machine in mid-storm.

import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { createBooks } from "../../app/test-desk.ts";
import type { Random } from "../../oracle/random.ts";
import { randomFrom } from "../../oracle/random.ts";
import { seedOf } from "../../runs.ts";
import { formatSeconds } from "../../tally.ts";
import type { Moment } from "../moments.ts";
import { plantVariable } from "../plants.ts";
import type { RoundReport } from "../report.ts";
import { stormChild, warmUp } from "../warm-up.ts";
import type { Guest } from "./guest.ts";
import { buildGuest, missingFor } from "./guest.ts";
import { cutPower, makeDisk } from "./power-cut.ts";

type Mode = "FULL" | "NORMAL";

interface PowerRun {
  readonly mode: Mode;
  readonly seed: number;
  readonly rounds: number;
  readonly kernelRoot: string;
  readonly folder: string;
  readonly stopped: AbortSignal;
}

const plantHook = fileURLToPath(new URL("../plant-hook.ts", import.meta.url));
/** A guest keeps one core busy. */
const sideBySide = 2;

/** All rounds of one mode; the storm of each has a seed of its own. */
async function runMode(run: PowerRun): Promise<boolean> {
  const random = randomFrom(run.seed);
  const mountAt = join(run.folder, "disk");
  const guest = guestOf(run, mountAt);
  const trials = Array.from({ length: run.rounds }, (_, at) => ({
    at,
    seed: random.whole(0, 2 ** 31),
    moment: drawMoment(random),
  }));
  const queue = [...trials];
  const reports: RoundReport[] = [];
  const work = async (lane: number): Promise<void> => {
    for (let trial = queue.shift(); trial !== undefined; trial = queue.shift()) {
      const { at, seed, moment } = trial;
      const disk = diskOf(run, { at, seed, mountAt });
      const folder = join(run.folder, `lane-${lane}`);
      const name = `${run.mode} ${at}`;
      const start = performance.now();
      const report = await cutPower(guest, { name, folder, disk, moment, stopped: run.stopped });
      reports.push(report);
      console.log(`${JSON.stringify(report)} ${formatSeconds(performance.now() - start)}`);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, async (_, lane) => await work(lane)));
  return verdict(run, reports);
}

/** Mostly in mid-storm, at times as the log is moved into the file, or soon after the start. */
function drawMoment(random: Random): Moment {
  return random.weighed<() => Moment>([
    [6, () => ({ after: "answers", nth: random.whole(1, 80), delayMs: random.whole(0, 2000) })],
    [3, () => ({ after: "tidies", nth: random.whole(1, 3), delayMs: random.whole(0, 300) })],
    [1, () => ({ after: "open", nth: 1, delayMs: random.whole(0, 1000) })],
  ])();
}

function guestOf({ mode, kernelRoot, folder }: PowerRun, mountAt: string): Guest {
  mkdirSync(mountAt);
  const order = join(mountAt, "order.json");
  // Compiled once out here: an emulated processor takes half a minute for it.
  const compiled = `NODE_COMPILE_CACHE=${warmUp(folder, join(folder, "template"))}`;
  // The product has no switch for what must fail: the mistake is planted into the sources as the guest reads them.
  const planted = [`${plantVariable}=synchronousNormal`, process.execPath, "--import", plantHook];
  const node = mode === "FULL" ? [process.execPath] : planted;
  const command = ["/usr/bin/env", compiled, ...node, stormChild, order];
  return buildGuest(folder, { kernelRoot, mountAt, drivers: [], command });
}

function diskOf(
  { folder }: PowerRun,
  { at, seed, mountAt }: { readonly at: number; readonly seed: number; readonly mountAt: string },
): string {
  const books = join(folder, `books-${at}`);
  cpSync(join(folder, "template"), books, { recursive: true });
  const storm = { name: `power ${at}`, deeds: 5000, tidyShare: 0.04, standing: [] };
  const disk = join(folder, `disk-${at}.img`);
  makeDisk(disk, { books, order: { dir: mountAt, seed, ...storm } });
  rmSync(books, { recursive: true });
  return disk;
}

/** FULL loses nothing; NORMAL must, or the harness could not have seen it. Both leave books that verify. */
function verdict({ mode, seed }: PowerRun, reports: readonly RoundReport[]): boolean {
  const sum = (name: "acknowledged" | "unheard" | "lost"): number =>
    reports.reduce((total, report) => total + report[name], 0);
  const [acknowledged, unheard, lost] = [sum("acknowledged"), sum("unheard"), sum("lost")];
  const faults = reports.flatMap((report) => report.faults);
  const broken = faults.filter((fault) => !fault.startsWith("acknowledged and lost")).length;
  const line = { torture: "power", synchronous: mode, seed, rounds: reports.length };
  console.log(JSON.stringify({ ...line, acknowledged, unheard, lost, broken }));
  return broken === 0 && acknowledged > 0 && (mode === "FULL" ? lost === 0 : lost > 0);
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      kernel: { type: "string", default: "/" },
      rounds: { type: "string", default: "10" },
      seed: { type: "string" },
    },
  });
  const missing = missingFor(values.kernel);
  for (const one of missing) console.log(`the power cut needs ${one}`);
  if (missing.length > 0) return false;
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      stop.abort();
    });
  const seed = values.seed === undefined ? seedOf() : Number(values.seed);
  let good = true;
  for (const mode of ["FULL", "NORMAL"] as const) {
    const folder = mkdtempSync(join(tmpdir(), "onestop-power-"));
    try {
      createBooks(join(folder, "template"), { plan: "shiyan" });
      const rounds = Number(values.rounds);
      const run = { mode, seed, rounds, kernelRoot: values.kernel, folder, stopped: stop.signal };
      good = (await runMode(run)) && good;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return good;
}

process.exitCode = (await main()) ? 0 : 1;
