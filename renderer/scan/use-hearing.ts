import { useCallback, useRef } from "react";

import { useScanner } from "./use-scanner.ts";

/** Who takes what is scanned while a dialog is open; null: nobody does. */
export type Hear = (take: ((text: string) => void) | null) => void;

/** Scans go to the screen, or to the dialog that has asked for them. */
export function useHearing(onScan: (text: string) => void): Hear {
  const heard = useRef<((text: string) => void) | null>(null);
  useScanner((text) => {
    // Behind a lock nothing is taken: who scans there is not known.
    if (document.querySelector(".behind-lock[inert]") === null) (heard.current ?? onScan)(text);
  });
  return useCallback((take) => {
    heard.current = take;
  }, []);
}
