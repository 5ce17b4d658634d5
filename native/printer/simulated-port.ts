import { openFakePrinter } from "../fake/fake-printer.ts";
import type { PortListener, PrinterPort } from "./printer-port.ts";

/** A simulated printer in the process itself: it takes everything and says that it is done. */
export function openSimulatedPort(): PrinterPort {
  const printer = openFakePrinter();
  let listener: PortListener | null = null;
  const line = {
    send: (bytes: Uint8Array) => listener?.bytes(bytes),
    cut: () => listener?.closed("已断开"),
    hang: () => undefined,
  };
  return {
    write: async (bytes) => {
      // As over a real line, the answer comes after the write is done.
      await Promise.resolve();
      printer.takes(bytes, line);
    },
    listen: (one) => {
      listener = one;
    },
    close: async () => {
      await Promise.resolve();
      listener?.closed("已关闭");
    },
  };
}
