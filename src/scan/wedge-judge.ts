import type { WedgeKey } from "./wedge-key.ts";
import type { WedgeProfile } from "./wedge-profile.ts";

/** Keys that followed each other closely, each with its sign and whether it is still held back. */
export type Burst = readonly { readonly key: WedgeKey; readonly char: string; readonly held: boolean }[];

/** The part of a burst that is a scan. */
export interface Judged {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface JudgeBy {
  /** Whether the key came that the scanner sends after a code. */
  readonly ended: boolean;
  readonly profile: WedgeProfile;
  readonly known: (text: string) => boolean;
}

/** Up to this mean wait, a few keys and an Enter are no typing: ten fingers that fast do not exist. */
const shortMeanMs = 15;
const middleMeanMs = 25;
/** Above it scanners are as slow as typists, and only the code itself can tell. */
const slowMeanMs = 40;
/** No two keys of a typist follow each other faster; a bus that is busy makes one of a scanner's late by less. */
const typistMsMin = 22;
/** As many keys of a typist as may stick to a scan at either side. */
const strangersMax = 2;

/**
 * Whether a burst is a scan, as a whole or without a typist's keys at its ends. Its pace has to be a scanner's; what it
 * says decides where pace alone does not.
 *
 * @returns null when it is typing
 */
export function judge(burst: Burst, by: JudgeBy): Judged | null {
  if (burst.length < 2) return prefixed(burst, by);
  if (by.profile.prefix !== "") return prefixed(burst, by);
  const whole = { from: 0, to: burst.length, text: textOf(burst) };
  if (by.known(whole.text)) return hasPace(burst, by, true) ? whole : null;
  for (const part of parts(burst.length)) {
    const inside = burst.slice(part.from, part.to);
    const text = textOf(inside);
    const byItself = { ...by, ended: by.ended && part.to === burst.length };
    if (by.known(text) && hasPace(inside, byItself, true)) return { ...part, text };
  }
  const from = leadingStranger(burst);
  const inside = burst.slice(from);
  return hasPace(inside, by, false) ? { from, to: burst.length, text: textOf(inside) } : null;
}

/** Whether the pace so far is a scanner's. */
export function isFast(burst: Burst, profile: WedgeProfile): boolean {
  return meanMs(burst) <= Math.max(profile.meanMsMax / 2, Math.min(profile.meanMsMax, middleMeanMs));
}

/** The scanner's own sign before a code leaves nothing to be judged. */
function prefixed(burst: Burst, { profile }: JudgeBy): Judged | null {
  const text = textOf(burst);
  const at = profile.prefix === "" ? -1 : text.indexOf(profile.prefix);
  const inside = text.slice(at + profile.prefix.length);
  return at < 0 || inside === "" ? null : { from: at, to: burst.length, text: inside };
}

function hasPace(burst: Burst, { ended, profile }: JudgeBy, isKnown: boolean): boolean {
  const mean = meanMs(burst);
  const { length } = burst;
  if (mean > profile.meanMsMax) return false;
  if (mean > slowMeanMs) return isKnown && isRegular(burst);
  if (length < 6) return ended && mean <= shortMeanMs;
  if (!ended && !isKnown && profile.suffix !== "none" && length < 8) return false;
  return length >= 10 || mean <= middleMeanMs;
}

/** Runs within a burst that leave out a key or two at its ends; the longest first. */
function* parts(length: number): Generator<{ readonly from: number; readonly to: number }> {
  for (let left = 1; left <= strangersMax * 2; left += 1) {
    for (let head = Math.min(left, strangersMax); head >= Math.max(0, left - strangersMax); head -= 1) {
      const to = length - (left - head);
      if (to - head >= 6) yield { from: head, to };
    }
  }
}

/** A first key that stands off from an otherwise even row was typed just before. @returns where the row begins */
function leadingStranger(burst: Burst): number {
  const gaps = gapsOf(burst);
  const rest = gaps.slice(1).toSorted((a, b) => a - b);
  const middle = rest[rest.length >> 1];
  return middle !== undefined && rest.length >= 4 && (gaps[0] ?? 0) > Math.max(typistMsMin, middle * 2 + 16)
    ? 1
    : 0;
}

/** A slow scanner still types like clockwork. */
function isRegular(burst: Burst): boolean {
  const gaps = gapsOf(burst);
  const mean = meanMs(burst);
  const square = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  return Math.sqrt(square) <= mean * 0.25;
}

function meanMs(burst: Burst): number {
  const first = burst[0];
  const last = burst.at(-1);
  if (first === undefined || last === undefined || burst.length < 2) return Number.POSITIVE_INFINITY;
  return (last.key.timeStamp - first.key.timeStamp) / (burst.length - 1);
}

function gapsOf(burst: Burst): number[] {
  return burst.slice(1).map(({ key }, at) => key.timeStamp - (burst[at]?.key.timeStamp ?? 0));
}

function textOf(burst: Burst): string {
  return burst.map(({ char }) => char).join("");
}
