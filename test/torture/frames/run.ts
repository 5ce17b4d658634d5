// npm run torture:frames [-- --inputs <n>] [--seed <n>]: a million inputs for the parsers of frames.

import { parseArgs } from "node:util";

import { fuzzFrames } from "../../native/fuzz-frames.ts";
import { seedOf } from "../../runs.ts";
import { formatSeconds } from "../../tally.ts";

const { values } = parseArgs({
  options: { inputs: { type: "string", default: "1000000" }, seed: { type: "string" } },
});
const seed = values.seed === undefined ? seedOf() : Number(values.seed);
const wanted = Number(values.inputs);
const batch = 50_000;
const start = performance.now();
let frames = 0;
let done = 0;
const faults: string[] = [];
while (done < wanted && faults.length === 0) {
  const size = Math.min(batch, wanted - done);
  const fuzzed = fuzzFrames(seed + done, size);
  frames += fuzzed.frames;
  faults.push(...fuzzed.faults);
  done += size;
}
for (const fault of faults) console.log(fault);
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ seed, inputs: done, frames, faults: faults.length, peakMb }));
console.log(formatSeconds(performance.now() - start));
process.exitCode = faults.length === 0 && frames > 0 ? 0 : 1;
