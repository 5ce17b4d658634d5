import { useCallback, useRef } from "react";

import type { Scanned } from "./scan-context.ts";
import { useScan } from "./scan-context.ts";

/** Who takes what is scanned while a dialog is open; null: nobody does. */
export type Hear = (take: ((text: string) => void) | null) => void;

/** Scans go to the screen, or to the dialog that has asked for them. */
export function useHearing(onScan: (scanned: Scanned) => void): Hear {
  const heard = useRef<((text: string) => void) | null>(null);
  useScan((scanned) => {
    if (heard.current === null) onScan(scanned);
    else heard.current(scanned.text);
  });
  return useCallback((take) => {
    heard.current = take;
  }, []);
}
