import { assert, constantFrom, property, string } from "fast-check";
import { describe, expect, test } from "vitest";

import { rollBytes, rollSvg } from "../../../src/app/papers/render-roll.ts";
import { openRoll } from "../../../src/app/papers/roll.ts";
import { readEscPos } from "../../../native/fake/esc-pos-reader.ts";
import { seedOf } from "../../runs.ts";
import { textsOf } from "./texts-of.ts";

const seed = seedOf();

/** Names of people and drugs with characters of two and of four bytes, and signs that mean something to the markup. */
const odd = '张𠮷䶮㐀𫖯 阿莫西林 0.25μg×10粒 | {x} `^^_~\\"-';

describe(`a paper for the printer and for the screen, seed ${seed}`, () => {
  test("text goes out as real GB18030, with the characters of four bytes", () => {
    const roll = openRoll(48);
    roll.text(odd);
    const bytes = rollBytes(roll.source(), 48);
    for (const [character, hex] of [
      ["𠮷", "9534b235"],
      ["䶮", "fe9f"],
      ["㐀", "8139ee39"],
      ["𫖯", "9838f537"],
      ["阿", "b0a2"],
    ] as const) {
      expect(new TextDecoder("gb18030").decode(Buffer.from(hex, "hex"))).toBe(character);
      expect(Buffer.from(bytes).toString("hex")).toContain(hex);
    }
    expect(readEscPos(bytes).text.replaceAll(" ", "")).toContain(odd.replaceAll(" ", ""));
  });

  test("what the printer prints is what the picture shows, whatever is written on it", () => {
    assert(
      property(
        string({ unit: "grapheme", maxLength: 80 }),
        string({ unit: "binary", maxLength: 80 }),
        constantFrom<32 | 48>(32, 48),
        (one, other, width) => {
          const roll = openRoll(width);
          roll.title(one);
          roll.mark(other);
          roll.rule();
          roll.text(other, { indent: 2 });
          roll.pair(one, "12.50", { strong: true });
          roll.sum("现金支付", "-1234.56");
          const source = roll.source();
          const printed = readEscPos(rollBytes(source, width));
          expect(printed.unknown).toEqual([]);
          const lines = printed.text.split("\n").map((line) => line.replaceAll(/[ \u00a0]/g, ""));
          const drawn = textsOf(rollSvg(source, width)).map((line) => line.replaceAll(/[ \u00a0]/g, ""));
          // The rule is a line of dashes on paper and a stroke in the picture; a name may be dashes too.
          expect(lines.filter((line) => line !== "" && line !== "-".repeat(width))).toEqual(
            drawn.filter((line) => line !== ""),
          );
        },
      ),
      { numRuns: 60, seed },
    );
  });

  test("the same source gives the same bytes, which end with the cut and ask the printer nothing", () => {
    const roll = openRoll(32);
    roll.mark("脱机暂记，非医保结算凭证");
    roll.rule();
    roll.qr("2024051010000000000000001");
    const source = roll.source();
    expect(rollSvg(source, 32)).toBe(rollSvg(source, 32));
    expect(rollSvg(source, 32)).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
    const bytes = Buffer.from(rollBytes(source, 32));
    expect(bytes).toEqual(Buffer.from(rollBytes(source, 32)));
    const printed = readEscPos(bytes);
    expect(printed.cuts).toBe(1);
    expect(printed.questions).toBe(0);
    expect(printed.pictures).toBe(1);
    expect(printed.text).toContain("-".repeat(32));
  });

  test("a sum that is too long to be wide stays whole", () => {
    for (const amount of ["0.00", "-99999999.99", "9999999999.99", "-9999999999.99"]) {
      const roll = openRoll(32);
      roll.sum("现金支付", amount);
      const [line = ""] = textsOf(rollSvg(roll.source(), 32));
      expect(line.replaceAll("\u00a0", "")).toBe(`现金支付${amount}`);
    }
  });
});
