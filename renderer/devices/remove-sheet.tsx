import type { DeviceSettings } from "../../src/scan/device-settings.ts";
import { Sheet } from "../parts/sheet.tsx";
import { useWords } from "../words/words.ts";
import { KeepForm } from "./keep-form.tsx";

/** A device that this desk no longer uses. */
export function RemoveSheet({
  settings,
  device,
  onClose,
}: {
  readonly settings: DeviceSettings;
  readonly device: string;
  readonly onClose: () => void;
}) {
  const { remove } = useWords().devices;
  const after = { ...settings, devices: settings.devices.filter(({ id }) => id !== device) };
  return (
    <Sheet title={remove.title} onClose={onClose}>
      <KeepForm before={settings} after={after} action={remove.confirm} onKept={onClose}>
        <p className="sheet-lead">{remove.lead(device)}</p>
      </KeepForm>
    </Sheet>
  );
}
