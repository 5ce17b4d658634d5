// npm run planted: plants each mistake in a copy of the sources and demands that a test sees it.

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { z } from "zod";

import { formatSeconds } from "../tally.ts";
import type { Mistake } from "./mistakes.ts";
import { mistakes } from "./mistakes.ts";

const root = join(import.meta.dirname, "../..");
/** What the tests of the settlement read. */
const copied = ["src", "test", "package.json", "vitest.config.ts", "tsconfig.base.json"] as const;
/** Two runs side by side keep two cores busy. */
const sideBySide = 2;

/** Enough bills that each mistake shows, few enough that all of them do within minutes; the same every time. */
const quick = { ONESTOP_RUNS: "2500", ONESTOP_SEED: "20240229", ORACLE_SEED: "20240229" };

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

/** Tries one mistake in a copy of its own; without one the tests must pass, or they prove nothing. */
async function trial(mistake: Mistake | null, tests: readonly string[]): Promise<Outcome> {
  const start = performance.now();
  const name = mistake === null ? "no mistake" : mistake.name;
  const ended = (found: Pick<Outcome, "caughtBy" | "fault">): Outcome => ({
    name,
    ...found,
    milliseconds: performance.now() - start,
  });
  const folder = mkdtempSync(join(tmpdir(), "onestop-planted-"));
  try {
    for (const entry of copied) cpSync(join(root, entry), join(folder, entry), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const fault = mistake === null ? null : plant(folder, mistake);
    return ended(fault === null ? await runTests(folder, tests) : { caughtBy: null, fault });
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

async function runTests(
  folder: string,
  tests: readonly string[],
): Promise<Pick<Outcome, "caughtBy" | "fault">> {
  const report = join(folder, "report.json");
  const options = ["run", ...tests, "--coverage.enabled=false", "--bail=1", "--maxWorkers=1"];
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

async function trialsOf(chosen: readonly Mistake[]): Promise<readonly Outcome[]> {
  const all = [...new Set(mistakes.flatMap((mistake) => mistake.tests))];
  const queue = [
    { mistake: null, tests: all },
    ...chosen.map((mistake) => ({ mistake, tests: mistake.tests })),
  ];
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const outcome = await trial(next.mistake, next.tests);
      outcomes.push(outcome);
      console.log(rowOf(outcome, next.mistake === null));
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  return outcomes;
}

function rowOf({ name, caughtBy, fault, milliseconds }: Outcome, clean: boolean): string {
  const verdict = caughtBy ?? (clean ? "every test passes" : "SURVIVES");
  return `${formatSeconds(milliseconds).padStart(7)}  ${name.padEnd(66)}  ${fault === null ? verdict : `NO TRIAL: ${fault}`}`;
}

async function main(wanted: string | undefined): Promise<void> {
  const start = performance.now();
  const chosen = mistakes.filter(({ name }) => wanted === undefined || name.includes(wanted));
  const [clean, ...outcomes] = (await trialsOf(chosen)).toSorted((a, b) => rank(a) - rank(b));
  const caught = outcomes.filter((outcome) => outcome.caughtBy !== null).length;
  const proven = clean?.caughtBy === null && clean.fault === null;
  console.log(
    `${caught} of ${outcomes.length} planted mistakes caught, the tests ${proven ? "pass" : "FAIL"} without one, ` +
      formatSeconds(performance.now() - start),
  );
  process.exitCode = proven && outcomes.length > 0 && caught === outcomes.length ? 0 : 1;
}

function rank({ name }: Outcome): number {
  return name === "no mistake" ? 0 : 1;
}

if (import.meta.main) await main(process.argv[2]);
