import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";

import type { Line, StepOrder, StormOrder } from "./child-lines.ts";
import { linesIn } from "./child-lines.ts";
import type { Moment } from "./moments.ts";

/** A child that says nothing for so long hangs, and that is a fault. */
const silenceMs = 60_000;

export interface Ended {
  readonly lines: readonly Line[];
  /** null: killed as wanted, or ended whole before its moment came; else what went wrong. */
  readonly fault: string | null;
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
  const hung = setTimeout(kill, silenceMs);
  let text = "";
  let errors = "";
  let aimed = false;
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    if (aimed || text.split(`{"says":"${moment.after}"`).length <= moment.nth) return;
    aimed = true;
    after(moment.delayMs, kill);
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    errors += chunk;
  });
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  clearTimeout(hung);
  const whole = code === 0 || (signal === "SIGKILL" && aimed);
  return { lines: linesIn(text), fault: whole ? null : `child ended with ${code ?? signal}: ${errors}` };
}

/** Timers count whole milliseconds; a commit takes a few. */
function after(delayMs: number, work: () => void): void {
  const at = performance.now() + delayMs;
  setTimeout(() => {
    while (performance.now() < at);
    work();
  }, Math.floor(delayMs));
}
