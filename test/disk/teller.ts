import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { onTestFinished } from "vitest";

/** A process with the books of a directory open. */
export interface Teller {
  /** What it said when it opened: that it is open, or why not. */
  readonly opened: unknown;
  readonly say: (line: string) => Promise<unknown>;
  readonly end: (signal?: NodeJS.Signals) => Promise<void>;
}

const teller = fileURLToPath(new URL("commit-on-orders.ts", import.meta.url));

export async function openTeller(dir: string, env: Readonly<Record<string, string>> = {}): Promise<Teller> {
  const child = spawn(process.execPath, [teller, dir], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  const lines = createInterface({ input: child.stdout });
  const next = async (): Promise<unknown> => {
    const [line] = (await Promise.race([once(lines, "line"), closed])) as [unknown];
    if (typeof line !== "string") throw new Error("the teller ended without an answer");
    return JSON.parse(line) as unknown;
  };
  const end: Teller["end"] = async (signal) => {
    if (signal === undefined) child.stdin.end();
    else child.kill(signal);
    await closed;
  };
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await closed;
  });
  return {
    opened: await next(),
    say: async (line) => {
      child.stdin.write(`${line}\n`);
      return await next();
    },
    end,
  };
}

/** A directory that is gone when the test is. */
export function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), "onestop-disk-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** The shim compiled, with a way to tell it what to do. */
export interface Shim {
  readonly env: Readonly<Record<string, string>>;
  readonly order: (text: string) => void;
  /** One byte for each fsync that it saw. */
  readonly countFile: string;
}

/** @param part  what the path of a file must contain to be concerned */
export function buildShim(part: string): Shim {
  const dir = scratch();
  const source = fileURLToPath(new URL("fault-shim.c", import.meta.url));
  const library = join(dir, "fault-shim.so");
  const built = spawnSync("gcc", ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"]);
  if (built.status !== 0) throw new Error(`the fault shim needs gcc: ${String(built.stderr)}`);
  const orders = join(dir, "orders");
  const countFile = join(dir, "count");
  const env = {
    LD_PRELOAD: library,
    DISK_FAULT_PATH: part,
    DISK_FAULT_ORDERS: orders,
    DISK_FAULT_COUNT: countFile,
  };
  const order = (text: string): void => writeFileSync(orders, text);
  order("");
  return { env, order, countFile };
}

/** Mounts a small file system of its own. */
export function mountSmall(size: string): string {
  const dir = join(scratch(), "small");
  mkdirSync(dir);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", dir]);
  if (mounted.status !== 0) throw new Error(`mount: ${String(mounted.stderr)}`);
  onTestFinished(() => {
    spawnSync("umount", ["-l", dir]);
  });
  return dir;
}

/** Writes a file until nothing more fits, then gives pages back. @returns how to give the rest back */
export function fillUp(dir: string, pagesLeft: number): () => void {
  const file = join(dir, "filler");
  const descriptor = openSync(file, "w");
  const page = Buffer.alloc(4096);
  let pages = 0;
  try {
    for (;;) pages += writeSync(descriptor, page) / page.length;
  } catch {
    // Full: what is left over is counted below.
  } finally {
    closeSync(descriptor);
  }
  truncateSync(file, Math.max(0, Math.floor(pages) - pagesLeft) * page.length);
  if (statfsSync(dir).bavail > pagesLeft + 1) throw new Error("the disk is not full");
  return () => rmSync(file);
}
