import { constants } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

import type { PortListener, PrinterPort } from "./printer-port.ts";

/** How often a device is asked again that had nothing to say, or no room. */
const againMs = 15;

/**
 * Opens a device file. It never blocks: a printer that takes nothing more must not hold a thread of the process.
 *
 * @throws when there is none, or when it is no device: a printer's bytes do not belong into a file
 */
export async function openFilePort(path: string): Promise<PrinterPort> {
  const handle = await open(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
  const stat = await handle.stat();
  if (!stat.isCharacterDevice()) {
    await handle.close();
    throw new Error("不是设备文件");
  }
  const gone = new AbortController();
  const close = async (reason: string): Promise<void> => {
    if (gone.signal.aborted) return;
    gone.abort(reason);
    await handle.close();
  };
  return {
    write: async (bytes) => {
      await writeAll(handle, bytes, gone.signal);
    },
    listen: (listener) => {
      gone.signal.addEventListener("abort", () => listener.closed(String(gone.signal.reason)), {
        once: true,
      });
      readOn(handle, listener, gone.signal).catch(async (error: unknown) => await close(wordsOf(error)));
    },
    close: async () => await close("已关闭"),
  };
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  let at = 0;
  while (at < bytes.length) {
    signal.throwIfAborted();
    try {
      const { bytesWritten } = await handle.write(bytes, at, bytes.length - at);
      at += bytesWritten;
    } catch (error) {
      if (!isBusy(error)) throw error;
      await pause(againMs, undefined, { signal });
    }
  }
}

async function readOn(handle: FileHandle, listener: PortListener, signal: AbortSignal): Promise<void> {
  const buffer = new Uint8Array(256);
  while (!signal.aborted) {
    try {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      // A printer that has nothing to say gives no bytes, as does one that only listens.
      if (bytesRead > 0) listener.bytes(buffer.slice(0, bytesRead));
      else await pause(againMs, undefined, { signal });
    } catch (error) {
      if (!isBusy(error)) throw error;
      await pause(againMs, undefined, { signal });
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "EAGAIN" || error.code === "EINTR");
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : "设备已断开";
}
