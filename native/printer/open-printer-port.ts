import { openFilePort } from "./file-port.ts";
import type { PrinterPort } from "./printer-port.ts";
import type { PrinterPortSettings } from "../../src/scan/printer-port-settings.ts";
import { openSerialPort } from "./serial-port.ts";
import { openSimulatedPort } from "./simulated-port.ts";
import { openTcpPort } from "./tcp-port.ts";

/** Opens the way to a printer, whatever it is attached to. @throws when it cannot be opened */
export async function openPrinterPort(
  settings: PrinterPortSettings,
  timeoutMs: number,
): Promise<PrinterPort> {
  switch (settings.by) {
    case "tcp":
      return await openTcpPort(settings, timeoutMs);
    case "serial":
      return await openSerialPort(settings);
    case "file":
      return await openFilePort(settings.path);
    case "simulated":
      return openSimulatedPort();
  }
}
