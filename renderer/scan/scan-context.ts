import { createContext, use, useEffectEvent, useLayoutEffect } from "react";

import { present } from "../../src/base/assert.ts";
import type { Reading } from "./readings.ts";

/** One scan, or one card that was read, whatever hardware it came from. */
export interface Scanned {
  /** As it is shown; of a card only the end of its number. */
  readonly text: string;
  /** What it may be, the likeliest first. */
  readonly readings: readonly Reading[];
}

/** Where the screens hear of scans. */
export interface ScanSource {
  /** The newest listener has them: the sheet over a screen before the screen. @returns what ends it */
  readonly listen: (listener: (scanned: Scanned) => void) => () => void;
  /** Behind the lock nothing is scanned, and keys are those of whoever unlocks. */
  readonly isPaused: boolean;
}

export const ScanContext = createContext<ScanSource | null>(null);

/** Takes scans, wherever the focus is, for as long as the screen is there. */
export function useScan(onScan: (scanned: Scanned) => void): void {
  const { listen } = useScanSource();
  const taken = useEffectEvent(onScan);
  // Before it can be seen: whoever reads that a scan is waited for may scan.
  useLayoutEffect(() => listen((scanned) => taken(scanned)), [listen]);
}

/** Where the screens hear of scans, and whether they do now. */
export function useScanSource(): ScanSource {
  return present(use(ScanContext), "a source of scans");
}
