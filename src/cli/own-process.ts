import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What runs a command of this program. */
export const program = fileURLToPath(new URL("../../main/onestop.js", import.meta.url));

/** A command that goes on until it is stopped, in a process of its own. */
export interface OwnProcess {
  readonly pid: number;
  /** The line in which it says where it is. */
  readonly hello: unknown;
  readonly stop: () => Promise<void>;
}

/** Starts a command and waits until it has said its line. @throws Error when it ends without one */
export async function startOnestop(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<OwnProcess> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = once(child, "close");
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
  };
  const line = await firstLine(child);
  if (line === "") throw new Error(`onestop ${args[0] ?? ""} did not start`);
  return { pid: child.pid ?? 0, hello: JSON.parse(line), stop };
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = "";
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes("\n")) break;
  }
  // What follows is nobody's business; unread it would stop the child.
  child.stdout?.resume();
  return text;
}
