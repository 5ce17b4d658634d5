import type { DeviceEvent } from "../../src/scan/device-event.ts";
import type { DeviceLook } from "../../src/scan/device-look.ts";
import type { WedgeKey } from "../../src/scan/wedge-key.ts";
import { charOf, isModifier, suffixOf } from "../../src/scan/wedge-key.ts";

type Frame = Extract<DeviceLook, { report: "frame" }>;
export type Told = Exclude<DeviceEvent, { event: "state" }>;

/** One scan as it was seen at a port: the bytes, what was cut out of them, what it was taken for. */
export interface SeenAtPort {
  readonly by: "port";
  readonly key: number;
  readonly device: string;
  readonly hex: string;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly frames: readonly Frame[];
  readonly told: readonly Told[];
}

/** One scan as it was typed. */
export interface SeenTyped {
  readonly by: "keys";
  readonly key: number;
  readonly text: string;
  readonly pace: Pace | null;
}

export type Seen = SeenAtPort | SeenTyped;

export interface Pace {
  readonly meanMs: number;
  readonly longestMs: number;
  readonly totalMs: number;
  readonly suffix: "Enter" | "Tab" | null;
}

/** Hands take longer between two codes; what comes sooner belongs to the same one. */
const apartMs = 300;
const seenMax = 20;

/** Newest first; the oldest is forgotten. */
export function withSeen(seen: readonly Seen[], one: DeviceEvent | DeviceLook): readonly Seen[] {
  if ("event" in one && one.event === "state") return seen;
  const at = seen.findIndex((entry) => entry.by === "port" && entry.device === one.device);
  const open = seen[at];
  const entry = open?.by === "port" && !isNew(open, one) ? open : null;
  if (entry === null) return [added(nothingYet(seen, one.device), one), ...seen].slice(0, seenMax);
  return seen.with(at, added(entry, one));
}

export function withTyped(seen: readonly Seen[], text: string, pace: Pace | null): readonly Seen[] {
  return [{ by: "keys" as const, key: nextKey(seen), text, pace }, ...seen].slice(0, seenMax);
}

/** How fast the keys of a scan came. @param at  of its last sign; the key that ends it comes after */
export function paceOf(keys: readonly WedgeKey[], at: number, length: number): Pace | null {
  const own = keys.filter((key) => !isModifier(key));
  const upTo = own.filter(({ timeStamp }) => timeStamp <= at);
  const after = own.find(({ timeStamp }) => timeStamp > at);
  const suffix = after === undefined ? null : suffixOf(after);
  const typed = upTo.filter((key) => charOf(key) !== null).slice(-length);
  const gaps = typed.slice(1).map((key, index) => key.timeStamp - (typed[index]?.timeStamp ?? 0));
  if (gaps.length === 0) return null;
  const totalMs = gaps.reduce((sum, gap) => sum + gap, 0);
  return { meanMs: totalMs / gaps.length, longestMs: Math.max(...gaps), totalMs, suffix };
}

function nothingYet(seen: readonly Seen[], device: string): SeenAtPort {
  return {
    by: "port",
    key: nextKey(seen),
    device,
    hex: "",
    fromMs: null,
    toMs: null,
    frames: [],
    told: [],
  };
}

function nextKey(seen: readonly Seen[]): number {
  return (seen[0]?.key ?? 0) + 1;
}

/** Bytes after a silence are another scan; so is what was told without any, by a reader that gives no bytes. */
function isNew({ toMs, told }: SeenAtPort, one: DeviceEvent | DeviceLook): boolean {
  if ("event" in one) return toMs === null && told.length > 0;
  return one.report === "bytes" && toMs !== null && one.ms - toMs > apartMs;
}

function added(entry: SeenAtPort, one: DeviceEvent | DeviceLook): SeenAtPort {
  if ("event" in one) return one.event === "state" ? entry : { ...entry, told: [...entry.told, one] };
  if (one.report === "frame") return { ...entry, frames: [...entry.frames, one] };
  return { ...entry, hex: entry.hex + one.hex, fromMs: entry.fromMs ?? one.ms, toMs: one.ms };
}
