import { assert, property, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";

import { conditionOf, openAnswerReader } from "../../../native/printer/printer-status.ts";
import { runsOf, seedOf } from "../../runs.ts";

describe("what a printer says of itself", () => {
  const quiet = { 1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12 };
  test.each([
    ["ready", {}, { state: "ready", paperLow: false }],
    ["paper nearly out", { 4: 0x1e }, { state: "ready", paperLow: true }],
    ["paper out by its sensor", { 1: 0x1a, 4: 0x72 }, { state: "paperOut" }],
    ["paper out by its cause", { 1: 0x1a, 2: 0x32 }, { state: "paperOut" }],
    ["cover open", { 1: 0x1a, 2: 0x16 }, { state: "coverOpen" }],
    ["paper out under an open cover", { 1: 0x1a, 2: 0x36, 4: 0x72 }, { state: "paperOut" }],
    ["cutter stuck", { 1: 0x1a, 2: 0x52, 3: 0x1a }, { state: "error" }],
    ["offline by its button", { 1: 0x1a }, { state: "offline" }],
  ])("%s", (_name, answers, condition) => {
    expect(conditionOf({ ...quiet, ...answers })).toEqual(condition);
  });

  test("answers are told apart by their fixed bits, whatever pieces they come in", () => {
    const bytes = Uint8Array.of(0x12, 0x18, 0x00, 0x0c, 0x00, 0x00, 0x11, 0x13, 0x1a);
    const expected = [
      { kind: "realtime", byte: 0x12 },
      { kind: "automatic", condition: { state: "paperOut" } },
      { kind: "inOrder", byte: 0x00 },
      { kind: "realtime", byte: 0x1a },
    ];
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const read = openAnswerReader();
      expect([...read(bytes.subarray(0, cut)), ...read(bytes.subarray(cut))]).toEqual(expected);
    }
  });

  test("noise never holds more than the start of one answer and never throws", () => {
    const read = openAnswerReader();
    assert(
      property(uint8Array({ maxLength: 400 }), (noise) => {
        expect(read(noise).length).toBeLessThanOrEqual(noise.length);
      }),
      { numRuns: runsOf(1000), seed: seedOf() },
    );
  });
});
