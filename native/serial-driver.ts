import type { SerialPort } from "serialport";

import type { Driver, DriverEvents, Opened, OpenRefusal } from "./device-driver.ts";

/** How a serial port is spoken to. */
export interface SerialLine {
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly stopBits: 1 | 1.5 | 2;
  readonly parity: "none" | "even" | "odd" | "mark" | "space";
}

/** A serial port, read only. Bytes are handed on as they come. */
export function serialDriver(line: SerialLine): Driver {
  return { open: async (events) => await openPort(line, events) };
}

async function openPort(line: SerialLine, events: DriverEvents): Promise<Opened> {
  let port: SerialPort;
  try {
    const library = await import("serialport");
    port = new library.SerialPort({ ...line, autoOpen: false });
  } catch (error) {
    return { ok: false, refusal: refusalOf(error) };
  }
  const failed = await new Promise<Error | null>((resolve) => {
    port.open(resolve);
  });
  if (failed !== null) {
    port.destroy();
    return { ok: false, refusal: refusalOf(failed) };
  }
  let closing = false;
  let reason = "设备已断开";
  const gone = (): void => {
    if (closing) return;
    closing = true;
    events.gone(reason);
  };
  // An error alone is no end: modem lines fail on ports that have none, and a read error is followed by the close.
  port.on("error", (error: Error) => {
    reason = `设备已断开：${error.message}`;
  });
  port.on("close", gone);
  const endWatch = await watchPort(port, gone);
  // Last: what is read before the opening is told would belong to no opening.
  port.on("data", events.bytes);
  // Many USB scanners send only while DTR is up; a port without modem lines refuses, and needs none.
  port.set({ dtr: true, rts: true }, () => undefined);
  return {
    ok: true,
    close: async () => {
      closing = true;
      endWatch();
      if (port.isOpen) {
        await new Promise<void>((resolve) => {
          port.close(() => resolve());
        });
      }
      port.removeAllListeners();
      // What still fails after the end is nobody's business, and must not be thrown for want of a listener.
      port.on("error", () => undefined);
      port.destroy();
    },
  };
}

/** How often an open port is asked whether it is still there. */
const watchMs = 200;

/**
 * A port that is hung up at the wrong moment is read as empty, and the library asks it again and again, without an end
 * and without telling. The line's speed can still be asked for as long as there is a line.
 */
async function watchPort(port: SerialPort, gone: () => void): Promise<() => void> {
  const isThere = async (): Promise<boolean> => {
    try {
      await port.port?.getBaudRate();
      return true;
    } catch {
      return false;
    }
  };
  // Systems that cannot be asked tell of an unplug by themselves.
  if (!(await isThere())) return () => undefined;
  let asking = false;
  const ask = async (): Promise<void> => {
    asking = true;
    const there = await isThere();
    asking = false;
    if (!there) gone();
  };
  const timer = setInterval(() => {
    if (asking) return;
    ask().catch(gone);
  }, watchMs);
  return () => clearInterval(timer);
}

/** The bindings say what the system said, in their own words; only these differ in what is to be done. */
function refusalOf(error: unknown): OpenRefusal {
  const message = error instanceof Error ? error.message : String(error);
  if (/No such file|File not found|cannot find|ENOENT|No such device/i.test(message))
    return { state: "absent", reason: "未找到端口" };
  if (/lock|Resource temporarily unavailable|Access denied|EBUSY|Device or resource busy/i.test(message))
    return { state: "failed", reason: "端口被其他程序占用" };
  if (/Permission denied|EACCES/i.test(message)) return { state: "failed", reason: "没有打开端口的权限" };
  return { state: "failed", reason: `无法打开端口：${message}` };
}
