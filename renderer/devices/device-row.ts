import type { VerbOutput } from "../../src/gateway/contract.ts";
import type { AttachedDevice } from "../../src/scan/attached-device.ts";
import type { DeviceSetting } from "../../src/scan/device-settings.ts";

export type DeviceState = VerbOutput<"deviceStates">["states"][number];

/** One row: what this desk has been set up with, then what is plugged in and nobody has set up. */
export type DeviceRow =
  | {
      readonly is: "set";
      readonly key: string;
      readonly setting: DeviceSetting;
      /** null: nothing is known of it. */
      readonly state: DeviceState | null;
    }
  | { readonly is: "attached"; readonly key: string; readonly attached: AttachedDevice };

export function deviceRows(
  settings: readonly DeviceSetting[],
  states: readonly DeviceState[],
  attached: readonly AttachedDevice[],
): readonly DeviceRow[] {
  return [
    ...settings.map((setting) => ({
      is: "set" as const,
      key: `set ${setting.id}`,
      setting,
      state: states.find(({ device }) => device === setting.id) ?? null,
    })),
    ...attached
      .filter((one) => one.kind !== "unlisted" && !settings.some((setting) => isFor(setting, one)))
      .map((one) => ({ is: "attached" as const, key: `attached ${placeOfAttached(one)}`, attached: one })),
  ];
}

/** How a device stands, as the screen says it. A printer that tells nothing of itself is open, and no more is known. */
export type Standing = "ready" | "low" | "mute" | "opening" | "absent" | "failed" | "keyboard" | "unknown";

export function standingOf(setting: DeviceSetting, state: DeviceState | null): Standing {
  // Nobody can know whether a keyboard is a scanner's before it types.
  if (setting.kind === "wedgeScanner") return "keyboard";
  if (state === null) return "unknown";
  if (state.state !== "ready" || state.reason === null) return state.state;
  return state.reason === "不回报状态" ? "mute" : "low";
}

export function isSimulated(setting: DeviceSetting): boolean {
  return (
    setting.kind === "simulatedScanner" || (setting.kind === "printer" && setting.port.by === "simulated")
  );
}

/** Where it is plugged in, as the system names it; null where that says nothing. */
export function placeOf(setting: DeviceSetting): string | null {
  switch (setting.kind) {
    case "serialScanner":
    case "serialCard":
      return setting.path;
    case "hidScanner": {
      const ids = [setting.vendorId, setting.productId].map((id) => id?.toString(16).padStart(4, "0") ?? "*");
      return [ids.join(":"), setting.serialNumber].filter((part) => part !== null).join(" ");
    }
    case "pcscReader":
      return setting.reader;
    case "vendorDriver":
      return setting.command[0];
    case "printer":
      return printerPlace(setting.port);
    case "wedgeScanner":
    case "simulatedScanner":
      return null;
  }
}

export function placeOfAttached(one: AttachedDevice): string {
  switch (one.kind) {
    case "serialPort":
    case "printerFile":
    case "hidScanner":
      return one.path;
    case "pcscReader":
      return one.name;
    case "unlisted":
      return one.what;
  }
}

function printerPlace(port: Extract<DeviceSetting, { kind: "printer" }>["port"]): string | null {
  switch (port.by) {
    case "tcp":
      return `${port.host}:${port.port}`;
    case "serial":
    case "file":
      return port.path;
    case "simulated":
      return null;
  }
}

/** Whether this setting is about that which is plugged in. */
function isFor(setting: DeviceSetting, one: AttachedDevice): boolean {
  switch (one.kind) {
    case "serialPort":
    case "printerFile":
      return setting.kind !== "hidScanner" && placeOf(setting) === one.path;
    case "hidScanner":
      return (
        setting.kind === "hidScanner" &&
        (setting.vendorId === null || setting.vendorId === Number.parseInt(one.vendorId, 16)) &&
        (setting.productId === null || setting.productId === Number.parseInt(one.productId, 16)) &&
        (setting.serialNumber === null || setting.serialNumber === one.serialNumber)
      );
    case "pcscReader":
      return setting.kind === "pcscReader" && (setting.reader === null || setting.reader === one.name);
    case "unlisted":
      return false;
  }
}
