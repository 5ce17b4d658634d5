import type { Framing } from "../../src/scan/framing.ts";
import { usualFramings } from "../../src/scan/framing.ts";
import { readAim } from "../../src/scan/aim.ts";
import { classify } from "../../src/scan/classify.ts";
import type { Frame } from "../../native/scanner/framer.ts";
import { openFramer } from "../../native/scanner/framer.ts";
import { openHidAssembler } from "../../native/scanner/hid-assembler.ts";
import type { HidLayout } from "../../native/scanner/hid-layout.ts";
import { readHidLayout, usualHidLayout } from "../../native/scanner/hid-layout.ts";
import { openTextReader } from "../../native/scanner/read-text.ts";
import type { Random } from "../oracle/random.ts";
import { randomFrom } from "../oracle/random.ts";
import { codeOf } from "../scan/wedge-streams.ts";
import { continuedDescriptor } from "./hid-reports.ts";
import { usualScanRules } from "../../src/scan/usual-devices.ts";

export interface Fuzzed {
  readonly inputs: number;
  readonly frames: number;
  readonly faults: readonly string[];
}

interface Cutting {
  readonly feed: (chunk: Uint8Array, now: number) => readonly Frame[];
  readonly idle: (now: number) => readonly Frame[];
  readonly cut: () => readonly Frame[];
  readonly held: () => number;
}

const faultsMax = 5;
const read = openTextReader("auto");
const framings: readonly Framing[] = [
  ...Object.values(usualFramings),
  { prefix: "0202", ends: ["0d0a", "0303"], idleMs: null, bytesMax: 16 },
  { prefix: "", ends: ["0d0d0a"], idleMs: null, bytesMax: 64 },
];

/** Feeds the parsers what no scanner should send. Each input has a seed of its own, by which it is made again. */
export function fuzzFrames(seed: number, inputs: number): Fuzzed {
  const faults: string[] = [];
  let frames = 0;
  for (let at = 0; at < inputs && faults.length < faultsMax; at += 1) {
    const own = (seed + at) >>> 0;
    try {
      frames += fuzzOne(randomFrom(own));
    } catch (error) {
      faults.push(`seed ${own}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return { inputs, frames, faults };
}

function fuzzOne(random: Random): number {
  return random.weighed<() => number>([
    [6, () => fuzzStream(random)],
    [3, () => fuzzReports(random)],
    [1, () => fuzzDescriptor(random)],
  ])();
}

function fuzzStream(random: Random): number {
  const framing = random.pick(framings);
  const most = Math.max(framing.bytesMax, 256) + 16;
  return drive(openFramer(framing), random, {
    most,
    frameMax: most,
    chunk: () => bytesOf(random),
  });
}

function fuzzReports(random: Random): number {
  const layout =
    random.pick<HidLayout | null>([usualHidLayout, readHidLayout(continuedDescriptor)]) ?? usualHidLayout;
  const chunk = (): Uint8Array => {
    const bytes = bytesOf(random).slice(0, 64);
    if (bytes.length > 0 && random.chance(0.8)) bytes[0] = 2;
    return bytes;
  };
  return drive(openHidAssembler(layout), random, { most: 16_384 + 64, frameMax: 16_384 + 67, chunk });
}

function fuzzDescriptor(random: Random): number {
  const bytes = random.chance(0.5) ? bytesOf(random) : mutated(random, continuedDescriptor);
  const layout = readHidLayout(bytes);
  if (layout === null) return 0;
  return drive(openHidAssembler(layout), random, {
    most: 16_384 + 4096,
    frameMax: 16_384 + 4099,
    chunk: () => bytesOf(random),
  });
}

/** Nothing is held beyond the limit, no frame is longer, and everything that comes out can be read and classified. */
function drive(
  cutter: Cutting,
  random: Random,
  { most, frameMax, chunk }: { most: number; frameMax: number; chunk: () => Uint8Array },
): number {
  let now = 0;
  let count = 0;
  const look = (frames: readonly Frame[]): void => {
    for (const { bytes, from, to } of frames) {
      if (bytes.length > frameMax) throw new Error(`a frame of ${bytes.length} bytes`);
      if (from > to) throw new Error(`a frame from ${from} to ${to}`);
      const text = read(bytes);
      if (text !== null && classify(readAim(text), usualScanRules).text.length > text.length)
        throw new Error("a longer text");
      count += 1;
    }
  };
  for (let left = random.whole(1, 5); left > 0; left -= 1) {
    look(cutter.feed(chunk(), now));
    if (cutter.held() > most) throw new Error(`${cutter.held()} bytes held`);
    now += random.whole(0, 120);
    if (random.chance(0.3)) look(cutter.idle(now));
  }
  look(cutter.cut());
  if (cutter.held() !== 0) throw new Error("something is held after the end");
  return count;
}

function bytesOf(random: Random): Uint8Array {
  return random.weighed<() => Uint8Array>([
    [4, () => Uint8Array.from({ length: random.whole(0, 40) }, () => random.whole(0, 255))],
    [
      4,
      () => mutated(random, Buffer.from(`${codeOf(random)}${random.pick(["\r", "\n", "\r\n", "\x03", ""])}`)),
    ],
    // Ends, prefixes and halves of them.
    [
      2,
      () =>
        Uint8Array.from({ length: random.whole(1, 30) }, () =>
          random.pick([2, 3, 0x0d, 0x0a, 0x1d, 0x41, 9]),
        ),
    ],
    [1, () => new Uint8Array(random.whole(0, 6000)).fill(random.whole(0, 255))],
  ])();
}

function mutated(random: Random, bytes: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(bytes);
  for (let left = random.whole(0, 3); left > 0 && changed.length > 0; left -= 1) {
    changed[random.whole(0, changed.length - 1)] = random.whole(0, 255);
  }
  return random.chance(0.2) ? changed.slice(0, random.whole(0, changed.length)) : changed;
}
