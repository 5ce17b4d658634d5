import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import type { FakeLine, FakePrinter } from "../../../native/fake/fake-printer.ts";
import type { PrinterPort } from "../../../native/printer/printer-port.ts";
import { openFilePort } from "../../../native/printer/file-port.ts";

/** A cable: two ends of real ptys, the second held by a simulated printer. */
export interface PtyPair {
  /** The end that a program opens. */
  readonly path: string;
  readonly attach: (printer: FakePrinter) => Promise<void>;
  readonly plugIn: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** @throws when socat is not on this machine */
export async function ptyPair(): Promise<PtyPair> {
  const dir = mkdtempSync(join(tmpdir(), "onestop-pty-"));
  const [path, far] = [join(dir, "near"), join(dir, "far")];
  let socat: ChildProcess | null = null;
  let end: PrinterPort | null = null;
  const pullOut = async (): Promise<void> => {
    await end?.close();
    end = null;
    if (socat === null) return;
    const ended = once(socat, "exit");
    socat.kill();
    await ended;
    socat = null;
  };
  const plugIn = async (): Promise<void> => {
    await pullOut();
    socat = spawn("socat", [`pty,raw,echo=0,link=${path}`, `pty,raw,echo=0,link=${far}`], {
      stdio: "ignore",
    });
    for (let tries = 0; !existsSync(path) || !existsSync(far); tries += 1) {
      if (tries > 500) throw new Error("socat gave no pty");
      await pause(10);
    }
  };
  await plugIn();
  return {
    path,
    plugIn,
    attach: async (printer) => {
      const port = await openFilePort(far);
      end = port;
      const line: FakeLine = {
        send: (bytes) => void port.write(bytes).catch(() => undefined),
        cut: () => void pullOut(),
        hang: () => undefined,
      };
      port.listen({ bytes: (piece) => printer.takes(piece, line), closed: () => undefined });
    },
    close: async () => {
      await pullOut();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
