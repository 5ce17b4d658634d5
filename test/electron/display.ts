import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";

const program = "/usr/bin/Xvfb";

/** Why no window can be opened here for a test; null when one can. */
export function displayNeeds(): string | null {
  return existsSync(program) ? null : "no virtual display (Debian: xvfb)";
}

/** A display of its own, which nobody sees. */
export interface Display {
  readonly name: string;
  readonly close: () => Promise<void>;
}

export async function openDisplay(): Promise<Display> {
  const child = spawn(program, ["-displayfd", "3", "-screen", "0", "1920x1080x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const closed = once(child, "close");
  const [, , , numbers] = child.stdio;
  if (numbers === null || numbers === undefined || !("read" in numbers))
    throw new Error("no number of a display");
  const number = new Promise<string>((resolve, reject) => {
    createInterface({ input: numbers }).once("line", resolve);
    child.once("close", () => reject(new Error("Xvfb has ended")));
  });
  return {
    name: `:${await number}`,
    close: async () => {
      child.kill();
      await closed;
    },
  };
}
