import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";

/** A running service of cards with the virtual reader in it. */
export interface Pcscd {
  /** As a reader that is torn out with its cable, or a service that dies. */
  readonly stop: () => Promise<void>;
}

/** Starts the service of this machine; nothing else may be using it. */
export async function startPcscd(): Promise<Pcscd> {
  mkdirSync("/run/pcscd", { recursive: true });
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
