import type { AttachedDevice } from "../../src/scan/attached-device.ts";
import type { DeviceSettings } from "../../src/scan/device-settings.ts";
import { useVerb } from "../rpc/rpc-context.ts";
import type { Refusal } from "../rpc/transport.ts";
import type { DeviceRow } from "./device-row.ts";
import { deviceRows } from "./device-row.ts";

export interface Devices {
  /** null: not known yet, or at another machine. */
  readonly settings: DeviceSettings | null;
  readonly rows: readonly DeviceRow[];
  readonly unlisted: readonly Extract<AttachedDevice, { kind: "unlisted" }>[];
  readonly isElsewhere: boolean;
  readonly isPending: boolean;
  readonly refusal: Refusal | null;
}

/** The devices of a desk as they are now, and what is plugged in beside them. */
export function useDevices(desk: string): Devices {
  const kept = useVerb("deskDevices", { desk }, { everyMs: 10_000 });
  const states = useVerb("deviceStates", { desk }, { everyMs: 1000 });
  const attached = useVerb("attachedDevices", {}, { everyMs: 5000 });
  const isElsewhere = kept.error?.refusal.code === "DEVICES_ELSEWHERE";
  const settings = isElsewhere ? null : (kept.data?.settings ?? null);
  // What was known a while ago is not how things are.
  const known = states.isError ? [] : (states.data?.states ?? []);
  const plugged = attached.isError ? [] : (attached.data?.devices ?? []);
  return {
    settings,
    rows: settings === null ? [] : deviceRows(settings.devices, known, plugged),
    unlisted: plugged.filter((one) => one.kind === "unlisted"),
    isElsewhere,
    isPending: kept.isPending,
    refusal: kept.error?.refusal ?? states.error?.refusal ?? attached.error?.refusal ?? null,
  };
}
