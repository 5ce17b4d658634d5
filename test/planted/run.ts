// npm run planted: plants each mistake in a copy of the sources and demands that a test sees it.

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { z } from "zod";

import { formatSeconds } from "../tally.ts";
import type { Mistake } from "./mistake.ts";
import { mistakes } from "./mistakes.ts";

const root = join(import.meta.dirname, "../..");
/** What the tests of the settlement read. */
const copied = ["src", "test", "package.json", "vitest.config.ts", "tsconfig.base.json"] as const;
/** Two runs side by side keep two cores busy. */
const sideBySide = 2;

/** Enough bills that each mistake shows, few enough that all of them do within minutes; the same every time. */
const quick = { ONESTOP_RUNS: "2000", ONESTOP_SEED: "20240229", ORACLE_SEED: "20240229" };

interface Outcome {
  readonly name: string;
  /** The test that failed; null when all passed. */
  readonly caughtBy: string | null;
  /** Why this was no trial at all. */
  readonly fault: string | null;
  readonly milliseconds: number;
}

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

interface Trial {
  /** null: the tests must pass without one, or they prove nothing. */
  readonly mistake: Mistake | null;
  readonly test: Mistake["test"];
}

/** Tries one mistake in a copy of its own. @param sources  as they stood when the run began */
async function outcomeOf(trial: Trial, sources: string): Promise<Outcome> {
  const { mistake } = trial;
  const start = performance.now();
  const name = mistake === null ? "no mistake planted" : mistake.name;
  const ended = (found: Pick<Outcome, "caughtBy" | "fault">): Outcome => ({
    name,
    ...found,
    milliseconds: performance.now() - start,
  });
  const folder = mkdtempSync(join(tmpdir(), "onestop-planted-"));
  try {
    cpSync(sources, folder, { recursive: true });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const fault = mistake === null ? null : plant(folder, mistake);
    return ended(fault === null ? await runTest(folder, trial) : { caughtBy: null, fault });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns why the mistake cannot be planted, or null when it stands in the copy */
function plant(folder: string, { file, find, replace }: Mistake): string | null {
  const path = join(folder, file);
  const parts = readFileSync(path, "utf8").split(find);
  if (parts.length !== 2) return `${file} has the place ${parts.length - 1} times`;
  writeFileSync(path, parts.join(replace));
  return null;
}

/** Without a mistake so many days must pass; with one it must be found within this many seeds. */
const days = { sound: 20, most: 200 };

const dayShape = z.object({ seed: z.number(), faults: z.array(z.string()) });

/** Plays days until one does not come out, and says by which seed it was found. */
async function playDays(
  folder: string,
  { kind, most }: { readonly kind: string; readonly most: number },
): Promise<Pick<Outcome, "caughtBy" | "fault">> {
  const script = join(folder, "test/simulate/play.ts");
  const child = spawn(process.execPath, [script, String(most), "1", kind], {
    cwd: folder,
    env: { ...process.env, ONESTOP_UNTIL_FOUND: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [said, complained] = ["", ""];
  child.stdout.on("data", (part: Buffer) => (said += part.toString("utf8")));
  child.stderr.on("data", (part: Buffer) => (complained += part.toString("utf8")));
  const code = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve(status ?? 1));
  });
  if (code === 0) return { caughtBy: null, fault: null };
  const found = /^\{"seed":.*$/m.exec(said)?.[0];
  // A day that throws ends its run without a seed: that is no finding.
  if (found === undefined) return { caughtBy: null, fault: `no day ended: ${complained.slice(0, 300)}` };
  const { seed, faults } = dayShape.parse(JSON.parse(found));
  return { caughtBy: `seed ${seed}: ${faults[0] ?? ""}`, fault: null };
}

async function runTest(
  folder: string,
  { mistake, test }: Trial,
): Promise<Pick<Outcome, "caughtBy" | "fault">> {
  if (typeof test !== "string")
    return await playDays(folder, { kind: test.days, most: mistake === null ? days.sound : days.most });
  const report = join(folder, "report.json");
  const options = ["run", test, "--coverage.enabled=false", "--bail=1", "--maxWorkers=1"];
  const code = await runVitest(folder, [...options, "--reporter=json", `--outputFile.json=${report}`]);
  if (code === 0) return { caughtBy: null, fault: null };
  const { testResults } = reportSchema.parse(JSON.parse(readFileSync(report, "utf8")));
  for (const { name, assertionResults } of testResults) {
    const failed = assertionResults.find(({ status }) => status === "failed");
    if (failed !== undefined) {
      return { caughtBy: `${name.slice(folder.length + 1)}: ${failed.fullName}`, fault: null };
    }
  }
  // A mistake that does not even load is caught by nobody's thinking.
  const message = testResults.map((result) => result.message).join(" ");
  return { caughtBy: null, fault: `no test ran: ${message}` };
}

async function runVitest(folder: string, options: readonly string[]): Promise<number> {
  const script = join(folder, "node_modules/vitest/vitest.mjs");
  const child = spawn(process.execPath, [script, ...options], {
    cwd: folder,
    env: { ...process.env, ...quick },
    stdio: "ignore",
  });
  return await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      resolve(status ?? 1);
    });
  });
}

/** Runs the trials, two at a time, and prints each as it ends. */
async function runTrials(trials: readonly Trial[], sources: string): Promise<readonly Outcome[]> {
  const queue = [...trials];
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const outcome = await outcomeOf(next, sources);
      outcomes.push(outcome);
      console.log(rowOf(next, outcome));
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  return outcomes;
}

function rowOf({ mistake, test }: Trial, { name, caughtBy, fault, milliseconds }: Outcome): string {
  const passed = mistake === null ? `${typeof test === "string" ? test : test.days}: passes` : "SURVIVES";
  const verdict = fault === null ? (caughtBy ?? passed) : `NO TRIAL: ${fault}`;
  return `${formatSeconds(milliseconds).padStart(7)}  ${name.padEnd(64)}  ${verdict}`;
}

async function main(wanted: string | undefined): Promise<void> {
  const start = performance.now();
  const chosen = mistakes.filter(({ name }) => wanted === undefined || name.includes(wanted));
  const tests = [...new Map(chosen.map(({ test }) => [JSON.stringify(test), test])).values()];
  const sources = mkdtempSync(join(tmpdir(), "onestop-sources-"));
  try {
    for (const entry of copied) cpSync(join(root, entry), join(sources, entry), { recursive: true });
    const clean = tests.map((test) => ({ mistake: null, test }));
    const sound = await runTrials(clean, sources);
    const failing = sound.filter(({ caughtBy, fault }) => caughtBy !== null || fault !== null).length;
    const trials = chosen.map((mistake) => ({ mistake, test: mistake.test }));
    const outcomes = await runTrials(trials, sources);
    const caught = outcomes.filter(({ caughtBy }) => caughtBy !== null).length;
    console.log(
      `${caught} of ${outcomes.length} planted mistakes caught, ${outcomes.length - caught} not; ` +
        `${failing} of ${sound.length} tests fail without one; ${formatSeconds(performance.now() - start)}`,
    );
    process.exitCode = outcomes.length > 0 && caught === outcomes.length && failing === 0 ? 0 : 1;
  } finally {
    rmSync(sources, { recursive: true, force: true });
  }
}

if (import.meta.main) await main(process.argv[2]);
