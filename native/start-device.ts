import type { DeviceSetting } from "../src/scan/device-settings.ts";
import type { DeviceEvent } from "../src/scan/device-event.ts";
import type { Framing } from "../src/scan/framing.ts";
import type { Looker } from "./byte-reader.ts";
import { openPcsc } from "./card/pcsc-reader.ts";
import { openSerialCard } from "./card/serial-card.ts";
import { runVendorDriver } from "./card/vendor-driver.ts";
import { simulatedDevice } from "./fake/simulated-driver.ts";
import { hidDriver } from "./hid-driver.ts";
import type { DeskPrinter } from "./printer/desk-printer.ts";
import { openDeskPrinter } from "./printer/desk-printer.ts";
import { usualHidLayout } from "./scanner/hid-layout.ts";
import { openTextReader } from "./scanner/read-text.ts";
import type { DeskScans } from "./scanner/scan-line.ts";
import { openScanner, reportCutter, streamCutter } from "./scanner/scanner.ts";
import { serialDriver } from "./serial-driver.ts";

export type SimulatedAct =
  { readonly kind: "send"; readonly bytes: Uint8Array } | { readonly kind: "unplug" | "plugIn" };

/** One device of a desk, kept open until it is closed. */
export interface StartedDevice {
  /** Something was plugged in or out: tries at once. */
  readonly nudge: () => void;
  readonly close: () => Promise<void>;
  /** null: it is no simulated one. */
  readonly simulate: ((act: SimulatedAct) => boolean) | null;
  /** null: it is no printer. */
  readonly print: DeskPrinter["print"] | null;
}

export interface DeviceSurroundings {
  readonly desk: DeskScans;
  readonly emit: (event: DeviceEvent) => void;
  readonly look: Looker;
}

type Of<K extends DeviceSetting["kind"]> = Extract<DeviceSetting, { readonly kind: K }>;

const plain = { simulate: null, print: null } as const;

/** @returns null for a scanner that types: its keys arrive in the window, not here */
export function startDevice(setting: DeviceSetting, around: DeviceSurroundings): StartedDevice | null {
  const { emit, look } = around;
  switch (setting.kind) {
    case "wedgeScanner":
      return null;
    case "serialScanner": {
      const parts = { driver: serialDriver(setting), cutter: streamCutter(setting.framing) };
      return { ...plain, ...openScanner({ ...around, ...parts, source: sourceOf(setting, false) }) };
    }
    case "hidScanner":
      return { ...plain, ...startHid(setting, around) };
    case "simulatedScanner":
      return startSimulated(setting, around);
    case "serialCard": {
      const { id: device, framing } = setting;
      return { ...plain, ...openSerialCard({ device, framing, driver: serialDriver(setting), emit, look }) };
    }
    case "pcscReader":
      return { ...plain, ...startPcsc(setting, emit) };
    case "vendorDriver": {
      const { id: device, command, settings } = setting;
      // A driver that has ended is started again at its own pace.
      return {
        ...plain,
        nudge: () => undefined,
        close: runVendorDriver({ device, command, settings }, emit).close,
      };
    }
    case "printer":
      return { ...plain, ...openDeskPrinter(setting, emit) };
  }
}

function startHid(setting: Of<"hidScanner">, around: DeviceSurroundings) {
  let layout = usualHidLayout;
  const driver = hidDriver(setting, {
    layout: (found) => {
      layout = found;
    },
  });
  return openScanner({
    ...around,
    driver,
    cutter: reportCutter(() => layout),
    source: sourceOf(setting, false),
  });
}

function startSimulated({ id, framing }: Of<"simulatedScanner">, around: DeviceSurroundings): StartedDevice {
  const simulated = simulatedDevice();
  const source = sourceOf({ id, encoding: "auto" }, true);
  const { driver } = simulated;
  const kept = openScanner({ ...around, driver, cutter: streamCutter(framing), source });
  return { ...plain, ...kept, simulate: actOn(simulated, framing) };
}

/** It looks at its readers by itself, several times a second. */
function startPcsc({ id: device, reader, answerMsMax }: Of<"pcscReader">, emit: DeviceSurroundings["emit"]) {
  const opening = openPcsc({ device, reader, answerMsMax }, emit);
  return {
    nudge: () => undefined,
    close: async () => {
      (await opening).close();
    },
  };
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
