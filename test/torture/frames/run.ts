// npm run torture:frames [-- --inputs <n>] [--seed <n>] [--only frames|cards]: a million inputs for the parsers of frames,
// and a million for those of cards.

import { parseArgs } from "node:util";

import { fuzzCards } from "../../native/card/fuzz-cards.ts";
import type { Fuzzed } from "../../native/fuzz-frames.ts";
import { fuzzFrames } from "../../native/fuzz-frames.ts";
import { seedOf } from "../../runs.ts";
import { formatSeconds } from "../../tally.ts";

const { values } = parseArgs({
  options: {
    inputs: { type: "string", default: "1000000" },
    seed: { type: "string" },
    only: { type: "string" },
  },
});
const seed = values.seed === undefined ? seedOf() : Number(values.seed);
const wanted = Number(values.inputs);
const batch = 50_000;

type Fuzz = (seed: number, inputs: number) => Fuzzed | Promise<Fuzzed>;
const parsers: Readonly<Record<string, Fuzz>> = { frames: fuzzFrames, cards: fuzzCards };

/** @returns whether nothing was found, and something was read at all */
async function run(what: string, fuzz: Fuzz): Promise<boolean> {
  const start = performance.now();
  const faults: string[] = [];
  let frames = 0;
  let done = 0;
  while (done < wanted && faults.length === 0) {
    const size = Math.min(batch, wanted - done);
    const fuzzed = await fuzz(seed + done, size);
    frames += fuzzed.frames;
    faults.push(...fuzzed.faults);
    done += size;
  }
  for (const fault of faults) console.log(fault);
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(JSON.stringify({ what, seed, inputs: done, read: frames, faults: faults.length, peakMb }));
  console.log(formatSeconds(performance.now() - start));
  return faults.length === 0 && frames > 0;
}

let holds = true;
for (const [what, fuzz] of Object.entries(parsers))
  if (values.only === undefined || values.only === what) holds = (await run(what, fuzz)) && holds;
process.exitCode = holds ? 0 : 1;
