import type { WedgeKey } from "./wedge-key.ts";
import { charOf, isModifier, suffixOf } from "./wedge-key.ts";
import type { WedgeProfile } from "./wedge-profile.ts";

/** Hands take longer between two codes. */
const betweenMs = 400;
const scansWanted = 3;

/**
 * Proposes how a scanner types, from the keys of three scans into an empty field.
 *
 * @returns null unless there are three, each of six signs or more, all ended alike and typed evenly enough to be told
 */
export function learnWedge(keys: readonly WedgeKey[]): WedgeProfile | null {
  const scans = apart(keys.filter((key) => !isModifier(key)));
  if (scans.length !== scansWanted) return null;
  const ends = scans.map((scan) => suffixOf(scan.at(-1) ?? missing));
  const [suffix = null] = ends;
  if (ends.some((end) => end !== suffix)) return null;
  const codes = scans.map((scan) => (suffix === null ? scan : scan.slice(0, -1)));
  if (codes.some((code) => code.length < 6 || code.some((key) => charOf(key) === null))) return null;
  const gaps = scans.flatMap((scan) =>
    scan.slice(1).map((key, at) => key.timeStamp - (scan[at] ?? key).timeStamp),
  );
  const longest = Math.max(...gaps);
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const profile: WedgeProfile = {
    gapMsMax: Math.max(40, Math.ceil(longest * 1.3)),
    meanMsMax: Math.max(35, Math.ceil(mean * 1.3)),
    suffix: suffix ?? "none",
    prefix: "",
  };
  return profile.gapMsMax > 200 ? null : profile;
}

const missing: WedgeKey = {
  key: "",
  code: "",
  timeStamp: 0,
  isComposing: false,
  repeat: false,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  capsLock: false,
};

function apart(keys: readonly WedgeKey[]): readonly (readonly WedgeKey[])[] {
  const scans: WedgeKey[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const key of keys) {
    if (key.timeStamp - last > betweenMs) scans.push([]);
    scans.at(-1)?.push(key);
    last = key.timeStamp;
  }
  return scans;
}
