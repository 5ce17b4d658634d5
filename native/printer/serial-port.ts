import { SerialPort } from "serialport";

import type { PrinterPort } from "./printer-port.ts";
import type { PrinterPortSettings } from "../../src/scan/printer-port-settings.ts";

type SerialSettings = Extract<PrinterPortSettings, { by: "serial" }>;

/** Opens a serial line. @throws when there is none, or somebody else has it */
export async function openSerialPort({ flow, by: _by, ...line }: SerialSettings): Promise<PrinterPort> {
  const software = flow === "software";
  const port = new SerialPort({
    ...line,
    rtscts: flow === "hardware",
    xon: software,
    xoff: software,
    autoOpen: false,
  });
  let reason = "串口已断开";
  port.on("error", (error: Error) => {
    reason = error.message;
  });
  await told((done) => port.open(done));
  return {
    write: async (bytes) => {
      await told((done) => port.write(Buffer.from(bytes), done));
      await told((done) => port.drain(done));
    },
    listen: ({ bytes, closed }) => {
      port.on("data", bytes);
      port.once("close", () => closed(reason));
      if (!port.isOpen) closed(reason);
    },
    close: async () => {
      if (!port.isOpen) return;
      const { promise, resolve } = Promise.withResolvers<undefined>();
      // What still waits in the line is not waited for: whoever closes has given it up, or has its answer.
      port.flush(() => port.close(() => resolve(undefined)));
      await promise;
    },
  };
}

async function told(start: (done: (error: Error | null | undefined) => void) => unknown): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  start((error) => {
    if (error === null || error === undefined) resolve(undefined);
    else reject(error);
  });
  await promise;
}
