import type { Framing } from "../../src/scan/framing.ts";

/**
 * end: closed by one of its ends; idle: by silence; tooLong: above the limit, only its beginning is here; stray: bytes
 * before a prefix; cut: the port closed in the middle.
 */
export type FrameEnding = "end" | "idle" | "tooLong" | "stray" | "cut";

/** One piece of the stream, without prefix and end. */
export interface Frame {
  readonly bytes: Uint8Array;
  readonly ending: FrameEnding;
  /** Of the first and the last byte, in the caller's ms. */
  readonly from: number;
  readonly to: number;
}

/** Cuts a stream of bytes into scans. Time is told by the caller; nothing that was fed is dropped in silence. */
export interface Framer {
  readonly feed: (chunk: Uint8Array, now: number) => readonly Frame[];
  /** To be called at or after `deadline`; before it, nothing happens. */
  readonly idle: (now: number) => readonly Frame[];
  /** When silence ends the scan at hand; null while nothing waits. */
  readonly deadline: () => number | null;
  /** Gives what is left when the port closes. */
  readonly cut: () => readonly Frame[];
  /** Bytes held at this moment; never more than the framing's limit. */
  readonly held: () => number;
}

/** Bytes before a prefix are noise; this much of it is kept to be shown. */
const strayBytesMax = 256;

interface Working {
  readonly ends: readonly Buffer[];
  /** By byte, whether an end can be complete with it: few are, and every byte is asked. */
  readonly isLast: Uint8Array;
  readonly prefix: Buffer;
  readonly idleMs: number | null;
  readonly buffer: Buffer;
  size: number;
  /** Inside a scan, waiting for a prefix, or past the limit and waiting for the end. */
  mode: "inside" | "outside" | "skipping";
  from: number;
  to: number;
}

export function openFramer(framing: Framing): Framer {
  const prefix = Buffer.from(framing.prefix, "hex");
  const isLast = new Uint8Array(256);
  for (const end of framing.ends) isLast[Buffer.from(end, "hex").at(-1) ?? 0] = 1;
  const longestEnd = Math.max(0, ...framing.ends.map((end) => end.length / 2));
  const work: Working = {
    // CR LF before CR: of two ends that both fit, the longer one was meant.
    ends: framing.ends.map((end) => Buffer.from(end, "hex")).toSorted((a, b) => b.length - a.length),
    isLast,
    prefix,
    idleMs: framing.idleMs,
    // An end is recognised in the buffer, so it must have room beside the longest scan.
    buffer: Buffer.alloc(Math.max(framing.bytesMax, strayBytesMax) + longestEnd + prefix.length),
    size: 0,
    mode: prefix.length === 0 ? "inside" : "outside",
    from: 0,
    to: 0,
  };
  return {
    feed: (chunk, now) => {
      // A stalled process is told late of bytes that came after a silence: the silence counts first.
      const frames = endIdle(work, now);
      for (let at = 0; at < chunk.length;) {
        const run = plainRun(work, framing.bytesMax, chunk, at);
        if (run > 0) takeRun(work, chunk.subarray(at, at + run), now);
        else take(work, framing.bytesMax, { byte: chunk[at] ?? 0, now }, frames);
        at += Math.max(1, run);
      }
      return frames;
    },
    idle: (now) => endIdle(work, now),
    deadline: () => (isEmpty(work) || work.idleMs === null ? null : work.to + work.idleMs),
    cut: () => {
      const frames: Frame[] = [];
      close(work, work.mode === "outside" ? "stray" : "cut", work.size, frames);
      return frames;
    },
    held: () => work.size,
  };
}

/** How many bytes from here on end nothing and fit: most of a long code, taken at once. */
function plainRun(work: Working, bytesMax: number, chunk: Uint8Array, at: number): number {
  if (work.mode !== "inside") return 0;
  const most = Math.min(chunk.length - at, bytesMax + longest(work) - work.size - 1);
  let run = 0;
  while (run < most && work.isLast[chunk[at + run] ?? 0] === 0) run += 1;
  return run;
}

