import type { ReactNode } from "react";
import { useCallback, useEffectEvent, useLayoutEffect, useMemo, useRef } from "react";

import { readAim } from "../../src/scan/aim.ts";
import { classify } from "../../src/scan/classify.ts";
import type { LastScan } from "../../src/scan/repeat-guard.ts";
import { seenAgain } from "../../src/scan/repeat-guard.ts";
import type { DeviceSettings } from "../../src/scan/device-settings.ts";
import { useVerb } from "../rpc/rpc-context.ts";
import { readingsOf, readingsOfCard } from "./readings.ts";
import type { Scanned, ScanSource } from "./scan-context.ts";
import { ScanContext } from "./scan-context.ts";
import type { FeedItem } from "./use-device-feed.ts";
import { useDeviceFeed } from "./use-device-feed.ts";
import { useForemost } from "./use-foremost.ts";
import { listenToWedge } from "./wedge-listener.ts";
import { usualDeviceSettings, usualWedgeProfile } from "../../src/scan/usual-devices.ts";

/** Everything that is scanned at this desk, by keys or by a port, comes to the screens inside of this. */
export function Scans({
  desk,
  isPaused,
  children,
}: {
  readonly desk: string;
  /** Behind the lock nothing is scanned. */
  readonly isPaused: boolean;
  readonly children: ReactNode;
}) {
  // The desk's own settings, as they are now: another page may change them.
  const { data } = useVerb("deskDevices", { desk }, { everyMs: 60_000 });
  const settings = data?.settings ?? usualDeviceSettings;
  const listeners = useRef<readonly ((scanned: Scanned) => void)[]>([]);
  const last = useRef<LastScan | null>(null);
  const listen = useCallback<ScanSource["listen"]>((listener) => {
    listeners.current = [...listeners.current, listener];
    return () => {
      listeners.current = listeners.current.filter((one) => one !== listener);
    };
  }, []);
  const source = useMemo<ScanSource>(() => ({ listen, isPaused }), [listen, isPaused]);
  const isWanted = useEffectEvent(() => !isPaused && listeners.current.length > 0);
  const tell = useEffectEvent((scanned: Scanned, key: string, at: number) => {
    // Of two scanners over one packet, one of which types, each has told it once.
    const seen = seenAgain(last.current, key, at, settings.repeatMs);
    last.current = seen.last;
    if (!seen.isRepeat && isWanted()) listeners.current.at(-1)?.(scanned);
  });
  const sense = useEffectEvent(() => ({
    profile: settings.devices.find((one) => one.kind === "wedgeScanner")?.profile ?? usualWedgeProfile,
    known: (text: string) => classify(readAim(text), settings.rules).kind !== "unknown",
  }));
  const onText = useEffectEvent((text: string, at: number) => {
    const read = readAim(text);
    tell({ text: read.text, readings: readingsOf(text, settings.rules) }, read.text, at);
  });
  useLayoutEffect(
    () =>
      listenToWedge({
        sense: () => sense(),
        isWanted: () => isWanted(),
        scanned: (text, at) => onText(text, at),
      }),
    [],
  );
  const isForemost = useForemost(desk);
  useDeviceFeed(desk, false, (item) => {
    // Of the pages of this desk one takes it: two would ring it up twice.
    if (!isForemost()) return;
    const scanned = scannedOf(item, settings);
    if (scanned !== null) tell(scanned, scanned.text, performance.now());
  });
  return <ScanContext value={source}>{children}</ScanContext>;
}

/** What a device has told that is for the screens to take; null for everything else. */
function scannedOf(item: FeedItem, { rules }: DeviceSettings): Scanned | null {
  if (!("event" in item)) return null;
  if (item.event === "scan") {
    const { text } = item.content;
    return { text, readings: readingsOf(text, rules) };
  }
  if (item.event !== "card" || item.change !== "read" || item.card === null) return null;
  const { cardNo, certNo } = item.card;
  return { text: `…${(cardNo ?? certNo ?? "").slice(-4)}`, readings: readingsOfCard(item.card) };
}
