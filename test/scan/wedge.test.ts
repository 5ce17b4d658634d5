import { describe, expect, test } from "vitest";

import { gs } from "../../src/scan/gs1.ts";
import { wedgeAtRest, wedgeDeadline, wedgeIdle, wedgeKey } from "../../src/scan/wedge.ts";
import type { WedgeKey } from "../../src/scan/wedge-key.ts";
import { charOf } from "../../src/scan/wedge-key.ts";
import type { WedgeProfile } from "../../src/scan/wedge-profile.ts";
import { randomFrom } from "../oracle/random.ts";
import { runsOf, seedOf } from "../runs.ts";
import { replay, senseOf } from "./wedge-replay.ts";
import { keysOf, makeStream } from "./wedge-streams.ts";
import { usualWedgeProfile } from "../../src/scan/usual-devices.ts";

const usual = usualWedgeProfile;
const withoutEnter: WedgeProfile = { ...usual, suffix: "none" };

/** A text as keys at an even pace. */
function keys(text: string, from: number, gapMs: number, inputMethod = false): WedgeKey[] {
  return Array.from(text).flatMap((char, at) => keysOf(char, from + at * gapMs, inputMethod));
}

describe("a scanner that types is told from a typist", () => {
  test.each([
    ["a product", "6901234567892\n", 5],
    ["leading zeros", "0012345678905\n", 5],
    ["an EAN-8 at 25 ms", "96385074\n", 25],
    ["a scanner of 30 ms", "6901234567892\n", 31],
    ["letters and signs of both cases", "CF-2026|Abc(1):9\n", 8],
    ["a separator of GS1 fields", `010690123456789210A1${gs}21S\n`, 4],
    ["a short read", "12\n", 10],
    ["a code that nobody knows", "ZZ99Q71\n", 12],
  ])("%s", (_, text, gapMs) => {
    expect(replay(keys(text, 100, gapMs), usual)).toMatchObject({ scans: [text.slice(0, -1)], field: "" });
  });

  test.each([
    ["a word", "aspirin\n", 67],
    ["three letters at a scanner's pace but without an end", "abc", 8],
    ["one digit and Enter, which no code is", "7\n", 8],
    ["a field left by Tab", "12\t", 90],
  ])("%s stays typed", (_, text, gapMs) => {
    const { scans, field } = replay(keys(text, 100, gapMs), usual);
    expect(scans).toEqual([]);
    expect(field).toBe(text);
  });

  test("a missing Enter: silence ends the scan, and the next one stands alone", () => {
    const two = [...keys("6901234567892", 0, 6), ...keys("0012345678905", 400, 6)];
    expect(replay(two, usual).scans).toEqual(["6901234567892", "0012345678905"]);
    expect(replay(two, withoutEnter).scans).toEqual(["6901234567892", "0012345678905"]);
  });

  test("several scans in a row, without a pause between them", () => {
    const codes = ["6901234567892", "96385074", "81234567890123456789", "ABC123"];
    expect(replay(keys(`${codes.join("\n")}\n`, 0, 7), usual)).toMatchObject({ scans: codes, field: "" });
  });

  test("a letter typed right before and right after a scan is given back", () => {
    const stream = [...keys("a", 0, 1), ...keys("6901234567892", 30, 6), ...keys("b", 138, 1)];
    const { scans, field } = replay(stream, usual);
    expect(scans).toEqual(["6901234567892"]);
    expect(field).toBe("ab");
  });

  test("an Enter that comes after silence has ended the scan does not press the button in focus", () => {
    const stream = [...keys("6901234567892", 0, 6), ...keysOf("\n", 72 + 110)];
    expect(replay(stream, usual)).toMatchObject({ scans: ["6901234567892"], field: "" });
  });

  test("a window that was busy loses nothing: timers ring before the keys that wait", () => {
    const sense = senseOf(usual);
    let state = wedgeAtRest;
    const scans: string[] = [];
    for (const [at, key] of keys("6901234567892\n", 0, 8).entries()) {
      // In the middle of the scan the clock is 300 ms ahead of the keys, and the timer rings once.
      if (at === 7) ({ state } = wedgeIdle(state, 300, sense));
      const step = wedgeKey(state, key, sense);
      ({ state } = step);
      scans.push(...step.outcomes.flatMap((one) => (one.kind === "scan" ? [one.text] : [])));
    }
    expect(scans).toEqual(["6901234567892"]);
  });

  test("a scanner that prefixes its codes is known by that, however slow", () => {
    const profile: WedgeProfile = { ...usual, gapMsMax: 120, meanMsMax: 120, prefix: "~" };
    const slow = Array.from("~12345\n").flatMap((char, at) =>
      char === "~"
        ? [{ ...keysOf("a", 0)[0]!, key: "~", code: "Backquote", shiftKey: true }]
        : keysOf(char, at * 85),
    );
    expect(replay(slow, profile)).toMatchObject({ scans: ["12345"], field: "" });
    expect(replay(keys("6901234567892\n", 0, 5), profile)).toMatchObject({ scans: [] });
  });

  test("a slow scanner without a prefix is told by its code and its clockwork", () => {
    const profile: WedgeProfile = { ...usual, gapMsMax: 110, meanMsMax: 90 };
    expect(replay(keys("6901234567892\n", 0, 80), profile).scans).toEqual(["6901234567892"]);
    expect(replay(keys("69012345678ab\n", 0, 80), profile)).toMatchObject({
      scans: [],
      field: "69012345678ab\n",
    });
  });

  test("a key held down is no scan", () => {
    const held = Array.from({ length: 30 }, (_, at) => ({ ...keysOf("1", at * 30)[0]!, repeat: at > 0 }));
    expect(replay(held, usual)).toMatchObject({ scans: [], field: "1".repeat(30) });
  });

  test("silence is waited for only while something may come of it", () => {
    const sense = senseOf(usual);
    expect(wedgeDeadline(wedgeAtRest, sense)).toBeNull();
    const { state } = wedgeKey(wedgeAtRest, keysOf("a", 10)[0]!, sense);
    expect(wedgeDeadline(state, sense)).toBe(50);
    const second = wedgeIdle(wedgeIdle(state, 50, sense).state, 54, sense);
    expect(second.outcomes).toHaveLength(1);
    expect(wedgeDeadline(second.state, sense)).toBeNull();
  });
});

