import { expect, test } from "vitest";

import type { Chunk } from "../../../native/scanner/learn-framing.ts";
import { learnFraming } from "../../../native/scanner/learn-framing.ts";

/** Three scans, the bytes of each in two chunks a little apart. */
function scans(texts: readonly string[], pauseMs = 4): Chunk[] {
  return texts.flatMap((text, at) => {
    const bytes = Buffer.from(text, "latin1");
    return [
      { bytes: bytes.subarray(0, 3), at: at * 1500 },
      { bytes: bytes.subarray(3), at: at * 1500 + pauseMs },
    ];
  });
}

test.each([
  ["CR", ["6901\r", "6902\r", "69033\r"], { prefix: "", ends: ["0d"] }],
  ["CR LF", ["6901\r\n", "6901\r\n", "6901\r\n"], { prefix: "", ends: ["0d0a"] }],
  ["STX and ETX", ["\x02A001\x03", "\x02B002\x03", "\x02C003\x03"], { prefix: "02", ends: ["03"] }],
  ["nothing", ["6901234", "6902", "6903"], { prefix: "", ends: [], idleMs: 50 }],
  [
    "GS1 that ends in its separator",
    ["0101\x1d\r", "0102\x1d\r", "0103\x1d\r"],
    { prefix: "", ends: ["0d"] },
  ],
])("three scans teach the framing: %s", (_, texts, framing) => {
  const learnt = learnFraming(scans(texts));
  expect(learnt).toMatchObject({ ok: true, framing });
  const codes = learnt.ok ? learnt.codes.map((code) => Buffer.from(code).toString("latin1")) : [];
  // oxlint-disable-next-line no-control-regex -- these are the ends that are learnt
  expect(codes).toEqual(texts.map((text) => text.replaceAll(/[\x02\x03\r\n]/g, "")));
});

test("pauses within a code are no ends", () => {
  expect(learnFraming(scans(["6901234", "6902345", "6903456"], 60))).toMatchObject({
    ok: true,
    framing: { idleMs: 180 },
  });
});

test.each([
  ["two scans only", ["6901\r", "6902\r"], /收到 2 次/],
  ["ends that differ", ["6901\r", "6902\n", "6903\r6904\r"], /不一致|结束符/],
  ["nothing but ends", ["\r\r\r\r", "\r\r\r\r", "\r\r\r\r"], /只有控制字符/],
])("%s are refused", (_, texts, reason) => {
  const learnt = learnFraming(scans(texts));
  expect(learnt.ok ? "" : learnt.reason).toMatch(reason);
});
