import { spawn } from "node:child_process";
import { join } from "node:path";

export type Ended = { readonly code: number; readonly output: string; readonly errors: string };

/** Runs the script of an installed package in the folder `root`. */
export async function runTool(root: string, script: string, options: readonly string[]): Promise<Ended> {
  return await runNode(root, join(root, "node_modules", script), options);
}

/** Runs a script with the Node that runs this check, and keeps what it says. */
export async function runNode(cwd: string, script: string, options: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [script, ...options], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const code = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      resolve(status ?? 1);
    });
  });
  return {
    code,
    output: Buffer.concat(output).toString("utf8"),
    errors: Buffer.concat(errors).toString("utf8"),
  };
}
