import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { z } from "zod";

import type { Tally } from "./tally.ts";

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** What vitest writes about a run, as far as it is counted. */
export type VitestReport = z.infer<typeof reportSchema>;

/** Runs vitest, shows what it prints as it comes, and counts from its report. */
export async function runVitestSuite(
  root: string,
  options: readonly string[],
  stopped: AbortSignal,
): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), "onestop-test-"));
  try {
    const file = join(folder, "vitest.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const code = await runVitest(root, ["run", ...options, ...reporters], stopped);
    return tallyOfReport(reportSchema.parse(JSON.parse(readFileSync(file, "utf8"))), code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function tallyOfReport(report: VitestReport, code: number): Tally {
  const skipped = report.numPendingTests + report.numTodoTests;
  // A file that could not be loaded has failed without one failed test of its own.
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((result) => result.status !== "failed"),
  );
  const failed = report.numFailedTests + unloaded.length;
  const tally = { passed: report.numPassedTests, failed, skipped };
  // Coverage below its threshold and an error outside of every test show in the exit code alone.
  if (failed === 0 && code !== 0)
    return { ...tally, failed: 1, remarks: [`vitest ended with ${code}, and no test of it failed`] };
  return {
    ...tally,
    remarks: [...unloaded.map(({ name, message }) => `${name}: ${message}`), ...failedTests(report)],
  };
}

function failedTests(report: VitestReport): readonly string[] {
  return report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages }) => `${name}: ${fullName}\n${(failureMessages ?? []).join("\n")}`),
  );
}

async function runVitest(root: string, options: readonly string[], stopped: AbortSignal): Promise<number> {
  const script = join(root, "node_modules/vitest/vitest.mjs");
  const child = spawn(process.execPath, [script, ...options], {
    cwd: root,
    signal: stopped,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      resolve(status ?? 1);
    });
  });
}
