import type { Frame, FrameEnding } from "./framer.ts";
import type { HidLayout } from "./hid-layout.ts";

/** A report as a HID-POS scanner sends it. */
interface HidReport {
  readonly data: Uint8Array;
  /** `]E0`, null where the scanner names no symbology. */
  readonly aim: string | null;
  /** Whether the code goes on; null where the layout has no sign for it. */
  readonly goesOn: boolean | null;
}

/** Puts the reports of one code together. The same shape of answers as the framer of a stream. */
export interface HidAssembler {
  readonly feed: (report: Uint8Array, now: number) => readonly Frame[];
  readonly idle: (now: number) => readonly Frame[];
  readonly deadline: () => number | null;
  readonly cut: () => readonly Frame[];
  readonly held: () => number;
}

/** Between the reports of one code lies a poll of the bus, 1 to 10 ms. */
const goesOnMs = 60;
const codeBytesMax = 16_384;

/**
 * Reads one report.
 *
 * @returns null for a report of another kind (status, trigger) and for one that is cut short
 */
function readHidReport(layout: HidLayout, report: Uint8Array): HidReport | null {
  const { reportId, lengthAt, aimAt, dataAt, dataSize, continued } = layout;
  if (reportId !== null && report[0] !== reportId) return null;
  const room = Math.min(dataSize, report.length - dataAt);
  if (room <= 0) return null;
  const said = lengthAt === null ? null : (report[lengthAt] ?? 0);
  const filled = said ?? lastFilled(report.subarray(dataAt, dataAt + room));
  // A length above the report's room counts the whole code: this report is full, and another follows.
  const size = Math.min(filled, room);
  const aim = aimAt === null ? "" : Buffer.from(report.subarray(aimAt, aimAt + 3)).toString("latin1");
  return {
    data: report.slice(dataAt, dataAt + size),
    aim: /^\][A-Za-z][0-9A-Za-z]$/.test(aim) ? aim : null,
    goesOn:
      continued === null || continued.at >= report.length
        ? null
        : ((report[continued.at] ?? 0) & continued.mask) !== 0,
  };
}

export function openHidAssembler(layout: HidLayout): HidAssembler {
  let parts: Uint8Array[] = [];
  let size = 0;
  let aim: string | null = null;
  let from = 0;
  let to = 0;
  const finish = (ending: FrameEnding): readonly Frame[] => {
    if (size === 0) return [];
    const data = Buffer.concat(parts);
    // The identifier stands before the text, as scanners in the other modes send it.
    const head = aim === null || data.toString("latin1", 0, 3) === aim ? "" : aim;
    const bytes = Uint8Array.from(Buffer.concat([Buffer.from(head, "latin1"), data]));
    parts = [];
    size = 0;
    return [{ bytes, ending, from, to }];
  };
  const idle = (now: number): readonly Frame[] => (size > 0 && now - to >= goesOnMs ? finish("idle") : []);
  return {
    feed: (report, now) => {
      const frames = [...idle(now)];
      const read = readHidReport(layout, report);
      if (read === null || (read.data.length === 0 && size === 0)) return frames;
      if (size === 0) {
        from = now;
        aim = read.aim;
      }
      parts.push(read.data);
      size += read.data.length;
      to = now;
      const isFull = read.data.length === layout.dataSize;
      if (size > codeBytesMax) frames.push(...finish("tooLong"));
      // Without a sign, a full report may be followed by more: silence tells.
      else if (read.goesOn === false || (read.goesOn === null && !isFull)) frames.push(...finish("end"));
      return frames;
    },
    idle,
    deadline: () => (size === 0 ? null : to + goesOnMs),
    cut: () => finish("cut"),
    held: () => size,
  };
}

function lastFilled(data: Uint8Array): number {
  return data.findLastIndex((byte) => byte !== 0) + 1;
}
