import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export const program = fileURLToPath(new URL("../../main/onestop.js", import.meta.url));

/** Runs the real command in a process of its own. */
export async function runOnestop(args: readonly string[], input: string | Uint8Array = ""): Promise<Run> {
  const child = spawn(process.execPath, [program, ...args], { stdio: "pipe" });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  // A command that refuses its words ends before it has read its input.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, out: Buffer.concat(out).toString("utf8"), err: Buffer.concat(err).toString("utf8") };
}

export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
