import { readdirSync } from "node:fs";

import type { Attached } from "./devices-protocol.ts";
import { listHidScanners } from "./hid-driver.ts";

interface ListedPort {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
}

/** Lists serial ports and HID-POS scanners. One list that fails does not hide the other. */
export async function listDevices(): Promise<Attached[]> {
  const [serial, hid] = await Promise.all([
    listSerial().catch((error: unknown) => unlisted("serial", error)),
    listHid().catch((error: unknown) => unlisted("hid", error)),
  ]);
  return [...serial, ...hid];
}

async function listSerial(): Promise<Attached[]> {
  const { SerialPort } = await import("serialport");
  const ports: readonly ListedPort[] = await SerialPort.list().catch(listFolder);
  return ports.map(({ path, manufacturer, vendorId, productId, serialNumber }) => ({
    kind: "serialPort",
    path,
    manufacturer: manufacturer ?? null,
    vendorId: vendorId ?? null,
    productId: productId ?? null,
    serialNumber: serialNumber ?? null,
  }));
}

/** Where a Linux has no udev to ask, its folder of devices tells the names. */
function listFolder(error: unknown): ListedPort[] {
  if (process.platform !== "linux") throw error;
  return readdirSync("/dev")
    .filter((name) => /^tty(?:USB|ACM|S)\d+$/.test(name))
    .map((name) => ({ path: `/dev/${name}` }));
}

async function listHid(): Promise<Attached[]> {
  const devices = await listHidScanners();
  return devices.map(({ path, product, manufacturer, vendorId, productId, serialNumber }) => ({
    kind: "hidScanner",
    path: path ?? "",
    product: product ?? null,
    manufacturer: manufacturer ?? null,
    vendorId: vendorId.toString(16).padStart(4, "0"),
    productId: productId.toString(16).padStart(4, "0"),
    serialNumber: serialNumber ?? null,
  }));
}

function unlisted(what: "serial" | "hid", error: unknown): Attached[] {
  return [{ kind: "unlisted", what, reason: error instanceof Error ? error.message : String(error) }];
}
