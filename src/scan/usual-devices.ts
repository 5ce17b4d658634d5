import type { DeviceSettings } from "./device-settings.ts";
import { repeatMsUsual } from "./repeat-guard.ts";
import type { ScanRule } from "./scan-rule.ts";
import type { WedgeProfile } from "./wedge-profile.ts";

/*
 * What holds where nobody has set anything up. Apart from the shapes of settings: a page takes scans from its first moment,
 * and reads no settings until its engine has told them.
 */

/** The insurance app shows 28 digits; a region whose tokens differ sets its own rule before this one. */
export const usualScanRules: readonly ScanRule[] = [
  { kind: "insuranceQr", prefix: "", lengthMin: 28, lengthMax: 28, digits: true },
];

/** Most scanners type a key every 2 to 15 ms, now and then one after 30; nobody types ten characters like that. */
export const usualWedgeProfile: WedgeProfile = { gapMsMax: 40, meanMsMax: 35, suffix: "Enter", prefix: "" };

/** Scanners that type work at once, everything else has to be named. */
export const usualDeviceSettings: DeviceSettings = {
  devices: [],
  rules: [...usualScanRules],
  repeatMs: repeatMsUsual,
};
