import { useEffect, useEffectEvent } from "react";

import { readAim } from "../../src/scan/aim.ts";
import { classify } from "../../src/scan/classify.ts";
import type { DeviceSettings } from "../../src/scan/device-settings.ts";
import type { WedgeKey } from "../../src/scan/wedge-key.ts";
import { listenToWedge, wedgeKeyOf } from "../scan/wedge-listener.ts";
import type { Pace } from "./seen-scan.ts";
import { paceOf } from "./seen-scan.ts";
import { usualWedgeProfile } from "../../src/scan/usual-devices.ts";

/** The longest code has 7,089 digits. */
const keysMax = 8192;

/** What a scanner types, as this desk would take it, with the pace of its keys. */
export function useTypedScans(
  settings: DeviceSettings,
  onScan: (text: string, pace: Pace | null) => void,
): void {
  const told = useEffectEvent(onScan);
  const sense = useEffectEvent(() => ({
    profile: settings.devices.find((one) => one.kind === "wedgeScanner")?.profile ?? usualWedgeProfile,
    known: (text: string) => classify(readAim(text), settings.rules).kind !== "unknown",
  }));
  useEffect(() => {
    let keys: WedgeKey[] = [];
    const note = (event: KeyboardEvent): void => {
      // Keys that are given back are no new ones.
      if (event.isTrusted) keys = [...keys.slice(1 - keysMax), wedgeKeyOf(event)];
    };
    // Before the one that holds keys back.
    window.addEventListener("keydown", note, { capture: true });
    const end = listenToWedge({
      sense: () => sense(),
      isWanted: () => true,
      scanned: (text, at) => {
        told(text, paceOf(keys, at, text.length));
        keys = [];
      },
    });
    return () => {
      window.removeEventListener("keydown", note, { capture: true });
      end();
    };
  }, []);
}
