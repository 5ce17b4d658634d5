import type { DeviceSettings } from "../src/scan/device-settings.ts";
import type { DeviceEvent } from "../src/scan/device-event.ts";
import type { PrintOutcome } from "../src/scan/print-outcome.ts";
import type { Looker } from "./byte-reader.ts";
import type { DeskJob } from "./printer/desk-printer.ts";
import type { DeskScans } from "./scanner/scan-line.ts";
import type { SimulatedAct, StartedDevice } from "./start-device.ts";
import { startDevice } from "./start-device.ts";

/** Keeps the devices of a desk open as its settings say. */
export interface Supervisor {
  /** Takes new settings into use; a device whose setting stays the same is not touched. */
  readonly configure: (settings: DeviceSettings) => Promise<void>;
  /** Makes a simulated device read something. @returns false when there is no such device, or it is pulled out */
  readonly simulate: (device: string, act: SimulatedAct) => boolean;
  /** @returns null when there is no such printer */
  readonly print: (device: string, job: DeskJob) => Promise<PrintOutcome | null>;
  /** Something was plugged in or out: tries at once. */
  readonly nudge: () => void;
  readonly close: () => Promise<void>;
}

interface Running {
  readonly setting: string;
  readonly device: StartedDevice;
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
    await one?.device.close();
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
      const device = startDevice(setting, { desk, ...around });
      if (device !== null) running.set(setting.id, { setting: JSON.stringify(setting), device });
    }
  };
  // One after the other: settings that change twice quickly must not open a port that is still closing.
  let last: Promise<void> = Promise.resolve();
  return {
    configure: async (settings) => {
      last = last.then(async () => await configure(settings));
      await last;
    },
    simulate: (id, act) => running.get(id)?.device.simulate?.(act) ?? false,
    print: async (id, job) => {
      // A process that has just been started is told its settings and its first job in one breath.
      await last;
      return (await running.get(id)?.device.print?.(job)) ?? null;
    },
    nudge: () => {
      for (const { device } of running.values()) device.nudge();
    },
    close: async () => {
      await last;
      await Promise.all([...running.keys()].map(stop));
    },
  };
}
