import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";

import type { Line, StepOrder, StormOrder } from "./child-lines.ts";
import { linesIn } from "./child-lines.ts";
import type { Moment } from "./moments.ts";

/** A child that says nothing for so long hangs, and that is a fault. */
const silenceMs = 180_000;

export interface Ended {
  readonly lines: readonly Line[];
  /** null: killed as wanted, or ended whole before its moment came; else what went wrong. */
  readonly fault: string | null;
  /** From the moment's word to the end. */
  readonly tookMs: number;
}

/** Starts a child with an order and kills it at a moment. */
export async function runUntilKilled(
  program: string,
  order: { readonly file: string; readonly content: StormOrder | StepOrder },
  moment: Moment,
): Promise<Ended> {
  writeFileSync(order.file, JSON.stringify(order.content));
  // Options of this process (a planted mistake) hold for its children.
  const child = spawn(process.execPath, [...process.execArgv, program, order.file], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = (): void => {
    child.kill("SIGKILL");
  };
  const timers = [setTimeout(kill, silenceMs)];
  const heard: { text: string; errors: string; at: number | null } = { text: "", errors: "", at: null };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    heard.text += chunk;
    if (heard.at !== null || heard.text.split(`{"says":"${moment.after}"`).length <= moment.nth) return;
    heard.at = performance.now();
    timers.push(at(heard.at + moment.delayMs, kill));
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    heard.errors += chunk;
  });
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  for (const timer of timers) clearTimeout(timer);
  const whole = code === 0 || (signal === "SIGKILL" && heard.at !== null);
  return {
    lines: linesIn(heard.text),
    fault: whole ? null : `child ended with ${code ?? signal}: ${heard.errors}`,
    tookMs: performance.now() - (heard.at ?? performance.now()),
  };
}

/** Timers count whole milliseconds; a commit takes a few. */
function at(timeMs: number, work: () => void): NodeJS.Timeout {
  return setTimeout(
    () => {
      while (performance.now() < timeMs);
      work();
    },
    Math.max(0, Math.floor(timeMs - performance.now())),
  );
}
