import { describe, expect, test } from "vitest";

import { openHidAssembler } from "../../../native/scanner/hid-assembler.ts";
import type { HidLayout } from "../../../native/scanner/hid-layout.ts";
import { readHidLayout, usualHidLayout } from "../../../native/scanner/hid-layout.ts";
import { plainDescriptor, continuedDescriptor, reportOf } from "../hid-reports.ts";

const continued = readHidLayout(continuedDescriptor)!;
const plain = readHidLayout(plainDescriptor)!;

function codes(layout: HidLayout, reports: readonly Uint8Array[]): string[] {
  const assembler = openHidAssembler(layout);
  const frames = reports.flatMap((report) => assembler.feed(report, 0));
  return [...frames, ...assembler.idle(1000)].map(({ bytes }) => Buffer.from(bytes).toString("latin1"));
}

describe("the layout of reports", () => {
  test("is read from the descriptor", () => {
    expect(plain).toEqual({ reportId: 2, lengthAt: 1, aimAt: 2, dataAt: 5, dataSize: 56, continued: null });
    expect(continued).toEqual({ ...plain, continued: { at: 61, mask: 1 } });
  });

  test.each([
    ["a keyboard", "05010906a101050719e029e71500250175019508810295017508810 1c0"],
    ["nothing", ""],
    ["cut in the middle of an item", "058c0902a1018502"],
    ["data on half bytes", "058c0902a101850275049501810209fe75089538810 2c0"],
    ["more fields than any device has", "058c09fe7508 97ffffffff 8102"],
  ])("%s has none", (_, hex) => {
    expect(readHidLayout(Buffer.from(hex.replaceAll(" ", ""), "hex"))).toBeNull();
  });
});

describe("reports become codes", () => {
  test("one report, with its symbology", () => {
    expect(codes(plain, [reportOf("6901234567892", { aim: "]E0" })])).toEqual(["]E06901234567892"]);
    expect(codes(plain, [reportOf("6901234567892", { aim: "\0\0\0" })])).toEqual(["6901234567892"]);
  });

  test("a code of several reports, with the sign that it goes on", () => {
    const text = "0123456789".repeat(14);
    const reports = [text.slice(0, 56), text.slice(56, 112), text.slice(112)].map((part, at) =>
      reportOf(part, { aim: "]Q1", flags: at < 2 ? 1 : 0 }),
    );
    expect(codes(continued, reports)).toEqual([`]Q1${text}`]);
  });

  test("a code that fills its last report exactly ends by the sign, and by silence where there is none", () => {
    const text = "A".repeat(56);
    expect(codes(continued, [reportOf(text, { flags: 0 }), reportOf("B", { flags: 0 })])).toEqual([
      text,
      "B",
    ]);
    const assembler = openHidAssembler(plain);
    expect(assembler.feed(reportOf(text), 0)).toEqual([]);
    expect(assembler.deadline()).toBe(60);
    expect(assembler.feed(reportOf("B"), 100)).toHaveLength(2);
  });

  test("without the sign, a full report and the next one at once are one code", () => {
    const text = "A".repeat(56);
    expect(codes(plain, [reportOf(text), reportOf("B")])).toEqual([`${text}B`]);
  });

  test("reports of another kind, and cut ones, are no codes", () => {
    expect(codes(plain, [Uint8Array.of(9, 1, 2), Uint8Array.of(2, 4), new Uint8Array(0)])).toEqual([]);
  });

  test("a length above the report's room takes what is there", () => {
    const report = reportOf("A".repeat(56));
    report[1] = 255;
    expect(codes(usualHidLayout, [report])).toEqual(["A".repeat(56)]);
  });

  test("a code without an end is told once it is longer than any", () => {
    const assembler = openHidAssembler(continued);
    const full = reportOf("A".repeat(56), { flags: 1 });
    const frames = Array.from({ length: 1000 }, () => assembler.feed(full, 0)).flat();
    expect(frames.every(({ ending }) => ending === "tooLong")).toBe(true);
    expect(assembler.held()).toBeLessThanOrEqual(16_384 + 56);
  });
});
