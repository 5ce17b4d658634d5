import { readAim } from "../../src/scan/aim.ts";
import { classify } from "../../src/scan/classify.ts";
import type { LastScan } from "../../src/scan/repeat-guard.ts";
import { seenAgain } from "../../src/scan/repeat-guard.ts";
import type { ScanRule } from "../../src/scan/scan-rule.ts";
import type { DeviceEvent } from "../../src/scan/device-event.ts";
import type { Frame, FrameEnding } from "./framer.ts";
import type { ReadText } from "./read-text.ts";

/** What all scanners of a desk share: two of them over the same packet are one scan. */
export interface DeskScans {
  readonly rules: readonly ScanRule[];
  readonly repeatMs: number;
  last: LastScan | null;
}

/** Where a frame comes from, and the clocks. */
export interface FrameSource {
  readonly device: string;
  readonly simulated: boolean;
  readonly readText: ReadText;
}

const shownBytesMax = 64;

/**
 * Makes the event of a frame: a scan, or bytes that are none, with the reason.
 *
 * @param now   ms on the clock of the frame
 * @param wall  ms since 1970
 * @returns null when it is the scan before once more
 */
export function eventOfFrame(
  desk: DeskScans,
  source: FrameSource,
  frame: Frame,
  { now, wall }: { readonly now: number; readonly wall: number },
): DeviceEvent | null {
  const { device, simulated } = source;
  const text = source.readText(frame.bytes);
  const reason = reasonOf(frame.ending) ?? (text === null ? "无法识别的字符编码" : null);
  if (text === null || reason !== null) {
    const hex = Buffer.from(frame.bytes.subarray(0, shownBytesMax)).toString("hex");
    return { event: "unreadable", device, at: wall, simulated, reason: reason ?? "", hex };
  }
  const { isRepeat, last } = seenAgain(desk.last, text, now, desk.repeatMs);
  desk.last = last;
  if (isRepeat) return null;
  const read = readAim(text);
  const content = classify(read, desk.rules);
  return {
    event: "scan",
    device,
    at: wall,
    content,
    symbology: read.symbology,
    tookMs: Math.max(0, now - frame.from),
    simulated,
  };
}

function reasonOf(ending: FrameEnding): string | null {
  switch (ending) {
    case "end":
    case "idle":
      return null;
    case "tooLong":
      return "内容过长，已截断";
    case "stray":
      return "起始符之前的字节";
    case "cut":
      return "设备在传输中断开";
  }
}
