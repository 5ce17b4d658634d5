import { useState } from "react";

import type { DeviceSetting, DeviceSettings } from "../../src/scan/device-settings.ts";
import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { Said } from "../parts/said.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useWords } from "../words/words.ts";
import type { DeviceDraft, DeviceKind } from "./device-draft.ts";
import { deviceKinds, newDraft, settingOf } from "./device-draft.ts";
import { DeviceFields } from "./device-fields.tsx";
import { KeepForm } from "./keep-form.tsx";

/** A device that is new at this desk, or one that is set up otherwise. */
export function EditSheet({
  settings,
  first,
  replaces,
  onClose,
}: {
  readonly settings: DeviceSettings;
  /** As it stands before anything is typed. */
  readonly first: DeviceDraft;
  /** The name of the device that this was; null: there was none. */
  readonly replaces: string | null;
  readonly onClose: () => void;
}) {
  const { edit, kinds } = useWords().devices;
  const [draft, setDraft] = useState(first);
  const others = settings.devices.filter(({ id }) => id !== replaces);
  const drafted = settingOf(draft);
  const isTaken = others.some(({ id }) => id === draft.id.trim());
  const second = secondOf(draft.kind, others);
  const isRight = drafted.ok && !isTaken && second === null;
  const choose = (value: string): void => {
    const kind = deviceKinds.find((one) => one === value) ?? draft.kind;
    const { id } = newDraft(kind, ids(others));
    // What is typed of a port stays: it may be a reader's instead of a scanner's.
    setDraft({ ...draft, kind, id, ...(kind === "printer" && draft.path !== "" ? { by: "serial" } : {}) });
  };
  const faults = drafted.ok ? {} : drafted.faults;
  return (
    <Sheet title={replaces === null ? edit.add : edit.change} onClose={onClose} size="wide">
      <KeepForm
        before={settings}
        after={isRight ? withDevice(settings, drafted.setting, replaces) : null}
        action={edit.save}
        onKept={onClose}
      >
        <div className="sheet-row">
          <Choice
            label={edit.fields.kind}
            value={draft.kind}
            onChange={choose}
            options={deviceKinds
              .filter((kind) => replaces === null || kind === first.kind)
              .map((value) => ({ value, name: kinds[value] }))}
          />
          <Field
            label={edit.fields.id}
            value={draft.id}
            onChange={(id) => setDraft({ ...draft, id })}
            error={isTaken ? edit.taken : faults.id === true ? edit.wrong.id : null}
          />
        </div>
        {second === null ? null : <Said look="warn">{edit[second]}</Said>}
        <div className="devices-fields">
          <DeviceFields draft={draft} change={setDraft} faults={faults} />
        </div>
      </KeepForm>
    </Sheet>
  );
}

/** In the place of the one it replaces, or after all others. */
export function withDevice(
  settings: DeviceSettings,
  setting: DeviceSetting,
  replaces: string | null,
): DeviceSettings {
  const { devices } = settings;
  const isThere = devices.some(({ id }) => id === replaces);
  return {
    ...settings,
    devices: isThere ? devices.map((one) => (one.id === replaces ? setting : one)) : [...devices, setting],
  };
}

/** Of printers and scanners that type a desk has one. */
function secondOf(kind: DeviceKind, others: readonly DeviceSetting[]): "onePrinter" | "oneKeyboard" | null {
  if (!others.some((one) => one.kind === kind)) return null;
  if (kind === "printer") return "onePrinter";
  return kind === "wedgeScanner" ? "oneKeyboard" : null;
}

function ids(devices: readonly DeviceSetting[]): readonly string[] {
  return devices.map(({ id }) => id);
}
