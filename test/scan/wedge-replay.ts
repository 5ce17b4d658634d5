import { readAim } from "../../src/scan/aim.ts";
import { classify } from "../../src/scan/classify.ts";
import type { WedgeOutcome, WedgeSense } from "../../src/scan/wedge.ts";
import { wedgeAtRest, wedgeDeadline, wedgeIdle, wedgeKey } from "../../src/scan/wedge.ts";
import type { WedgeKey } from "../../src/scan/wedge-key.ts";
import { charOf, isModifier } from "../../src/scan/wedge-key.ts";
import type { WedgeProfile } from "../../src/scan/wedge-profile.ts";
import { usualScanRules } from "../../src/scan/usual-devices.ts";

export interface Replayed {
  readonly scans: readonly string[];
  /** What stands in the field that had the focus, or in the input method. */
  readonly field: string;
  /** The longest that a typed key was held back, in ms of the stream. */
  readonly heldMsMax: number;
}

export function senseOf(profile: WedgeProfile): WedgeSense {
  return { profile, known: (text) => classify(readAim(text), usualScanRules).kind !== "unknown" };
}

/**
 * Plays a stream to the recogniser and does what it says to a field, as a window does.
 *
 * @param lateMs  by how much timers ring late; keys that come before that are told first
 */
export function replay(keys: readonly WedgeKey[], profile: WedgeProfile, lateMs = 0): Replayed {
  const sense = senseOf(profile);
  const scans: string[] = [];
  let field = "";
  let heldMsMax = 0;
  let state = wedgeAtRest;
  let now = 0;
  const apply = (outcomes: readonly WedgeOutcome[]): void => {
    for (const outcome of outcomes) {
      if (outcome.kind === "scan") {
        scans.push(outcome.text);
        field = field.slice(0, field.length - outcome.passed);
      } else {
        for (const key of outcome.keys) heldMsMax = Math.max(heldMsMax, now - key.timeStamp);
        field += outcome.keys.map(written).join("");
      }
    }
  };
  const ring = (until: number): void => {
    for (
      let deadline = wedgeDeadline(state, sense);
      deadline !== null;
      deadline = wedgeDeadline(state, sense)
    ) {
      if (deadline + lateMs >= until) return;
      now = deadline + lateMs;
      const step = wedgeIdle(state, now, sense);
      state = step.state;
      apply(step.outcomes);
    }
  };
  for (const key of keys) {
    ring(key.timeStamp);
    now = key.timeStamp;
    const step = wedgeKey(state, key, sense);
    state = step.state;
    apply(step.outcomes);
    if (!step.hold && !isModifier(key)) field += written(key);
  }
  ring(Number.POSITIVE_INFINITY);
  return { scans, field, heldMsMax };
}

function written(key: WedgeKey): string {
  if (key.key === "Enter") return "\n";
  if (key.key === "Backspace") return "\b";
  return charOf(key) ?? "";
}
