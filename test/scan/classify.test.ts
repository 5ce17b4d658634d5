import { array, assert, constantFrom, integer, nat, oneof, property, string } from "fast-check";
import { describe, expect, test } from "vitest";

import { readAim } from "../../src/scan/aim.ts";
import { holdsCheckDigit } from "../../src/scan/check-digit.ts";
import { classify } from "../../src/scan/classify.ts";
import { gs1Day, parseGs1 } from "../../src/scan/gs1.ts";
import type { ScanContent } from "../../src/scan/scan-content.ts";
import type { ScanRule } from "../../src/scan/scan-rule.ts";
import { runsOf } from "../runs.ts";
import { usualScanRules } from "../../src/scan/usual-devices.ts";

const regional: readonly ScanRule[] = [
  { kind: "prescription", prefix: "CF", lengthMin: 10, lengthMax: 40, digits: false },
  { kind: "makerTraceCode", prefix: "77", lengthMin: 16, lengthMax: 16, digits: true },
  ...usualScanRules,
];

function read(text: string): ScanContent {
  return classify(readAim(text), regional);
}

const gtin = "06901234567892";
const card = "420300|420300199001010000|C0000001|0123|张三|00|3.00|20200101|20300101|T1|D1|";

describe("what a scan says", () => {
  test.each([
    ["8190000000000000001|".slice(0, 19).padEnd(20, "7"), "traceCode"],
    ["6901234567892", "product"],
    ["]E06901234567892", "product"],
    ["96385074", "product"],
    ["]E496385074", "product"],
    ["036000291452", "product"],
    [`]I1${gtin}`, "product"],
    [`]d201${gtin}21S1`, "traceCode"],
    [`01${gtin}10LOT\u001D21S1`, "traceCode"],
    [`(01)${gtin}(17)261200(10)A`, "gs1"],
    [`01${gtin}1726123110AB`, "gs1"],
    ["0".repeat(28), "insuranceQr"],
    [card, "cardString"],
    [card.slice(0, -1), "cardString"],
    ["420300|||| ||||||", "cardString"],
    ["张三|男|汉|19900101|某地|990300199001010000|20200101|20300101|某局|", "idCardString"],
    ["OSV1:ABC", "offlineVoucher"],
    ["CF2026000001", "prescription"],
    ["7712345678901234", "traceCode"],
  ] as const)("%s is %s", (text, kind) => {
    expect(read(text).kind).toBe(kind);
  });

  test.each([
    ["6901234567893", "校验位不符"],
    ["96385075", "校验位不符"],
    [`]d201${gtin.slice(0, -1)}1`, "GS1 内容不完整或校验位不符"],
    ["a|b|c", "读卡字段数不符"],
    ["hello", null],
    [gtin, null],
    ["", null],
    ["]C00", null],
  ])("%s is unknown and shown as it came", (text, reason) => {
    expect(read(text)).toEqual({ kind: "unknown", text: readAim(text).text, reason });
  });

  test("the 28 digits of a token are a token, and 28 digits that GS1 vouches for are not", () => {
    const goods = `01${gtin}1726123110AB`.replace("AB", "12");
    expect(goods).toHaveLength(28);
    expect(read(goods)).toMatchObject({ kind: "gs1", gtin, batch: "12", expiresOn: "2026-12-31" });
    expect(read(`]Q1${"1".repeat(28)}`).kind).toBe("insuranceQr");
    expect(read(`]d2${"1".repeat(28)}`).kind).toBe("unknown");
  });

  test("a trace code in GS1 is the same packet however its other fields stand", () => {
    const written = [
      `]d201${gtin}1726123110B7\u001D21S1`,
      `]C1\u001D21S1\u001D01${gtin}`,
      `(01)${gtin}(10)B7(21)S1`,
    ];
    const codes = written.map((text) => {
      const content = read(text);
      return content.kind === "traceCode" ? content.code : content;
    });
    expect(new Set(codes)).toEqual(new Set([`01${gtin}21S1`]));
  });

  test("a national trace code names its drug by seven digits", () => {
    expect(read("81234567890123456789")).toMatchObject({ form: "national20", drugId: "8123456" });
  });

  test("whatever is scanned, its text is in the answer", () => {
    const piece = constantFrom(
      "01",
      gtin,
      "21",
      "\u001D",
      "|",
      "]d2",
      "6901234567892",
      "OSV1:",
      "(10)",
      "张",
    );
    assert(
      property(array(oneof(piece, string({ maxLength: 6 })), { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        expect(read(text).text).toBe(readAim(text).text);
      }),
      { numRuns: runsOf(1000) },
    );
  });
});

describe("GS1", () => {
  test.each([
    ["01069012345678", "cut short"],
    [`01${gtin}01${gtin}`, "the same field twice"],
    [`01${gtin}10${"A".repeat(21)}`, "too long"],
    [`01${gtin}21`, "nothing in it"],
    [`01${gtin}21张`, "a sign that GS1 has not"],
    ["5551", "no such identifier"],
    [`(01)${gtin}x(9`, "brackets that do not close"],
    ["", "nothing"],
  ])("%s is refused: %s", (text) => {
    expect(parseGs1(text)).toBeNull();
  });

  test.each([
    ["261231", "2026-12-31"],
    ["260200", "2026-02-28"],
    ["280200", "2028-02-29"],
    ["261301", null],
    ["260230", null],
    ["26123", null],
    [undefined, null],
  ])("day %s", (digits, day) => {
    expect(gs1Day(digits)).toBe(day);
  });

  test("one wrong digit is always noticed", () => {
    assert(
      property(nat(12), integer({ min: 1, max: 9 }), (at, by) => {
        const digits = Array.from("6901234567892");
        digits[at] = String((Number(digits[at]) + by) % 10);
        expect(holdsCheckDigit(digits.join(""))).toBe(false);
      }),
    );
  });
});
