import type { Burst } from "./wedge-judge.ts";
import { isFast, judge } from "./wedge-judge.ts";
import type { WedgeKey } from "./wedge-key.ts";
import { charOf, isModifier, isTakenByInputMethod, suffixOf } from "./wedge-key.ts";
import type { WedgeProfile } from "./wedge-profile.ts";

/** What the keys turned out to be. */
export type WedgeOutcome =
  | {
      readonly kind: "scan";
      readonly text: string;
      /** Characters of it that were let through or given back before it was known, last ones first to be taken back. */
      readonly passed: number;
      readonly fromMs: number;
      readonly toMs: number;
    }
  /** Keys that were held back and are typing after all, to be put where they were meant for, in this order. */
  | { readonly kind: "typed"; readonly keys: readonly WedgeKey[] };

/** The keys at hand, and what is remembered of those before. */
export interface WedgeState {
  readonly burst: Burst;
  /**
   * What silence would do: nothing more (all was given back), be asked again (keys may wait behind the timer that has
   * rung), or decide. `third`: it is a scan, and only its Enter is missing.
   */
  readonly silence: "done" | "first" | "second" | "third";
  /** The last key of the last scan, while its Enter may still come. */
  readonly scannedAt: number | null;
}

export interface WedgeStep {
  readonly state: WedgeState;
  /** Whether this key is held back: its default is to be prevented. */
  readonly hold: boolean;
  readonly outcomes: readonly WedgeOutcome[];
}

/** How one scanner types, and which texts are codes by their own shape. */
export interface WedgeSense {
  readonly profile: WedgeProfile;
  readonly known: (text: string) => boolean;
}

export const wedgeAtRest: WedgeState = { burst: [], silence: "done", scannedAt: null };

/** The longest code has 7,089 digits; more keys without a pause are no code. */
const keysMax = 8192;
/** Between the first ring of a timer and the second, events that wait are delivered. */
const askedAgainMs = 4;
/**
 * How long a scan whose Enter is missing is waited for: on a machine that is busy the rest of its keys is late, and half a
 * code must not pass for one. Nobody waits for it, as its keys are typed by nobody.
 */
const enterLateMs = 200;

/**
 * Takes a keydown. A key that may belong to a scan is held back; it comes out as part of the scan or as typed, never
 * neither. `outcomes` are to be done before the key itself takes effect.
 */
export function wedgeKey(state: WedgeState, key: WedgeKey, sense: WedgeSense): WedgeStep {
  // A modifier goes down before the sign that it belongs to, and writes nothing.
  if (isModifier(key)) return { state, hold: false, outcomes: [] };
  const late = state.burst.length >= keysMax || endsBefore(state, key.timeStamp, sense);
  const closed = late ? settle(state, false, sense) : { state, outcomes: [] };
  const { outcomes } = closed;
  if (!key.repeat && suffixOf(key) === sense.profile.suffix) {
    return withOutcomes(outcomes, takeSuffix(closed.state, key, sense));
  }
  const char = key.repeat ? null : charOf(key);
  if (char === null) {
    // No scanner holds a key down, and none uses arrows: what came before was typed.
    return { state: wedgeAtRest, hold: false, outcomes: [...outcomes, ...giveBack(closed.state.burst)] };
  }
  const hold = !isTakenByInputMethod(key);
  const burst = [...closed.state.burst, { key, char, held: hold }];
  return { state: { ...closed.state, burst, silence: "first" }, hold, outcomes };
}

/**
 * Silence. To be called when `wedgeDeadline` has come, as often as it comes.
 *
 * @param now  on the clock of the keys' time stamps
 */
export function wedgeIdle(state: WedgeState, now: number, sense: WedgeSense): WedgeStep {
  const deadline = wedgeDeadline(state, sense);
  if (deadline === null || now < deadline) return { state, hold: false, outcomes: [] };
  // A window that was busy hears its timers before its keys: it is asked twice.
  if (state.silence === "first") return { state: { ...state, silence: "second" }, hold: false, outcomes: [] };
  const awaitsEnter = state.silence === "second" && sense.profile.suffix !== "none";
  if (awaitsEnter && judge(state.burst, { ended: false, ...sense }) !== null)
    return { state: { ...state, silence: "third" }, hold: false, outcomes: [] };
  return { ...settle(state, false, sense, true), hold: false };
}

/** When silence has to be told; null while nothing is held back. */
export function wedgeDeadline({ burst, silence }: WedgeState, { profile }: WedgeSense): number | null {
  const last = burst.at(-1);
  if (last === undefined || silence === "done") return null;
  const againMs = { first: 0, second: askedAgainMs, third: enterLateMs }[silence];
  return last.key.timeStamp + gapAllowed(burst, profile) + againMs;
}

function takeSuffix(state: WedgeState, key: WedgeKey, sense: WedgeSense): WedgeStep {
  const hold = !isTakenByInputMethod(key);
  if (state.burst.length === 0) {
    // Its scan was told already, when silence seemed to have ended it.
    const belongs = state.scannedAt !== null && key.timeStamp - state.scannedAt <= sense.profile.gapMsMax * 3;
    return { state: wedgeAtRest, hold: belongs && hold, outcomes: [] };
  }
  const settled = settle(state, true, sense);
  const isScan = settled.outcomes.some(({ kind }) => kind === "scan");
  return { state: wedgeAtRest, hold: isScan && hold, outcomes: settled.outcomes };
}

/** Decides over the keys at hand. `keeps`: what is given back may still turn out to be the start of a scan. */
function settle(
  state: WedgeState,
  ended: boolean,
  { profile, known }: WedgeSense,
  keeps = false,
): Pick<WedgeStep, "state" | "outcomes"> {
  const { burst } = state;
  const scan = judge(burst, { ended, profile, known });
  if (scan === null) {
    const released = burst.map((one) => ({ ...one, held: false }));
    const next = keeps ? { ...state, burst: released, silence: "done" as const } : wedgeAtRest;
    return { state: next, outcomes: giveBack(burst) };
  }
  const inside = burst.slice(scan.from, scan.to);
  const first = inside[0];
  const last = inside.at(-1);
  const outcome: WedgeOutcome = {
    kind: "scan",
    text: scan.text,
    passed: inside.filter(({ held }) => !held).length,
    fromMs: first?.key.timeStamp ?? 0,
    toMs: last?.key.timeStamp ?? 0,
  };
  const before = giveBack(burst.slice(0, scan.from));
  const after = giveBack(burst.slice(scan.to));
  const scannedAt = ended ? null : (last?.key.timeStamp ?? null);
  return { state: { ...wedgeAtRest, scannedAt }, outcomes: [...before, outcome, ...after] };
}

function giveBack(burst: Burst): readonly WedgeOutcome[] {
  const keys = burst.filter(({ held }) => held).map(({ key }) => key);
  return keys.length === 0 ? [] : [{ kind: "typed", keys }];
}

function endsBefore({ burst }: WedgeState, at: number, { profile }: WedgeSense): boolean {
  const last = burst.at(-1);
  return last !== undefined && at - last.key.timeStamp > gapAllowed(burst, profile);
}

/** A scanner that has shown its pace may stumble once: the bus was busy. A typist has no such pace. */
function gapAllowed(burst: Burst, profile: WedgeProfile): number {
  return burst.length >= 4 && isFast(burst, profile) ? profile.gapMsMax * 2.5 : profile.gapMsMax;
}

function withOutcomes(before: readonly WedgeOutcome[], step: WedgeStep): WedgeStep {
  return { ...step, outcomes: [...before, ...step.outcomes] };
}
