import type { AttachedDevice } from "../../src/scan/attached-device.ts";
import type { DeviceSetting } from "../../src/scan/device-settings.ts";
import { deviceSetting } from "../../src/scan/device-settings.ts";
import type { Framing } from "../../src/scan/framing.ts";
import { usualFramings } from "../../src/scan/framing.ts";
import { usualWedgeProfile } from "../../src/scan/usual-devices.ts";

export type DeviceKind = DeviceSetting["kind"];

/** In the order in which they are offered. */
export const deviceKinds = [
  "serialScanner",
  "hidScanner",
  "wedgeScanner",
  "serialCard",
  "pcscReader",
  "vendorDriver",
  "printer",
  "simulatedScanner",
] as const satisfies readonly DeviceKind[];

const line = { path: "", baudRate: "9600", dataBits: "8", stopBits: "1", parity: "none" };
const hid = { vendorId: "", productId: "", serialNumber: "" };
const wedge = {
  gapMsMax: String(usualWedgeProfile.gapMsMax),
  meanMsMax: String(usualWedgeProfile.meanMsMax),
  suffix: usualWedgeProfile.suffix,
};
const card = { reader: "", answerMsMax: "5000", command: "", settings: "" };
const printer = { by: "tcp", host: "", port: "9100", flow: "none", paper: "80", drawer: "" };
const empty = {
  id: "",
  ...line,
  ...framingDraft(usualFramings.anyLineEnd),
  encoding: "auto",
  ...hid,
  ...wedge,
  ...card,
  ...printer,
};

export type DraftField = keyof typeof empty;

/** The settings of one device as they are typed; a kind has no use for most of them. */
export type DeviceDraft = Readonly<Record<DraftField, string>> & { readonly kind: DeviceKind };

/** A device that is new at a desk. @param taken  names that others have */
export function newDraft(kind: DeviceKind, taken: readonly string[]): DeviceDraft {
  const stem = {
    serialScanner: "scanner",
    hidScanner: "scanner",
    wedgeScanner: "keyboard",
    simulatedScanner: "simulated",
    serialCard: "card",
    pcscReader: "card",
    vendorDriver: "driver",
    printer: "printer",
  }[kind];
  let at = 1;
  while (taken.includes(`${stem}-${at}`)) at += 1;
  return { ...empty, kind, id: `${stem}-${at}` };
}

/** What is plugged in, as this desk would use it; null for what is only a remark. */
export function draftOfAttached(one: AttachedDevice, taken: readonly string[]): DeviceDraft | null {
  switch (one.kind) {
    case "serialPort":
      return { ...newDraft("serialScanner", taken), path: one.path };
    case "hidScanner": {
      const { vendorId, productId, serialNumber } = one;
      return { ...newDraft("hidScanner", taken), vendorId, productId, serialNumber: serialNumber ?? "" };
    }
    case "pcscReader":
      return { ...newDraft("pcscReader", taken), reader: one.name };
    case "printerFile":
      return { ...newDraft("printer", taken), by: "file", path: one.path };
    case "unlisted":
      return null;
  }
}

export function draftOf(setting: DeviceSetting): DeviceDraft {
  const base = { ...empty, kind: setting.kind, id: setting.id };
  switch (setting.kind) {
    case "serialScanner":
      return { ...base, ...lineDraft(setting), ...framingDraft(setting.framing), encoding: setting.encoding };
    case "serialCard":
      return { ...base, ...lineDraft(setting), ...framingDraft(setting.framing) };
    case "simulatedScanner":
      return { ...base, ...framingDraft(setting.framing) };
    case "hidScanner":
      return {
        ...base,
        vendorId: hexOf(setting.vendorId),
        productId: hexOf(setting.productId),
        serialNumber: setting.serialNumber ?? "",
        encoding: setting.encoding,
      };
    case "wedgeScanner": {
      const { gapMsMax, meanMsMax, suffix, prefix } = setting.profile;
      return { ...base, gapMsMax: String(gapMsMax), meanMsMax: String(meanMsMax), suffix, prefix };
    }
    case "pcscReader":
      return { ...base, reader: setting.reader ?? "", answerMsMax: String(setting.answerMsMax) };
    case "vendorDriver":
      return {
        ...base,
        command: JSON.stringify(setting.command),
        settings: JSON.stringify(setting.settings),
      };
    case "printer":
      return {
        ...base,
        ...portDraft(setting.port),
        paper: setting.paper,
        drawer: String(setting.drawer ?? ""),
      };
  }
}

export function framingDraft({ prefix, ends, idleMs, bytesMax }: Framing) {
  return { prefix, ends: ends.join(" "), idleMs: String(idleMs ?? ""), bytesMax: String(bytesMax) };
}

export type DraftFaults = Readonly<Partial<Record<DraftField, true>>>;

