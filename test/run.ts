// npm test: every suite, one after the other.

import { join } from "node:path";

import { runSuites } from "./run-suites.ts";
import { runHosts, testsOfHosts } from "./hosts.ts";
import { chromiumNeeds } from "./renderer/chromium.ts";
import { electronNeeds } from "./electron/electron-needs.ts";
import { runVitestSuite } from "./unit-suite.ts";
import { seedOf } from "./runs.ts";
import { quickSize, runTorture } from "./torture/torture-suite.ts";

const root = join(import.meta.dirname, "..");
const nothing = (): null => null;

/** What shows that no branch of what decides about money is without a test: apart from the rest, for measuring slows it down. */
const moneyTests = ["test/base", "test/rules", "test/settle", "test/oracle"];
/** Long runs of what those have shown already. */
const longProperties = "test/settle/properties*.test.ts";
/** What the suite `unit` leaves to others. */
const apart = [
  "test/{base,rules,oracle}/**",
  "test/settle/!(properties*)",
  "test/renderer/**",
  "test/electron/**",
  "test/simulate/**",
  ...testsOfHosts.map((path) => (path.endsWith("/") ? `${path}**` : path)),
];
const withoutHosts = apart.flatMap((path) => ["--exclude", path]);

await runSuites([
  {
    name: "check",
    needs: nothing,
    run: async () => {
      // Loaded here, so that a check that cannot even be loaded is counted and the other suites still run.
      const { runChecks } = await import("./check/run.ts");
      return await runChecks(root);
    },
  },
  {
    name: "money",
    needs: nothing,
    run: async (stopped) =>
      await runVitestSuite(root, ["--coverage", ...moneyTests, "--exclude", longProperties], stopped),
  },
  {
    name: "unit",
    needs: nothing,
    run: async (stopped) => await runVitestSuite(root, withoutHosts, stopped),
  },
  {
    name: "hosts",
    needs: nothing,
    run: async (stopped) => await runHosts(root, stopped),
  },
  {
    name: "desk",
    needs: chromiumNeeds,
    // Every one keeps a browser, an engine and itself busy: a scanner's keys have to come in time between them.
    run: async (stopped) => await runVitestSuite(root, ["test/renderer", "--maxWorkers=2"], stopped),
  },
  {
    name: "simulate",
    needs: nothing,
    run: async (stopped) => await runVitestSuite(root, ["test/simulate"], stopped),
  },
  {
    name: "electron",
    needs: electronNeeds,
    run: async (stopped) => await runVitestSuite(root, ["test/electron", "--no-file-parallelism"], stopped),
  },
  {
    name: "torture",
    needs: nothing,
    run: async (stopped) => {
      const size = { ...quickSize, seed: seedOf(), plant: null, say: console.log };
      return (await runTorture(size, stopped)).tally;
    },
  },
  // Suites that need a host (a browser, an Electron) join here, each with what it needs.
]);
