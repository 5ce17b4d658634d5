import { Readable } from "node:stream";

import { array, assert, asyncProperty, nat, string } from "fast-check";
import { expect, test } from "vitest";

import type { Line } from "../../src/cli/lines.ts";
import { readLines } from "../../src/cli/lines.ts";

async function linesOf(chunks: readonly Uint8Array[], bytesMax?: number): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of readLines(stream(chunks), bytesMax)) lines.push(line);
  return lines;
}

function stream(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  return Readable.from(chunks);
}

function cut(bytes: Buffer, at: readonly number[]): Uint8Array[] {
  const places = [0, ...at.map((place) => place % (bytes.length + 1)), bytes.length].toSorted(
    (a, b) => a - b,
  );
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

test("lines are the same wherever the stream is cut, in any script", async () => {
  const text = array(string({ unit: "grapheme" }).map((one) => one.replaceAll(/[\r\n]/g, "")));
  await assert(
    asyncProperty(text, array(nat()), async (wanted, cuts) => {
      const bytes = Buffer.from(wanted.join("\n"));
      const lines = await linesOf(cut(bytes, cuts));
      const read = lines.map((line) => (line.ok ? line.text : line.reason));
      expect(read).toEqual(wanted.filter((one) => one.trim() !== ""));
      for (const line of lines) expect(wanted[line.number - 1]?.trim()).not.toBe("");
    }),
    { numRuns: 2000 },
  );
});

test("a line past the limit is told and dropped, the next one is read", async () => {
  const bytes = Buffer.from(`${"x".repeat(11)}\n${"y".repeat(10)}\n`);
  for (const cuts of [[], [3, 5, 11], [...bytes.keys()]]) {
    const lines = await linesOf(cut(bytes, cuts), 10);
    expect(lines.map((line) => [line.number, line.ok])).toEqual([
      [1, false],
      [2, true],
    ]);
  }
});

test("a last line too long or not UTF-8 is told as well", async () => {
  expect(await linesOf([Buffer.from("x".repeat(11))], 10)).toMatchObject([{ number: 1, ok: false }]);
  expect(await linesOf([Uint8Array.from([0xe4, 0xbd])])).toMatchObject([{ number: 1, ok: false }]);
});
