// npm run torture:plug [-- --cycles <n>]: pulls a serial cable out of an open port a thousand times. Needs socat.

import { parseArgs } from "node:util";

import { cyclePlugs } from "../../native/plug-cycles.ts";

const { values } = parseArgs({ options: { cycles: { type: "string", default: "1000" } } });
const { cycles, descriptors, resources, wrong, firstScanMs } = await cyclePlugs(Number(values.cycles));
const leaked = descriptors[1] > descriptors[0] || resources[1] > resources[0];
const at = (share: number): number =>
  Math.round(
    firstScanMs[Math.min(firstScanMs.length - 1, Math.floor(firstScanMs.length * share))] ?? Number.NaN,
  );
const firstScan = { medianMs: at(0.5), p99Ms: at(0.99), mostMs: at(1) };
for (const one of wrong) console.log(`not the scan that was made: ${one}`);
console.log(JSON.stringify({ cycles, descriptors, resources, firstScan, wrong: wrong.length }));
process.exitCode = leaked || wrong.length > 0 || firstScan.mostMs >= 1000 ? 1 : 0;
