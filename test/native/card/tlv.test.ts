import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { readTlv } from "../../../native/card/tlv.ts";
import { seedOf } from "../../runs.ts";

const hex = (text: string): Uint8Array => Buffer.from(text.replaceAll(" ", ""), "hex");
const read = (text: string): string[] | null => {
  const result = readTlv(hex(text));
  return result.ok
    ? result.items.map(({ tag, value }) => `${tag.toString(16)}:${Buffer.from(value).toString("hex")}`)
    : null;
};

describe("BER-TLV of a card", () => {
  test.each([
    ["09 04 d5c5c8fd", ["9:d5c5c8fd"]],
    ["01 01 aa 02 00", ["1:aa", "2:"]],
    ["5f20 01 41", ["5f20:41"]],
    ["5f8101 01 41", ["5f8101:41"]],
    [`04 81 80${"ab".repeat(128)}`, [`4:${"ab".repeat(128)}`]],
    [`04 82 0100${"ab".repeat(256)}`, [`4:${"ab".repeat(256)}`]],
    ["09 01 41 ffff00", ["9:41"]],
    ["", []],
    ["0000ff", []],
  ])("%s", (text, items) => {
    expect(read(text)).toEqual(items);
  });

  test.each([
    ["09 04 d5c5c8", "cut short"],
    ["09", "no length"],
    ["09 81", "no second byte of a length"],
    ["09 82 01", "no third"],
    ["09 80 41 0000", "an open end"],
    [`09 81 7f${"00".repeat(127)}`, "a length longer than it need be"],
    [`09 82 00ff${"00".repeat(255)}`, "the same in two bytes"],
    ["09 83 000001 41", "a length of three bytes"],
    ["09 84 ffffffff", "of four"],
    ["00 01 41", "a fill byte with something behind it"],
    ["5f", "half a tag"],
    ["5f 80 01 00", "a tag that begins with zeros"],
    ["5f 1e 00", "a short tag written long"],
    ["5f 81 82 01 00", "a tag of four bytes"],
    ["01 00".repeat(65), "too many"],
    ["ab".repeat(4097), "too long"],
  ])("%s is refused: %s", (text) => {
    expect(read(text)).toBeNull();
  });

  test("whatever comes is read within its bounds or refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const result = readTlv(bytes);
        const length = result.ok ? result.items.reduce((sum, { value }) => sum + value.length + 2, 0) : 0;
        expect(length).toBeLessThanOrEqual(bytes.length);
      }),
      { seed: seedOf(), numRuns: 20_000 },
    );
  });
});
