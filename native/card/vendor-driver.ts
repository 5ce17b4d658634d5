import type { ChildProcessByStdio } from "node:child_process";
import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";

import type { CardVoice, Emit } from "./card-events.ts";
import { cardVoice } from "./card-events.ts";
import { checkedCard } from "./card-fields.ts";
import { parseCardText } from "./card-string.ts";
import type { VendorAsk } from "./vendor-line.ts";
import { vendorLine } from "./vendor-line.ts";

/** A maker's driver: a program of its own, so that its DLL can crash, hang or babble without anybody else. */
export interface VendorSettings {
  readonly device: string;
  /** The program and its arguments; no shell reads them. */
  readonly command: readonly [program: string, ...args: string[]];
  /** What the driver is told at its start: the path of the DLL, a port. */
  readonly settings: Readonly<Record<string, string>>;
}

/** When a driver is stopped. */
export interface VendorLimits {
  readonly lineBytesMax: number;
  readonly linesPerSecondMax: number;
  /** Lines in all that are none of ours. */
  readonly wrongLinesMax: number;
  readonly silenceMsMax: number;
  /** Waits before it is started again, the last one for good. */
  readonly restartMs: readonly [number, ...number[]];
}

export const vendorLimits: VendorLimits = {
  lineBytesMax: 16_384,
  linesPerSecondMax: 100,
  wrongLinesMax: 5,
  silenceMsMax: 15_000,
  restartMs: [1000, 2000, 5000, 10_000, 30_000],
};

export interface VendorDriver {
  /** Resolves when its process is gone. */
  readonly close: () => Promise<void>;
}

interface Surroundings {
  readonly voice: CardVoice;
  readonly limits: VendorLimits;
  readonly now: () => number;
}

/** Runs a driver for as long as the device is wanted, and starts it again, later each time, when it ends. */
export function runVendorDriver(
  settings: VendorSettings,
  emit: Emit,
  { limits = vendorLimits, now = Date.now }: Partial<Omit<Surroundings, "voice">> = {},
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

function start({ command, settings }: VendorSettings, { voice, limits, now }: Surroundings): Running {
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
  const hear = heard({ voice, limits, now }, kill, () => {
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

/** Lines out of chunks, never more kept than one line may have. */
function heard(
  { voice, limits, now }: Surroundings,
  kill: (why: string) => void,
  ready: () => void,
): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let wrong = 0;
  let window = { from: now(), lines: 0 };
  /** Why it is to be stopped after this line; null: it may go on. */
  const faultOf = (line: Buffer): string | null => {
    if (now() - window.from >= 1000) window = { from: now(), lines: 0 };
    window.lines += 1;
    if (window.lines > limits.linesPerSecondMax) return "读卡驱动输出过多，已停止，正在重新启动";
    const isOurs = line.length <= limits.lineBytesMax && obey(line.toString("utf8"), voice, ready);
    wrong += isOurs ? 0 : 1;
    return wrong > limits.wrongLinesMax ? "读卡驱动输出无法识别，已停止，正在重新启动" : null;
  };
  /** @returns why it is to be stopped */
  const take = (chunk: Buffer): string | null => {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
      const fault = faultOf(rest.subarray(0, end));
      if (fault !== null) return fault;
      rest = rest.subarray(end + 1);
    }
    return rest.length > limits.lineBytesMax ? "读卡驱动输出过长，已停止，正在重新启动" : null;
  };
  const state = { isOver: false };
  return (chunk) => {
    if (state.isOver) return;
    const fault = take(chunk);
    if (fault === null) return;
    state.isOver = true;
    rest = Buffer.alloc(0);
    kill(fault);
  };
}

/** Passes on what a line tells. @returns whether it was one of ours */
function obey(text: string, voice: CardVoice, ready: () => void): boolean {
  const parsed = vendorLine.safeParse(jsonOf(text));
  if (!parsed.success) return false;
  const told = parsed.data;
  switch (told.tell) {
    case "ready":
      ready();
      voice.state("ready", null);
      return true;
    case "alive":
      return true;
    case "inserted":
    case "removed":
      voice.moved(told.tell);
      return true;
    case "cardString":
      voice.read(parseCardText(told.text));
      return true;
    case "card":
      voice.read(checkedCard(told.card));
      return true;
    case "fault":
      voice.unreadable(told.reason);
      return true;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
