import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const folder = "/run/pcscd";

/** A running service of cards with the virtual reader in it. */
export interface Pcscd {
  /** As a reader that is torn out with its cable, or a service that dies. */
  readonly stop: () => Promise<void>;
}

/** Starts the service of this machine; nothing else may be using it. */
export async function startPcscd(): Promise<Pcscd> {
  mkdirSync(folder, { recursive: true });
  forgetDead(folder);
  const child = spawn("pcscd", ["--foreground", "--info"], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = Promise.withResolvers<undefined>();
  const ready = Promise.withResolvers<undefined>();
  let said = "";
  const listen = (chunk: Buffer): void => {
    said = `${said}${chunk.toString()}`.slice(-20_000);
    if (said.includes("daemon ready")) ready.resolve(undefined);
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  child.once("error", ready.reject);
  child.once("close", () => {
    ready.reject(new Error(`pcscd ended: ${said}`));
    ended.resolve(undefined);
  });
  await ready.promise;
  return {
    stop: async () => {
      child.kill("SIGKILL");
      await ended.promise;
    },
  };
}

/** A killed service leaves its number behind, and the next one will not start while any process has that number. */
function forgetDead(inFolder: string): void {
  const file = join(inFolder, "pcscd.pid");
  if (!existsSync(file)) return;
  const name = `/proc/${String(Number.parseInt(readFileSync(file, "latin1"), 10))}/comm`;
  const runs = existsSync(name) && readFileSync(name, "utf8").trim() === "pcscd";
  if (!runs) rmSync(file);
}
