import type { Framing } from "../../src/scan/framing.ts";
import { framing as framingShape } from "../../src/scan/framing.ts";
import { openFramer } from "./framer.ts";

/** One chunk of bytes as it came, in ms of any clock. */
export interface Chunk {
  readonly bytes: Uint8Array;
  readonly at: number;
}

export type Learnt =
  | { readonly ok: true; readonly framing: Framing; readonly codes: readonly Uint8Array[] }
  /** 中文: what to do differently. */
  | { readonly ok: false; readonly reason: string };

/** Hands take longer between two codes; no scanner pauses as long within one. */
const betweenMs = 400;
const scansWanted = 3;
const unalike = "三次扫码的格式不一致，请查看扫码设备的设置";
/** Separators within a code, never around it. */
const insideCode = [0x1c, 0x1d, 0x1e, 0x1f];

/**
 * Proposes how a scanner frames its codes, from three scans of whatever is at hand: the control characters that all
 * three begin and end with; a printable sign could be part of the code. The proposal is tried on the very bytes before it
 * is made.
 */
export function learnFraming(chunks: readonly Chunk[]): Learnt {
  const scans = apart(chunks);
  if (scans.length !== scansWanted) {
    return { ok: false, reason: `请间隔半秒以上扫码三次：收到 ${scans.length} 次` };
  }
  const whole = scans.map((scan) => Buffer.concat(scan.map(({ bytes }) => bytes)));
  const heads = whole.map((bytes) => controls(bytes));
  const tails = whole.map((bytes) => controls(bytes.toReversed()).toReversed());
  if (whole.some((bytes, at) => bytes.length === heads[at]?.length)) {
    return { ok: false, reason: "收到的内容只有控制字符，请扫描有内容的条码" };
  }
  const [head = [], ...otherHeads] = heads;
  const [tail = [], ...otherTails] = tails;
  if (otherHeads.some((one) => !isSame(one, head)) || otherTails.some((one) => !isSame(one, tail))) {
    return { ok: false, reason: unalike };
  }
  const parsed = framingShape.safeParse({
    prefix: Buffer.from(head).toString("hex"),
    ends: tail.length === 0 ? [] : [Buffer.from(tail).toString("hex")],
    idleMs: idleMsOf(scans, tail.length > 0),
    bytesMax: 4096,
  });
  if (!parsed.success) return { ok: false, reason: "起始符或结束符过长，请查看扫码设备的设置" };
  const codes = tryOn(parsed.data, chunks);
  const holds = codes.length === scansWanted && codes.every((code, at) => isInside(code, whole[at]));
  return holds ? { ok: true, framing: parsed.data, codes } : { ok: false, reason: unalike };
}

function apart(chunks: readonly Chunk[]): readonly (readonly Chunk[])[] {
  const scans: Chunk[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const chunk of chunks) {
    if (chunk.at - last > betweenMs) scans.push([]);
    scans.at(-1)?.push(chunk);
    last = chunk.at;
  }
  return scans;
}

/** The run of control characters at the start. */
function controls(bytes: Uint8Array): number[] {
  const end = bytes.findIndex((byte) => (byte >= 0x20 && byte !== 0x7f) || insideCode.includes(byte));
  return Array.from(bytes.subarray(0, end < 0 ? bytes.length : end));
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** Where nothing ends a code, silence has to: long enough for the pauses seen within one, and no longer. */
function idleMsOf(scans: readonly (readonly Chunk[])[], hasEnd: boolean): number {
  const pauses = scans.flatMap((scan) => scan.slice(1).map(({ at }, index) => at - (scan[index]?.at ?? at)));
  const longest = Math.max(0, ...pauses);
  return Math.ceil(Math.max(hasEnd ? 200 : 50, longest * 3));
}

function tryOn(framing: Framing, chunks: readonly Chunk[]): readonly Uint8Array[] {
  const framer = openFramer(framing);
  const frames = chunks.flatMap(({ bytes, at }) => framer.feed(bytes, at));
  const rest = framer.idle(Number.POSITIVE_INFINITY);
  return [...frames, ...rest].map(({ bytes }) => bytes);
}

function isInside(code: Uint8Array, whole: Buffer | undefined): boolean {
  return whole?.includes(Buffer.from(code)) === true;
}
