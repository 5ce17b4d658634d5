import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A serial cable: what is written to the far end is read at `path`. */
export interface PtyPair {
  readonly path: string;
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Pulls the cable out: the port is gone for whoever has it open. */
  readonly pull: () => Promise<void>;
}

/** Plugs a cable in; `path` is the same however often it is done. Needs socat. */
export async function plugIn(folder: string): Promise<PtyPair> {
  const [path, far] = [join(folder, "scanner"), join(folder, "far")];
  // A pulled cable leaves its names behind.
  for (const link of [path, far]) rmSync(link, { force: true });
  const pty = (link: string): string => `pty,raw,echo=0,link=${link}`;
  const socat = spawn("socat", ["-d", "-d", pty(path), pty(far)], { stdio: ["ignore", "ignore", "pipe"] });
  // Where socat is not installed, this says so.
  await once(socat, "spawn");
  const lines = createInterface({ input: socat.stderr });
  for await (const line of lines) if (line.includes("starting data transfer loop")) break;
  socat.stderr.resume();
  return {
    path,
    write: async (bytes) => {
      const file = await open(far, "w");
      await file.write(bytes);
      await file.close();
    },
    pull: async () => {
      const closed = once(socat, "close");
      socat.kill("SIGKILL");
      await closed;
    },
  };
}
