import { accessSync, constants, readdirSync } from "node:fs";

import type { AttachedDevice } from "../src/scan/attached-device.ts";
import { listPcscReaders } from "./card/list-pcsc-readers.ts";
import { listHidScanners } from "./hid-driver.ts";

interface ListedPort {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
}

/** Lists serial ports, HID-POS scanners, card readers and printers. One list that fails does not hide the others. */
export async function listDevices(): Promise<AttachedDevice[]> {
  const listed = await Promise.all([
    listOr("serial", listSerial),
    listOr("hid", listHid),
    listOr("pcsc", listPcscReaders),
    listOr("printer", async () => await Promise.resolve(listPrinterFiles())),
  ]);
  return listed.flat();
}

async function listSerial(): Promise<AttachedDevice[]> {
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

async function listHid(): Promise<AttachedDevice[]> {
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

/** Linux gives each USB printer a file; elsewhere printers have none, and are reached by network or serial line. */
function listPrinterFiles(): AttachedDevice[] {
  if (process.platform !== "linux") return [];
  const folders = ["/dev/usb", "/dev"].flatMap((folder) =>
    namesIn(folder)
      .filter((name) => /^(?:usb)?lp\d+$/.test(name))
      .map((name) => `${folder}/${name}`),
  );
  return folders.map((path) => ({ kind: "printerFile", path, isWritable: isWritable(path) }));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // No printer has ever been plugged in: the folder is made with the first.
    return [];
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function listOr(
  what: Extract<AttachedDevice, { kind: "unlisted" }>["what"],
  list: () => Promise<AttachedDevice[]>,
): Promise<AttachedDevice[]> {
  try {
    return await list();
  } catch (error) {
    return [{ kind: "unlisted", what, reason: error instanceof Error ? error.message : String(error) }];
  }
}
