// npm run torture [-- --storms <n>] [--steps <n>] [--seed <n>]: kill -9 of the engine, thousands of times.

import { parseArgs } from "node:util";

import { seedOf } from "../runs.ts";
import { formatSeconds, formatTally } from "../tally.ts";
import { runTorture } from "./torture-suite.ts";

const { values } = parseArgs({
  options: {
    storms: { type: "string", default: "2000" },
    steps: { type: "string", default: "150" },
    seed: { type: "string" },
  },
});
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    stop.abort();
  });
const start = performance.now();
const { tally } = await runTorture(
  {
    seed: values.seed === undefined ? seedOf() : Number(values.seed),
    storms: Number(values.storms),
    steps: Number(values.steps),
    plant: null,
    say: console.log,
  },
  stop.signal,
);
console.log(`${formatTally(tally)}, ${formatSeconds(performance.now() - start)}`);
process.exitCode = tally.failed === 0 ? 0 : 1;
