import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { fromBase45, toBase45 } from "../../src/base/base45.ts";

describe("base45", () => {
  test.each([
    ["AB", "BB8"],
    ["Hello!!", "%69 VD92EX0"],
    ["base-45", "UJCLQE7W581"],
    ["ietf!", "QED8WEX0"],
    ["", ""],
  ])("RFC 9285: %j is %j", (plain, text) => {
    expect(toBase45(Buffer.from(plain))).toBe(text);
    expect(Buffer.from(fromBase45(text) ?? "").toString()).toBe(plain);
  });

  test.each([
    ["GGW", "65,536 does not fit two bytes"],
    [":::", "nor does the largest group"],
    ["V5", "256 does not fit one byte"],
    ["::", "nor the largest pair"],
    ["BB8B", "one character over"],
    ["B", "a character alone"],
    ["bb8", "small letters"],
    ["BB,", "a character of no value"],
    ["BB汉", "nothing but the 45"],
  ])("%j is refused: %s", (text) => {
    expect(fromBase45(text)).toBeNull();
  });

  test("255 and 65,535 are the largest that fit", () => {
    expect(fromBase45("U5")).toEqual(Uint8Array.of(255));
    expect(fromBase45("FGW")).toEqual(Uint8Array.of(255, 255));
  });

  test("any bytes come back, and any text that is read is the one that is written", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(fromBase45(toBase45(bytes))).toEqual(bytes);
      }),
    );
    const alphabet = Array.from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:");
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 40 }), (characters) => {
        const text = characters.join("");
        const bytes = fromBase45(text);
        expect(bytes === null ? text : toBase45(bytes)).toBe(text);
      }),
    );
  });
});
