import { expect, test } from "vitest";

import { learnWedge } from "../../src/scan/learn-wedge.ts";
import { replay } from "./wedge-replay.ts";
import { keysOf } from "./wedge-streams.ts";

function three(text: string, gapMs: number) {
  return [0, 2000, 5000].flatMap((from) =>
    Array.from(text).flatMap((char, at) => keysOf(char, from + at * gapMs)),
  );
}

test.each([
  ["6901234567892\n", 5, "Enter"],
  ["6901234567892", 12, "none"],
  ["6901234567892\n", 80, "Enter"],
] as const)("three scans of %j every %i ms teach a profile that recognises them", (text, gapMs, suffix) => {
  const profile = learnWedge(three(text, gapMs));
  expect(profile?.suffix).toBe(suffix);
  expect(replay(three(text, gapMs), profile!)).toMatchObject({
    scans: Array(3).fill(text.trim()),
    field: "",
  });
});

test.each([
  ["two scans", three("6901234567892\n", 5).slice(14)],
  ["too short", three("123\n", 5)],
  ["a key that writes nothing", three("69012\b4567892\n", 5)],
  ["nothing", []],
  ["slower than any scanner", three("6901234567892\n", 190)],
])("%s teach nothing", (_, keys) => {
  expect(learnWedge(keys)).toBeNull();
});
