import type { WedgeOutcome, WedgeSense, WedgeState, WedgeStep } from "../../src/scan/wedge.ts";
import { wedgeAtRest, wedgeDeadline, wedgeIdle, wedgeKey } from "../../src/scan/wedge.ts";
import type { WedgeKey } from "../../src/scan/wedge-key.ts";
import type { FieldBefore, TypedKey } from "./typed-keys.ts";
import { fieldBefore, giveBack, isTextField, restore, takeBack } from "./typed-keys.ts";

export interface WedgeListenerOptions {
  /** Asked at each key: settings may have changed. */
  readonly sense: () => WedgeSense;
  /** Whether anybody takes scans now; while nobody does, no key is touched. */
  readonly isWanted: () => boolean;
  /** @param at  of its last key, on the clock of the page */
  readonly scanned: (text: string, at: number) => void;
}

/** After so many quick keys a space is more likely a scanner's than somebody's who presses a button. */
const quickKeysMin = 3;

/**
 * Tells the keys of a scanner that types from those of people, wherever the focus is. What may belong to a scan is held
 * back for a moment, and is put where it was meant for when it does not.
 *
 * @returns what ends it; keys that are held at that moment are given back
 */
export function listenToWedge({ sense, isWanted, scanned }: WedgeListenerOptions): () => void {
  let state: WedgeState = wedgeAtRest;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let before: FieldBefore = { target: null, value: "" };
  let hasComposition = false;
  const arrivals = openArrivals();
  const ours = new WeakSet<Event>();
  const typed = new WeakMap<WedgeKey, TypedKey>();
  const passed = new WeakSet<WedgeKey>();
  const release = (keys: readonly WedgeKey[]): void => {
    for (const key of keys) {
      const one = typed.get(key);
      if (one !== undefined && !passed.has(key)) giveBack(one, (again) => ours.add(again));
    }
  };
  const act = (outcome: WedgeOutcome): void => {
    if (outcome.kind === "typed") return release(outcome.keys);
    if (hasComposition || !isTextField(before.target)) restore(before, hasComposition);
    else takeBack(before.target, outcome.passed);
    scanned(outcome.text, outcome.toMs);
  };
  const follow = (step: WedgeStep): void => {
    state = step.state;
    step.outcomes.forEach(act);
    clearTimeout(timer);
    const deadline = wedgeDeadline(state, sense());
    if (deadline !== null) timer = setTimeout(onSilence, Math.max(0, deadline - arrivals.now() + 1));
  };
  const onSilence = (): void => follow(wedgeIdle(state, arrivals.now(), sense()));
  const onKey = (event: KeyboardEvent): void => {
    if (ours.has(event)) return;
    if (!isWanted()) {
      if (state.burst.length > 0) follow(wedgeIdle(state, Number.POSITIVE_INFINITY, sense()));
      return;
    }
    const key = wedgeKeyOf(event);
    arrivals.heard(key);
    const target = event.composedPath()[0] ?? event.target;
    typed.set(key, { wedge: key, event, target });
    const step = wedgeKey(state, key, sense());
    const isChar = step.state.burst.at(-1)?.key === key;
    const quick = step.state.burst.length > quickKeysMin;
    const canHold = !isChar || isTextField(target) || (key.key === " " && quick);
    if (!isChar) hasComposition ||= composes(event);
    // What was at hand before comes first, and is about the field as it was before.
    follow(step);
    if (isChar && step.state.burst.length === 1) {
      before = fieldBefore(target);
      hasComposition = false;
    }
    if (isChar) hasComposition ||= composes(event);
    if (!step.hold) return;
    if (canHold) prevent(event);
    else passed.add(key);
  };
  return onEveryKey(onKey, () => {
    clearTimeout(timer);
    release(state.burst.filter(({ held }) => held).map(({ key }) => key));
  });
}

/**
 * The clock of the keys' stamps as far as keys have come. Pace is judged by when keys were struck, silence by when they
 * come: on a busy machine the rest of a scan is as late as the key before it.
 */
function openArrivals() {
  let lateMs = 0;
  return {
    heard: ({ timeStamp }: WedgeKey): void => {
      lateMs = performance.now() - timeStamp;
    },
    now: (): number => performance.now() - lateMs,
  };
}

/** Before anything else on the page hears of a key. */
function onEveryKey(onKey: (event: KeyboardEvent) => void, ended: () => void): () => void {
  window.addEventListener("keydown", onKey, { capture: true });
  return () => {
    window.removeEventListener("keydown", onKey, { capture: true });
    ended();
  };
}

function prevent(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** An input method has the key, or letters before it. */
function composes({ key, isComposing }: KeyboardEvent): boolean {
  return isComposing || key === "Process";
}

/** What the DOM tells of a key, as the wedge takes it. */
export function wedgeKeyOf(event: KeyboardEvent): WedgeKey {
  const { key, code, timeStamp, isComposing, repeat, shiftKey, ctrlKey, altKey, metaKey } = event;
  const capsLock = event.getModifierState("CapsLock");
  return { key, code, timeStamp, isComposing, repeat, shiftKey, ctrlKey, altKey, metaKey, capsLock };
}
