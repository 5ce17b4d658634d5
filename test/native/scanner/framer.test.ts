import { describe, expect, test } from "vitest";

import type { Framing } from "../../../src/scan/framing.ts";
import { usualFramings } from "../../../src/scan/framing.ts";
import type { Frame } from "../../../native/scanner/framer.ts";
import { openFramer } from "../../../native/scanner/framer.ts";

const small: Framing = { prefix: "", ends: ["0d0a"], idleMs: null, bytesMax: 16 };

function shown(frames: readonly Frame[]): string[] {
  return frames.map(({ bytes, ending }) => `${ending} ${Buffer.from(bytes).toString("latin1")}`);
}

/** All that a framer says to bytes fed whole, and the rest at the end. */
function framesOf(framing: Framing, text: string): string[] {
  const framer = openFramer(framing);
  return shown([...framer.feed(Buffer.from(text, "latin1"), 0), ...framer.idle(10_000), ...framer.cut()]);
}

describe("a stream is cut into codes", () => {
  test.each([
    ["anyLineEnd", "A\rB\nC\r\nD", ["end A", "end B", "end C", "idle D"]],
    ["cr", "A\rB\n\r", ["end A", "end B\n"]],
    ["lf", "A\nB\n", ["end A", "end B"]],
    ["crlf", "A\r\nB\rC\r\n", ["end A", "end B\rC"]],
    ["tab", "A\tB\t", ["end A", "end B"]],
    ["stxEtx", "\x02A\x03\x02B\rC\x03", ["end A", "end B\rC"]],
    ["stxEtx", "noise\x02A\x03more", ["stray noise", "end A", "stray more"]],
    ["stxEtx", "\x02cut", ["idle cut"]],
    ["idle", "A\rB", ["idle A\rB"]],
    ["anyLineEnd", "01\x1d10A\x1d21B\r", ["end 01\x1d10A\x1d21B"]],
    ["anyLineEnd", "\r\n\r\n", []],
  ] as const)("%s: %j", (name, text, frames) => {
    expect(framesOf(usualFramings[name], text)).toEqual(frames);
  });

  test("however the bytes are split, the codes are the same", () => {
    const bytes = Buffer.from("\x026901\x1d234\x03xx\x02\x03\x02last\x03", "latin1");
    const whole = shown(openFramer(usualFramings.stxEtx).feed(bytes, 0));
    const framer = openFramer(usualFramings.stxEtx);
    const single = shown([...bytes].flatMap((byte) => framer.feed(Uint8Array.of(byte), 0)));
    expect(single).toEqual(whole);
    expect(whole).toEqual(["end 6901\x1d234", "stray xx", "end last"]);
  });

  test("silence ends a code: told by the clock, or by bytes that come after it", () => {
    const framer = openFramer(usualFramings.idle);
    framer.feed(Buffer.from("AB"), 100);
    expect(framer.deadline()).toBe(150);
    expect(framer.idle(149)).toEqual([]);
    expect(shown(framer.feed(Buffer.from("CD"), 151))).toEqual(["idle AB"]);
    expect(shown(framer.idle(201))).toEqual(["idle CD"]);
    expect(framer.deadline()).toBeNull();
  });

  test("a frame knows when its first and last byte came", () => {
    const framer = openFramer(usualFramings.cr);
    framer.feed(Buffer.from("A"), 10);
    expect(framer.feed(Buffer.from("B\r"), 30)).toMatchObject([{ from: 10, to: 30 }]);
  });

  test("a code as long as allowed is whole; a longer one is told, and the next one stands alone", () => {
    expect(framesOf(small, `${"A".repeat(16)}\r\nB\r\n`)).toEqual([`end ${"A".repeat(16)}`, "end B"]);
    expect(framesOf(small, `${"A".repeat(40)}\r\nB\r\n`)).toEqual([`tooLong ${"A".repeat(16)}`, "end B"]);
    // The limit falls between the two bytes of the end.
    expect(framesOf(small, `${"A".repeat(17)}\r\nB\r\n`)).toEqual([`tooLong ${"A".repeat(16)}`, "end B"]);
  });

  test("a port that closes in the middle of a code says so", () => {
    const framer = openFramer(usualFramings.cr);
    framer.feed(Buffer.from("690"), 0);
    expect(shown(framer.cut())).toEqual(["cut 690"]);
    expect(framer.held()).toBe(0);
  });
});