function takeRun(work: Working, run: Uint8Array, now: number): void {
  if (isEmpty(work)) work.from = now;
  work.to = now;
  work.buffer.set(run, work.size);
  work.size += run.length;
}

function take(
  work: Working,
  bytesMax: number,
  { byte, now }: { byte: number; now: number },
  frames: Frame[],
): void {
  if (isEmpty(work)) work.from = now;
  work.to = now;
  if (work.mode === "skipping") {
    skip(work, byte);
    return;
  }
  work.buffer[work.size] = byte;
  work.size += 1;
  if (work.mode === "outside") {
    seekPrefix(work, frames);
    return;
  }
  const end = work.isLast[byte] === 1 ? work.ends.find((one) => endsWith(work, one)) : undefined;
  if (end !== undefined) close(work, "end", work.size - end.length, frames);
  else if (work.size >= bytesMax + longest(work)) tooLong(work, bytesMax, frames);
}

function seekPrefix(work: Working, frames: Frame[]): void {
  if (endsWith(work, work.prefix)) {
    const { to } = work;
    close(work, "stray", work.size - work.prefix.length, frames);
    work.mode = "inside";
    work.from = to;
    work.to = to;
  } else if (work.size >= strayBytesMax + work.prefix.length) {
    // The last bytes may be the start of a prefix.
    const keep = Buffer.from(work.buffer.subarray(work.size - work.prefix.length, work.size));
    close(work, "stray", work.size - work.prefix.length, frames);
    keep.copy(work.buffer);
    work.size = keep.length;
    work.from = work.to;
  }
}

/** The beginning is told at once; the rest goes by until the end, or it would look like scans of its own. */
function tooLong(work: Working, bytesMax: number, frames: Frame[]): void {
  const room = longest(work);
  const tail = Buffer.from(work.buffer.subarray(work.size - room, work.size));
  close(work, "tooLong", bytesMax, frames);
  // The first half of an end may just have come.
  tail.copy(work.buffer);
  work.size = room;
  work.mode = "skipping";
}

/** Only as much is kept as an end needs to be recognised. */
function skip(work: Working, byte: number): void {
  const room = longest(work);
  if (room === 0) return;
  if (work.size === room) {
    work.buffer.copyWithin(0, 1, work.size);
    work.size -= 1;
  }
  work.buffer[work.size] = byte;
  work.size += 1;
  if (work.ends.some((end) => endsWith(work, end))) reset(work);
}

function endIdle(work: Working, now: number): Frame[] {
  const frames: Frame[] = [];
  if (work.idleMs === null || isEmpty(work) || now - work.to < work.idleMs) return frames;
  if (work.mode === "skipping") reset(work);
  else close(work, work.mode === "outside" ? "stray" : "idle", work.size, frames);
  return frames;
}

/** Nothing between two ends is no scan: CR and LF of a scanner that sends both. */
function close(work: Working, ending: FrameEnding, size: number, frames: Frame[]): void {
  if (size > 0 && work.mode !== "skipping") {
    frames.push({
      bytes: Uint8Array.from(work.buffer.subarray(0, size)),
      ending,
      from: work.from,
      to: work.to,
    });
  }
  reset(work);
}

function reset(work: Working): void {
  work.size = 0;
  work.mode = work.prefix.length === 0 ? "inside" : "outside";
}

function isEmpty({ size, mode, prefix }: Working): boolean {
  return size === 0 && mode !== "skipping" && (mode === "outside" || prefix.length === 0);
}

function longest({ ends }: Working): number {
  return ends[0]?.length ?? 0;
}

function endsWith({ buffer, size }: Working, wanted: Buffer): boolean {
  const from = size - wanted.length;
  if (from < 0) return false;
  for (let at = 0; at < wanted.length; at += 1) if (buffer[from + at] !== wanted[at]) return false;
  return true;
}
