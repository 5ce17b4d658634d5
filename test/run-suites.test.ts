import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import type { VitestReport } from "./unit-suite.ts";
import { tallyOfReport } from "./unit-suite.ts";

const runner = join(import.meta.dirname, "run-suites.ts");

/** Runs suites, given as source text, in a process of their own: the promise is about the end of a process. */
function runApart(...suites: readonly string[]): {
  readonly code: number | null;
  readonly lines: readonly string[];
} {
  const script = `import { runSuites } from ${JSON.stringify(runner)}; await runSuites([${suites.join(", ")}]);`;
  const ended = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
  return { code: ended.status, lines: ended.stdout.trimEnd().split("\n") };
}

const good = `{ name: "good", needs: () => null, run: async () => ({ passed: 3, failed: 0, skipped: 0, remarks: [] }) }`;
const bad = `{ name: "bad", needs: () => null, run: async () => ({ passed: 1, failed: 2, skipped: 0, remarks: ["one of bad", "another of bad"] }) }`;
/** As vitest tells of a file, with tests of these states. */
function file(status: string, ...states: readonly string[]): VitestReport["testResults"][number] {
  const assertionResults = states.map((state, at) => ({
    status: state,
    fullName: `test ${at}`,
    failureMessages: state === "failed" ? ["1 is not 2"] : [],
  }));
  return { name: "some.test.ts", status, message: states.includes("failed") ? "" : "torn", assertionResults };
}

const homeless = `{ name: "homeless", needs: () => "no chromium on the path", run: async () => { throw 1; } }`;
const throwing = `{ name: "throwing", needs: () => null, run: async () => { throw new Error("torn"); } }`;
const unsure = `{ name: "unsure", needs: () => { throw new Error("torn"); }, run: async () => { throw 1; } }`;
const exploding = `{ name: "exploding", needs: () => null, run: () => new Promise(() => setTimeout(() => { throw new Error("torn"); }, 1)) }`;
const rejecting = `{ name: "rejecting", needs: () => null, run: () => new Promise(() => void Promise.reject(new Error("torn"))) }`;
const killed = `{ name: "killed", needs: () => null, run: () => new Promise(() => { setInterval(() => 1, 9); process.kill(process.pid, "SIGTERM"); }) }`;

describe("the last line is the sum, and the exit code says the same", () => {
  test.each([
    { what: "all pass", suites: [good, good], last: "6 passed, 0 failed", code: 0 },
    { what: "a test fails", suites: [bad, good], last: "4 passed, 2 failed", code: 1 },
    { what: "a host is missing", suites: [homeless, good], last: "3 passed, 0 failed, 1 skipped", code: 0 },
    { what: "nothing could start", suites: [homeless], last: "0 passed, 0 failed, 1 skipped", code: 1 },
    { what: "a suite throws", suites: [throwing, good], last: "3 passed, 1 failed", code: 1 },
    { what: "a need throws", suites: [unsure, good], last: "3 passed, 1 failed", code: 1 },
    {
      what: "an error nobody waits for",
      suites: [good, exploding, good],
      last: "3 passed, 1 failed",
      code: 1,
    },
    { what: "a rejection nobody waits for", suites: [good, rejecting], last: "3 passed, 1 failed", code: 1 },
    { what: "the run is ended from outside", suites: [good, killed], last: "3 passed, 1 failed", code: 1 },
  ])("$what: $last", ({ suites, last, code }) => {
    const ended = runApart(...suites);
    expect(ended.lines.at(-1)).toBe(last);
    expect(ended.code).toBe(code);
  });

  test("each suite prints its time, and a suite that could not start says why", () => {
    const text = runApart(homeless, good).lines.join("\n");
    expect(text).toContain("homeless could not start: no chromium on the path");
    expect(text).toMatch(/suite good: 3 passed, 0 failed, \d+\.\d s/);
  });

  test("what failed or could not start stands just above it", () => {
    const { lines } = runApart(bad, good, homeless, throwing);
    const end = lines.slice(lines.indexOf("- one of bad"));
    expect(end.slice(0, 3)).toEqual([
      "- one of bad",
      "- another of bad",
      "- homeless could not start: no chromium on the path",
    ]);
    expect(end[3]).toBe("- throwing: Error: torn");
  });
});

describe("vitest's report is counted", () => {
  const report: VitestReport = {
    numPassedTests: 5,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [file("passed", "passed")],
  };
  const unloaded = file("failed");
  // As when what every test of it needs could not be set up.
  const unprepared = file("failed", "skipped", "skipped");
  const failed = file("failed", "failed", "passed");

  test.each([
    { what: "all pass", change: {}, code: 0, tally: { passed: 5, failed: 0, skipped: 0, remarks: [] } },
    {
      what: "coverage too low",
      change: {},
      code: 1,
      tally: { passed: 5, failed: 1, skipped: 0, remarks: ["vitest ended with 1, and no test of it failed"] },
    },
    {
      what: "a file not loaded",
      change: { testResults: [unloaded] },
      code: 1,
      tally: { passed: 5, failed: 1, skipped: 0, remarks: ["some.test.ts: torn"] },
    },
    {
      what: "a file not set up",
      change: { numPendingTests: 2, testResults: [unprepared] },
      code: 1,
      tally: { passed: 5, failed: 1, skipped: 2, remarks: ["some.test.ts: torn"] },
    },
    {
      what: "a failed test",
      change: { numFailedTests: 1, testResults: [failed] },
      code: 1,
      tally: { passed: 5, failed: 1, skipped: 0, remarks: ["some.test.ts: test 0\n1 is not 2"] },
    },
    {
      what: "left out",
      change: { numPendingTests: 1, numTodoTests: 1 },
      code: 0,
      tally: { passed: 5, failed: 0, skipped: 2, remarks: [] },
    },
  ])("$what", ({ change, code, tally }) => {
    expect(tallyOfReport({ ...report, ...change }, code)).toEqual(tally);
  });
});
