import type { DeviceSetting, DeviceSettings } from "../src/scan/device-settings.ts";
import type { Framing } from "../src/scan/framing.ts";
import type { DeviceEvent } from "./device-event.ts";
import { simulatedDevice } from "./fake/simulated-driver.ts";
import { hidDriver } from "./hid-driver.ts";
import type { KeptOpen } from "./keep-open.ts";
import { usualHidLayout } from "./scanner/hid-layout.ts";
import { openTextReader } from "./scanner/read-text.ts";
import type { DeskScans } from "./scanner/scan-line.ts";
import type { Looker } from "./scanner/scanner.ts";
import { openScanner, reportCutter, streamCutter } from "./scanner/scanner.ts";
import { serialDriver } from "./serial-driver.ts";

/** Keeps the devices of a desk open as its settings say. */
export interface Supervisor {
  /** Takes new settings into use; a device whose setting stays the same is not touched. */
  readonly configure: (settings: DeviceSettings) => Promise<void>;
  /** Makes a simulated device read something. @returns false when there is no such device, or it is pulled out */
  readonly simulate: (device: string, act: SimulatedAct) => boolean;
  /** Something was plugged in or out: tries at once. */
  readonly nudge: () => void;
  readonly close: () => Promise<void>;
}

export type SimulatedAct =
  { readonly kind: "send"; readonly bytes: Uint8Array } | { readonly kind: "unplug" | "plugIn" };

interface Running {
  readonly setting: string;
  readonly kept: KeptOpen;
  readonly simulate: ((act: SimulatedAct) => boolean) | null;
}

interface Surroundings {
  readonly emit: (event: DeviceEvent) => void;
  readonly look: Looker;
}

export function openSupervisor(around: Surroundings): Supervisor {
  const running = new Map<string, Running>();
  let desk: DeskScans = { rules: [], repeatMs: 0, last: null };
  let rulesText = "";
  const stop = async (id: string): Promise<void> => {
    const one = running.get(id);
    running.delete(id);
    await one?.kept.close();
  };
  const configure = async (settings: DeviceSettings): Promise<void> => {
    const nextRules = JSON.stringify([settings.rules, settings.repeatMs]);
    const rulesChanged = nextRules !== rulesText;
    rulesText = nextRules;
    if (rulesChanged) desk = { rules: settings.rules, repeatMs: settings.repeatMs, last: desk.last };
    const wanted = new Map(settings.devices.map((setting) => [setting.id, JSON.stringify(setting)]));
    const stale = [...running].filter(([id, { setting }]) => rulesChanged || wanted.get(id) !== setting);
    await Promise.all(stale.map(async ([id]) => await stop(id)));
    for (const setting of settings.devices) {
      if (running.has(setting.id)) continue;
      const one = start(setting, desk, around);
      if (one !== null) running.set(setting.id, one);
    }
  };
  // One after the other: settings that change twice quickly must not open a port that is still closing.
  let last: Promise<void> = Promise.resolve();
  return {
    configure: async (settings) => {
      last = last.then(async () => await configure(settings));
      await last;
    },
    simulate: (device, act) => running.get(device)?.simulate?.(act) ?? false,
    nudge: () => {
      for (const { kept } of running.values()) kept.nudge();
    },
    close: async () => {
      await last;
      await Promise.all([...running.keys()].map(stop));
    },
  };
}

/** @returns null for a scanner that types: its keys arrive in the window, not here */
function start(setting: DeviceSetting, desk: DeskScans, { emit, look }: Surroundings): Running | null {
  const text = JSON.stringify(setting);
  const line = { desk, emit, look };
  switch (setting.kind) {
    case "wedgeScanner":
      return null;
    case "serialScanner": {
      const source = sourceOf(setting, false);
      const kept = openScanner({
        ...line,
        driver: serialDriver(setting),
        cutter: streamCutter(setting.framing),
        source,
      });
      return { setting: text, kept, simulate: null };
    }
    case "hidScanner": {
      let layout = usualHidLayout;
      const driver = hidDriver(setting, {
        layout: (found) => {
          layout = found;
        },
      });
      const kept = openScanner({
        ...line,
        driver,
        cutter: reportCutter(() => layout),
        source: sourceOf(setting, false),
      });
      return { setting: text, kept, simulate: null };
    }
    case "simulatedScanner": {
      const simulated = simulatedDevice();
      const source = sourceOf({ id: setting.id, encoding: "auto" }, true);
      const kept = openScanner({
        ...line,
        driver: simulated.driver,
        cutter: streamCutter(setting.framing),
        source,
      });
      return { setting: text, kept, simulate: actOn(simulated, setting.framing) };
    }
  }
}

function sourceOf(
  { id, encoding }: { id: string; encoding: Parameters<typeof openTextReader>[0] },
  simulated: boolean,
) {
  return { device: id, simulated, readText: openTextReader(encoding) };
}

/** What is simulated is the code; prefix and end are added as the scanner would. */
function actOn(
  simulated: ReturnType<typeof simulatedDevice>,
  { prefix, ends }: Framing,
): (act: SimulatedAct) => boolean {
  const head = Buffer.from(prefix, "hex");
  const tail = Buffer.from(ends[0] ?? "", "hex");
  return (act) => {
    switch (act.kind) {
      case "send":
        return simulated.send(Buffer.concat([head, act.bytes, tail]));
      case "unplug":
        simulated.unplug();
        return true;
      case "plugIn":
        simulated.plugIn();
        return true;
    }
  };
}
