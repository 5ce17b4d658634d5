import { readFileSync } from "node:fs";
import { basename } from "node:path";

import type { Device, HIDAsync } from "node-hid";

import type { Driver, DriverEvents, Opened } from "./device-driver.ts";
import type { HidLayout } from "./scanner/hid-layout.ts";
import { readHidLayout, scannerPage, usualHidLayout } from "./scanner/hid-layout.ts";

/** Which device is meant; null means any. */
export interface HidWanted {
  readonly vendorId: number | null;
  readonly productId: number | null;
  readonly serialNumber: string | null;
}

export interface HidDriverEvents {
  /** Told once a device is open and before its first report. */
  readonly layout: (layout: HidLayout) => void;
}

/** A scanner in HID-POS mode. */
export function hidDriver(wanted: HidWanted, { layout }: HidDriverEvents): Driver {
  return {
    open: async (events) => {
      const found = (await listHidScanners()).find((device) => isWanted(device, wanted));
      if (found?.path === undefined)
        return { ok: false, refusal: { state: "absent", reason: "未找到 HID 扫码设备" } };
      return await openDevice(found.path, events, layout);
    },
  };
}

/** All attached scanners in HID-POS mode. Fails where the library cannot be loaded, which is read only here. */
export async function listHidScanners(): Promise<readonly Device[]> {
  const { devicesAsync } = await import("node-hid");
  return (await devicesAsync()).filter(({ usagePage }) => usagePage === scannerPage);
}

async function openDevice(
  path: string,
  events: DriverEvents,
  tellLayout: (layout: HidLayout) => void,
): Promise<Opened> {
  let device: HIDAsync;
  try {
    const hid = await import("node-hid");
    device = await hid.HIDAsync.open(path);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, refusal: { state: "failed", reason: `无法打开 HID 设备：${message}` } };
  }
  tellLayout(layoutAt(path));
  let over = false;
  const close = async (): Promise<void> => {
    if (over) return;
    over = true;
    device.removeAllListeners();
    device.on("error", () => undefined);
    // A device that was pulled out cannot be closed any more; its handle is gone with it.
    await device.close().catch(() => undefined);
  };
  device.on("data", (report: Buffer) => {
    events.bytes(report);
  });
  // The only sign of an unplug; its argument is undefined as often as not.
  device.on("error", () => {
    if (!over) events.gone("设备已断开");
  });
  return { ok: true, close };
}

/** Linux shows the descriptor in a file beside the device; elsewhere the usual layout stands in. */
function layoutAt(path: string): HidLayout {
  try {
    const file = `/sys/class/hidraw/${basename(path)}/device/report_descriptor`;
    return readHidLayout(readFileSync(file)) ?? usualHidLayout;
  } catch {
    return usualHidLayout;
  }
}

function isWanted(device: Device, { vendorId, productId, serialNumber }: HidWanted): boolean {
  return (
    (vendorId === null || device.vendorId === vendorId) &&
    (productId === null || device.productId === productId) &&
    (serialNumber === null || device.serialNumber === serialNumber)
  );
}
