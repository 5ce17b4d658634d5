import type { ChildProcessByStdio } from "node:child_process";
import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";

import type { Emit } from "./card-events.ts";
import { cardVoice } from "./card-events.ts";
import type { VendorAsk } from "./vendor-line.ts";
import type { VendorSurroundings } from "./vendor-lines.ts";
import { openVendorLines, vendorLimits } from "./vendor-lines.ts";

/** A maker's driver: a program of its own, so that its DLL can crash, hang or babble without anybody else. */
export interface VendorSettings {
  readonly device: string;
  /** The program and its arguments; no shell reads them. */
  readonly command: readonly [program: string, ...args: string[]];
  /** What the driver is told at its start: the path of the DLL, a port. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface VendorDriver {
  /** Resolves when its process is gone. */
  readonly close: () => Promise<void>;
}

/** Runs a driver for as long as the device is wanted, and starts it again, later each time, when it ends. */
export function runVendorDriver(
  settings: VendorSettings,
  emit: Emit,
  { limits = vendorLimits, now = Date.now }: Partial<Omit<VendorSurroundings, "voice">> = {},
): VendorDriver {
  const voice = cardVoice(settings.device, emit, now);
  let failures = 0;
  let timer: NodeJS.Timeout | null = null;
  let isClosing = false;
  let current: Running | null = null;
  const again = ({ reason, wasReady }: End): void => {
    current = null;
    if (isClosing) return;
    failures = wasReady ? 1 : failures + 1;
    voice.state("failed", reason);
    const { restartMs } = limits;
    timer = setTimeout(begin, restartMs[Math.min(failures, restartMs.length) - 1] ?? restartMs[0]);
  };
  const begin = (): void => {
    voice.state("opening", null);
    const running = start(settings, { voice, limits, now });
    current = running;
    running.ended.then(again).catch(() => undefined);
  };
  begin();
  return {
    close: async () => {
      isClosing = true;
      voice.hush();
      if (timer !== null) clearTimeout(timer);
      await current?.stop();
    },
  };
}

interface End {
  readonly reason: string;
  readonly wasReady: boolean;
}

interface Running {
  readonly ended: Promise<End>;
  readonly stop: () => Promise<void>;
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** How long a driver has to let go of its DLL before it is killed. */
const closeMsMax = 1000;

function start({ command, settings }: VendorSettings, { voice, limits, now }: VendorSurroundings): Running {
  const [program, ...args] = command;
  // Its stderr is nobody's: a maker's log may hold names and numbers.
  const child: Child = spawn(program, args, { stdio: ["pipe", "pipe", "ignore"], windowsHide: true });
  const { promise: ended, resolve } = Promise.withResolvers<End>();
  let reason = "读卡驱动退出，正在重新启动";
  let wasReady = false;
  const kill = (why: string): void => {
    reason = why;
    child.kill("SIGKILL");
  };
  const silence = setTimeout(() => {
    kill("读卡驱动没有应答，已停止，正在重新启动");
  }, limits.silenceMsMax);
  const { hear } = openVendorLines({ voice, limits, now }, kill, () => {
    wasReady = true;
  });
  child.stdout.on("data", (chunk: Buffer) => {
    silence.refresh();
    hear(chunk);
  });
  // A driver that is gone cannot be told anything; that it is gone is heard by its exit.
  child.stdin.on("error", () => undefined);
  child.on("error", () => {
    clearTimeout(silence);
    resolve({ reason: "读卡驱动不能启动，请检查驱动程序的路径", wasReady });
  });
  child.on("close", () => {
    clearTimeout(silence);
    resolve({ reason, wasReady });
  });
  tell(child, { ask: "hello", version: 1, settings });
  return {
    ended,
    stop: async () => {
      tell(child, { ask: "close" });
      child.stdin.end();
      const timer = setTimeout(() => child.kill("SIGKILL"), closeMsMax);
      await ended;
      clearTimeout(timer);
    },
  };
}

function tell(child: Child, ask: VendorAsk): void {
  if (child.stdin.writable) child.stdin.write(`${JSON.stringify(ask)}\n`);
}
