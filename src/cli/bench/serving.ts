import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

import { z } from "zod";

import { program, startOnestop } from "../own-process.ts";

const hello = z.object({ url: z.string(), token: z.string() });

/** The real `serve` in a process of its own. */
export interface ServedBooks {
  readonly rpc: (verb: string, input: unknown) => Promise<unknown>;
  readonly national: (envelope: unknown) => Promise<unknown>;
  /** The most memory it ever held, where the system tells; else NaN. */
  readonly mostMegabytes: () => number;
  /** Processor time that it has used so far, in milliseconds, where the system tells; else NaN. */
  readonly cpuMillis: () => number;
  readonly stop: () => Promise<void>;
}

/** Starts it on a data directory and waits until its doors are open. */
export async function serveBooks(dir: string): Promise<ServedBooks> {
  const served = await startOnestop(["serve", "--data", dir]);
  const { url, token } = hello.parse(served.hello);
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return await answer.json();
  };
  return {
    rpc: async (verb, input) => await post(`/rpc/${verb}`, input),
    national: async (envelope) => await post("/fsi/api", envelope),
    mostMegabytes: () => mostMegabytes(served.pid),
    cpuMillis: () => cpuMillis(served.pid),
    stop: served.stop,
  };
}

/** How long a command runs, in seconds. @throws Error when it finds something */
export async function secondsOf(args: readonly string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  await once(child, "close");
  if (child.exitCode !== 0) throw new Error(`onestop ${args.join(" ")} ended with ${String(child.exitCode)}`);
  return (performance.now() - start) / 1000;
}

/** How often the memory of a command is looked at; what it ever held is told each time. */
const lookMs = 25;

/** What a command took: time by the clock and of the processor, and the most memory it held. */
export interface Taken {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

/** Runs a command in a process of its own. @throws Error when it finds something */
export async function measured(args: readonly string[]): Promise<Taken> {
  const start = performance.now();
  const child = spawn(process.execPath, [program, ...args], { stdio: "ignore" });
  let megabytes = 0;
  let cpu = 0;
  const looking = setInterval(() => {
    const pid = child.pid ?? 0;
    // What has just ended tells nothing any more: what it told last stands.
    megabytes = Math.max(megabytes, orNothing(mostMegabytes(pid)));
    cpu = Math.max(cpu, orNothing(cpuMillis(pid)));
  }, lookMs);
  await once(child, "close");
  clearInterval(looking);
  if (child.exitCode !== 0) throw new Error(`onestop ${args.join(" ")} ended with ${String(child.exitCode)}`);
  return { seconds: (performance.now() - start) / 1000, cpuSeconds: cpu / 1000, megabytes };
}

function orNothing(told: number): number {
  return Number.isNaN(told) ? 0 : told;
}

function mostMegabytes(pid: number): number {
  try {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Number(kib) / 1024;
  } catch {
    return Number.NaN;
  }
}

/** Linux counts processor time in hundredths of a second, whatever the machine. */
const tickMs = 10;

/** Processor time that a process has used so far, in milliseconds, where the system tells; else NaN. */
export function cpuMillis(pid: number): number {
  try {
    // The name of the program stands in brackets and may hold blanks; user and system time are the 12th and 13th after it.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) * tickMs;
  } catch {
    return Number.NaN;
  }
}
