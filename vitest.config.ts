import { availableParallelism } from "node:os";

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/centre/embedded-template.ts"],
    // Seeds of generated bills and measured times are part of the result: they are shown as they come.
    silent: false,
    // Tests wait for browsers, disks and processes a third of their time: with one for each core, cores would be idle.
    maxWorkers: availableParallelism() + 1,
    // Far beyond what they take: for what hangs, not for what is slow on a busy machine.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    // What is waited for comes when the machine has time for it; what never comes is told all the same.
    expect: { poll: { timeout: 30_000 } },
    coverage: {
      provider: "v8",
      include: ["src/base/**/*.ts", "src/rules/**/*.ts", "src/settle/**/*.ts"],
      // A summary for the run, and below it only the files that are not covered whole.
      reporter: ["text-summary", ["text", { skipFull: true }]],
      reportsDirectory: "coverage",
      // What decides about money has no branch that no test has taken.
      thresholds: { branches: 100, functions: 100, lines: 100, statements: 100 },
    },
  },
});
