import { assert, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";

import { formatResettleCode, readResettleCode } from "../../src/ledger/resettle-code.ts";

const number = integer({ min: 1, max: 2 ** 40 });

describe("the code of a cash sale", () => {
  test("is short, and is read back however it is typed", () => {
    const code = formatResettleCode(1234);
    expect(code).toMatch(/^[0-9A-Z]{3}-[0-9A-Z]{4}$/);
    const typed = [code, code.toLowerCase(), code.replace("-", ""), ` ${code} `, code.replaceAll("0", "O")];
    for (const text of typed) expect(readResettleCode(text)).toBe(1234);
    assert(property(number, (one) => readResettleCode(formatResettleCode(one)) === one));
  });

  test("with one sign wrong or two neighbours changed round is not taken for another's", () => {
    assert(
      property(number, integer({ min: 0, max: 8 }), integer({ min: 1, max: 30 }), (one, place, by) => {
        const signs = Array.from(formatResettleCode(one).replace("-", ""));
        const at = place % signs.length;
        const alphabet = "0123456789ABCDEFGHJKMNPRSTVWXYZ";
        const before = signs[at] ?? "";
        const wrong = signs.with(at, alphabet[(alphabet.indexOf(before) + by) % alphabet.length] ?? "");
        const next = signs[at + 1];
        const swapped = next === undefined ? signs : signs.with(at, next).with(at + 1, before);
        const isSame = swapped.join("") === signs.join("");
        return (
          readResettleCode(wrong.join("")) === null && (isSame || readResettleCode(swapped.join("")) === null)
        );
      }),
    );
  });

  test.each(["", "-", "0", "000-0000", "U00-0010", "补结算", "0".repeat(12), "ZZZZZZZZZZZZ"])(
    "%j is none",
    (text) => {
      expect(readResettleCode(text)).toBeNull();
    },
  );
});