describe("under a Chinese input method", () => {
  test("keys are read by their place on the keyboard, and what it took is to be taken back", () => {
    const { scans, field } = replay(keys("CF-0012|a(3):9\n", 0, 6, true), usual);
    expect(scans).toEqual(["CF-0012|a(3):9"]);
    expect(field).toBe("");
  });

  test("full-width signs and Caps Lock", () => {
    const [one] = keysOf("1", 0);
    expect(charOf({ ...one!, key: "１" })).toBe("1");
    expect(charOf({ ...keysOf("a", 0, true)[0]!, capsLock: true })).toBe("A");
    expect(charOf({ ...one!, key: "中", code: "" })).toBe("中");
  });
});

describe("at a counter, codes between words", () => {
  const shapes = [
    { name: "Enter", enter: true, inputMethod: false, profile: usual },
    { name: "Enter, input method on", enter: true, inputMethod: true, profile: usual },
    { name: "no Enter", enter: false, inputMethod: false, profile: withoutEnter },
    { name: "no Enter, input method on", enter: false, inputMethod: true, profile: withoutEnter },
    { name: "timers late", enter: true, inputMethod: false, profile: usual, lateMs: 300 },
  ];
  test.each(shapes)("$name: of 1,000 scans 999 are recognised, and nothing typed is lost", (shape) => {
    const seed = seedOf();
    const random = randomFrom(seed);
    const streams = runsOf(800);
    let scanned = 0;
    let found = 0;
    let surplus = 0;
    for (let at = 0; at < streams; at += 1) {
      const wordsPerMinute = random.whole(20, 180);
      const stream = makeStream(random, { ...shape, wordsPerMinute });
      const got = replay(stream.keys, shape.profile, shape.lateMs ?? 0);
      const where = `ONESTOP_SEED=${seed}, stream ${at}, ${wordsPerMinute} wpm`;
      expect({ where, field: got.field }).toEqual({ where, field: stream.typed });
      scanned += stream.scans.length;
      found += got.scans.filter((code, index) => code === stream.scans[index]).length;
      surplus += Math.max(0, got.scans.length - stream.scans.length);
    }
    console.log(`wedge, ${shape.name}: ${found} of ${scanned} scans, seed ${seed}`);
    expect(surplus).toBe(0);
    expect(found / scanned).toBeGreaterThanOrEqual(0.999);
  });
});
