import { useRef, useState } from "react";

import type { DeviceSettings } from "../../src/scan/device-settings.ts";
import { FunctionKeys } from "../parts/function-keys.tsx";
import { Said } from "../parts/said.tsx";
import { Trouble } from "../parts/trouble.tsx";
import type { Picked } from "../parts/use-picked.ts";
import { usePicked } from "../parts/use-picked.ts";
import { useScanSource } from "../scan/scan-context.ts";
import { useShift } from "../session/operator.ts";
import { useWords } from "../words/words.ts";
import { draftOf, draftOfAttached, newDraft } from "./device-draft.ts";
import { DeviceList } from "./device-list.tsx";
import type { DeviceRow } from "./device-row.ts";
import { DeviceSide } from "./device-side.tsx";
import { EditSheet } from "./edit-sheet.tsx";
import { LearnSheet } from "./learn-sheet.tsx";
import { LearnWedgeSheet } from "./learn-wedge-sheet.tsx";
import { RemoveSheet } from "./remove-sheet.tsx";
import { SlipTestSheet } from "./slip-test-sheet.tsx";
import { TestSheet } from "./test-sheet.tsx";
import { useDevices } from "./use-devices.ts";
import "../parts/page.css";
import "./devices.css";

type Deed = "add" | "change" | "test" | "learn" | "slip" | "remove";

/** What is opened over the screen, about the row that was picked at that moment. */
interface Opened {
  readonly deed: Deed;
  readonly row: DeviceRow | undefined;
}

/** The devices of this desk: how they are, what is plugged in beside them, trying and learning. */
export function DevicesScreen() {
  const { devices: words } = useWords();
  const { desk } = useShift();
  const { settings, rows, unlisted, isElsewhere, isPending, refusal } = useDevices(desk);
  const [open, setOpen] = useState<Opened | null>(null);
  const list = useRef<HTMLElement>(null);
  const { isPaused } = useScanSource();
  // A sheet that takes every key must not stand between the lock and whoever unlocks it.
  const isCovered = isPaused && (open?.deed === "test" || open?.deed === "learn");
  const picked = usePicked(rows, ({ key }) => key);
  return (
    <div className="page">
      <h1 className="out-of-sight">{words.title}</h1>
      {isElsewhere ? (
        <Elsewhere />
      ) : (
        <div className="page-halves">
          <section className="page-list" ref={list} aria-label={words.title} onKeyDown={picked.onKeyDown}>
            {refusal === null ? null : <Trouble refusal={refusal} safe={words.unchanged} />}
            <DeviceList rows={rows} picked={picked} isBusy={isPending} />
          </section>
          <DeviceSide row={picked.row} unlisted={unlisted} />
        </div>
      )}
      <Keys
        picked={picked}
        settings={settings}
        toList={() => list.current?.querySelector<HTMLElement>("[role=region]")?.focus()}
        open={(deed) => setOpen({ deed, row: picked.row })}
      />
      {open === null || isCovered ? null : (
        <OpenSheet opened={open} settings={settings} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}

/** The page is not where the devices are: what can be done here all the same. */
function Elsewhere() {
  const { elsewhere } = useWords().devices;
  return (
    <section className="page-scroll devices-elsewhere" aria-label={elsewhere.title}>
      <Said look="warn">{elsewhere.title}</Said>
      <p>{elsewhere.lead}</p>
      <p>{elsewhere.still}</p>
    </section>
  );
}

function Keys({
  picked: { row },
  settings,
  toList,
  open,
}: {
  readonly picked: Picked<DeviceRow>;
  readonly settings: DeviceSettings | null;
  readonly toList: () => void;
  readonly open: (deed: Deed) => void;
}) {
  const { keys, keysTitle } = useWords().devices;
  const isSet = row?.is === "set";
  const learns = isSet && (row.setting.kind === "wedgeScanner" || "framing" in row.setting);
  const hasPrinter = settings?.devices.some(({ kind }) => kind === "printer") === true;
  return (
    <FunctionKeys
      label={keysTitle}
      keys={[
        { key: "F2", label: keys.list, run: toList, isDisabled: settings === null },
        { key: "F3", label: keys.add, run: () => open("add"), isDisabled: settings === null },
        { key: "F5", label: keys.test, run: () => open("test"), look: "accent" },
        {
          key: "F6",
          label: row?.is === "attached" ? keys.addThis : keys.change,
          run: () => open("change"),
          isDisabled: row === undefined,
        },
        { key: "F7", label: keys.learn, run: () => open("learn"), isDisabled: !learns },
        { key: "F8", label: keys.slip, run: () => open("slip"), isDisabled: !hasPrinter },
        { key: "F9", label: keys.remove, run: () => open("remove"), isDisabled: !isSet },
      ]}
    />
  );
}

function OpenSheet({
  opened: { deed, row },
  settings,
  onClose,
}: {
  readonly opened: Opened;
  readonly settings: DeviceSettings | null;
  readonly onClose: () => void;
}) {
  if (deed === "test") return <TestSheet settings={settings} onClose={onClose} />;
  if (settings === null) return null;
  const taken = settings.devices.map(({ id }) => id);
  if (deed === "add")
    return (
      <EditSheet
        settings={settings}
        first={newDraft("serialScanner", taken)}
        replaces={null}
        onClose={onClose}
      />
    );
  if (deed === "slip") {
    const printer = settings.devices.find((one) => one.kind === "printer");
    return printer === undefined ? null : <SlipTestSheet printer={printer} onClose={onClose} />;
  }
  if (row?.is === "attached") {
    const first = draftOfAttached(row.attached, taken);
    return first === null ? null : (
      <EditSheet settings={settings} first={first} replaces={null} onClose={onClose} />
    );
  }
  return row === undefined ? null : (
    <SetSheet deed={deed} setting={row.setting} settings={settings} onClose={onClose} />
  );
}

/** About one device of the desk. */
function SetSheet({
  deed,
  setting,
  settings,
  onClose,
}: {
  readonly deed: "change" | "learn" | "remove";
  readonly setting: DeviceSettings["devices"][number];
  readonly settings: DeviceSettings;
  readonly onClose: () => void;
}) {
  const about = { settings, onClose };
  if (deed === "remove") return <RemoveSheet {...about} device={setting.id} />;
  if (deed === "change") return <EditSheet {...about} first={draftOf(setting)} replaces={setting.id} />;
  if (setting.kind === "wedgeScanner") return <LearnWedgeSheet {...about} setting={setting} />;
  return "framing" in setting ? <LearnSheet {...about} setting={setting} /> : null;
}
