import { assert, constantFrom, nat, property, string } from "fast-check";
import { describe, expect, test } from "vitest";

import { literal, placesOf, spread, wrap } from "../../../src/app/papers/roll-text.ts";
import { seedOf } from "../../runs.ts";

const width = constantFrom<32 | 48>(32, 48);
const seed = seedOf();
const plain = (text: string): string => text.replaceAll(/\p{C}|\s/gu, "");

describe(`texts on paper of a fixed pitch, seed ${seed}`, () => {
  test.each([
    ["abc", 3],
    ["医保", 4],
    ["𠮷a", 3],
    ["", 0],
  ])("%s takes %i places", (text, places) => expect(placesOf(text)).toBe(places));

  test("no line is longer than the paper and no character is lost, whatever the text", () => {
    assert(
      property(string({ unit: "binary", maxLength: 200 }), width, (text, places) => {
        const lines = wrap(text, places);
        expect(lines.filter((line) => placesOf(line) > places)).toEqual([]);
        expect(plain(lines.join(""))).toBe(plain(text));
      }),
      { numRuns: 200, seed },
    );
  });

  test("words, numbers and units stay whole where they fit", () => {
    expect(wrap("硝苯地平控释片 30mg×7片 abc", 18)).toEqual(["硝苯地平控释片", "30mg×7片 abc"]);
    expect(wrap("医保结果，以中心", 8)).toEqual(["医保结", "果，以中", "心"]);
  });

  test("an amount stands whole at the right edge, beside its word or below it", () => {
    expect(spread("现金", "1.00", 12)).toEqual(["现金    1.00"]);
    expect(spread("普通门诊起付累计", "500.00", 18)).toEqual(["普通门诊起付累计", "            500.00"]);
    assert(
      property(string({ unit: "grapheme", maxLength: 60 }), nat(999_999_999), width, (left, yuan, places) => {
        const lines = spread(left, `${yuan}.00`, places);
        expect(lines.at(-1)?.endsWith(`${yuan}.00`)).toBe(true);
        expect(lines.filter((line) => placesOf(line) > places)).toEqual([]);
      }),
      { numRuns: 300, seed },
    );
  });

  test("signs of the markup are only signs in a text", () => {
    expect(literal("a|b {c} -- _x_ \\ ~ ^")).toBe("a\\|b~\\{c\\}~\\-\\-~\\_x\\_~\\\\~\\~~\\^");
  });
});
