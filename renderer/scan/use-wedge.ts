import { useEffect, useEffectEvent } from "react";

import { readAim } from "../../src/scan/aim.ts";
import { classify } from "../../src/scan/classify.ts";
import { listenToWedge } from "./wedge-listener.ts";
import { usualScanRules, usualWedgeProfile } from "../../src/scan/usual-devices.ts";

/** Takes what a scanner types, on a page that has no desk and so no settings of one. */
export function useWedge(onText: (text: string) => void): void {
  const taken = useEffectEvent(onText);
  useEffect(
    () =>
      listenToWedge({
        sense: () => ({
          profile: usualWedgeProfile,
          known: (text) => classify(readAim(text), usualScanRules).kind !== "unknown",
        }),
        isWanted: () => true,
        scanned: (text) => taken(readAim(text).text),
      }),
    [],
  );
}