export type Drafted =
  | { readonly ok: true; readonly setting: DeviceSetting }
  | { readonly ok: false; readonly faults: DraftFaults };

/** What is typed, as the engine takes it; or which fields are wrong. */
export function settingOf(draft: DeviceDraft): Drafted {
  const parsed = deviceSetting.safeParse({ id: draft.id.trim(), kind: draft.kind, ...partsOf(draft) });
  if (parsed.success) return { ok: true, setting: parsed.data };
  const faults: Partial<Record<DraftField, true>> = {};
  for (const { path } of parsed.error.issues) faults[fieldAt(path)] = true;
  return { ok: false, faults };
}

/** The field that a complaint is about: the innermost name. Of a whole framing it is that nothing would end a code. */
function fieldAt(path: readonly PropertyKey[]): DraftField {
  for (const part of path.toReversed()) {
    const found = fieldNames.find((name) => name === part);
    // "settings" of a driver has names of its own below it.
    if (found !== undefined && (path[0] !== "settings" || found === "settings")) return found;
  }
  return path[0] === "framing" ? "ends" : "id";
}

const fieldNames = Object.keys(empty).filter((name): name is DraftField => Object.hasOwn(empty, name));

function partsOf(draft: DeviceDraft): object {
  switch (draft.kind) {
    case "serialScanner":
      return { ...lineOf(draft), framing: framingOf(draft), encoding: draft.encoding };
    case "serialCard":
      return { ...lineOf(draft), framing: framingOf(draft) };
    case "simulatedScanner":
      return { framing: framingOf(draft) };
    case "hidScanner":
      return {
        vendorId: numberOfHex(draft.vendorId),
        productId: numberOfHex(draft.productId),
        serialNumber: orNull(draft.serialNumber),
        encoding: draft.encoding,
      };
    case "wedgeScanner":
      return {
        profile: {
          gapMsMax: whole(draft.gapMsMax),
          meanMsMax: whole(draft.meanMsMax),
          suffix: draft.suffix,
          prefix: draft.prefix,
        },
      };
    case "pcscReader":
      return { reader: orNull(draft.reader), answerMsMax: whole(draft.answerMsMax) };
    case "vendorDriver":
      return {
        command: json(draft.command),
        settings: draft.settings.trim() === "" ? {} : json(draft.settings),
      };
    case "printer":
      return {
        port: portOf(draft),
        paper: draft.paper,
        drawer: draft.drawer === "" ? null : whole(draft.drawer),
      };
  }
}

function portOf(draft: DeviceDraft): object {
  const { by, host, port, path, flow } = draft;
  switch (by) {
    case "tcp":
      return { by, host: host.trim(), port: whole(port) };
    case "serial":
      return { by, ...lineOf(draft), path: path.trim(), flow };
    case "file":
      return { by, path: path.trim() };
    default:
      return { by };
  }
}

function portDraft(port: Extract<DeviceSetting, { kind: "printer" }>["port"]): Partial<DeviceDraft> {
  switch (port.by) {
    case "tcp":
      return { by: port.by, host: port.host, port: String(port.port) };
    case "serial":
      return { by: port.by, ...lineDraft(port), flow: port.flow };
    case "file":
      return { by: port.by, path: port.path };
    case "simulated":
      return { by: port.by };
  }
}

interface SerialLine {
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits: number;
  readonly stopBits: number;
  readonly parity: string;
}

function lineDraft({ path, baudRate, dataBits, stopBits, parity }: SerialLine) {
  return {
    path,
    baudRate: String(baudRate),
    dataBits: String(dataBits),
    stopBits: String(stopBits),
    parity,
  };
}

function lineOf({ path, baudRate, dataBits, stopBits, parity }: DeviceDraft): object {
  return {
    path: path.trim(),
    baudRate: whole(baudRate),
    dataBits: whole(dataBits),
    stopBits: stopBits === "1.5" ? 1.5 : whole(stopBits),
    parity,
  };
}

function framingOf({ prefix, ends, idleMs, bytesMax }: DeviceDraft): object {
  return {
    prefix: hexBytes(prefix),
    ends: ends
      .trim()
      .split(/[\s,，]+/)
      .filter((end) => end !== "")
      .map(hexBytes),
    idleMs: idleMs.trim() === "" ? null : whole(idleMs),
    bytesMax: whole(bytesMax),
  };
}

function hexBytes(text: string): string {
  return text.trim().toLowerCase();
}

/** A figure as it is typed; what is none is no number, and is refused as one. */
function whole(text: string): number {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
}

function orNull(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}

function hexOf(id: number | null): string {
  return id === null ? "" : id.toString(16).padStart(4, "0");
}

function numberOfHex(text: string): number | null {
  const digits = text.trim();
  if (digits === "") return null;
  return /^[\da-f]{1,4}$/i.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
