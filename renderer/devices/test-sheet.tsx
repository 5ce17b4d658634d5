import { useState } from "react";

import type { DeviceSettings } from "../../src/scan/device-settings.ts";
import { Sheet } from "../parts/sheet.tsx";
import { useDeviceFeed } from "../scan/use-device-feed.ts";
import { useShift } from "../session/operator.ts";
import { useWords } from "../words/words.ts";
import { SeenCard } from "./seen-card.tsx";
import type { Seen } from "./seen-scan.ts";
import { withSeen, withTyped } from "./seen-scan.ts";
import { SimulatedScanner } from "./simulated-scanner.tsx";
import { useTypedScans } from "./use-typed-scans.ts";
import { usualDeviceSettings } from "../../src/scan/usual-devices.ts";

/** "Scan something": every scan as it came, of whatever device, and what it was taken for. */
export function TestSheet({
  settings,
  onClose,
}: {
  /** null: the devices of this desk are at another machine; what is typed here is seen all the same. */
  readonly settings: DeviceSettings | null;
  readonly onClose: () => void;
}) {
  const { test } = useWords().devices;
  const { desk } = useShift();
  const own = settings ?? usualDeviceSettings;
  const [seen, setSeen] = useState<readonly Seen[]>([]);
  useDeviceFeed(desk, true, (item) => setSeen((before) => withSeen(before, item)));
  useTypedScans(own, (text, pace) => setSeen((before) => withTyped(before, text, pace)));
  const simulated = own.devices.filter(({ kind }) => kind === "simulatedScanner");
  const hasPort = own.devices.some(({ kind }) => kind !== "wedgeScanner" && kind !== "printer");
  return (
    <Sheet title={test.title} onClose={onClose} size="wide">
      <div className="sheet-form">
        <p className="sheet-lead">{hasPort ? test.lead : `${test.lead}${test.noPort}`}</p>
        {simulated.map(({ id }) => (
          <SimulatedScanner key={id} device={id} />
        ))}
        {seen.length === 0 ? (
          <p className="devices-waiting" role="status">
            {test.waiting}
          </p>
        ) : null}
        <ol className="devices-seen" aria-label={test.list} aria-live="polite">
          {seen.map((one) => (
            <li key={one.key}>
              <SeenCard seen={one} settings={own} />
            </li>
          ))}
        </ol>
      </div>
    </Sheet>
  );
}
