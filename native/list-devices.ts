import type { Attached } from "./devices-protocol.ts";
import { listHidScanners } from "./hid-driver.ts";

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
  const ports = await SerialPort.list();
  return ports.map(({ path, manufacturer, vendorId, productId, serialNumber }) => ({
    kind: "serialPort",
    path,
    manufacturer: manufacturer ?? null,
    vendorId: vendorId ?? null,
    productId: productId ?? null,
    serialNumber: serialNumber ?? null,
  }));
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
