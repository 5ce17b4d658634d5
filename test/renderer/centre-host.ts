import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { temporaryDir } from "../app/test-desk.ts";
import { layEmbedded } from "../centre/embedded-template.ts";
import { program, runOnestop } from "../cli/run-onestop.ts";
import type { Engine } from "./engine.ts";
import { startEngine } from "./engine.ts";

/** The demo town at a desk with a line to the reference centre, each in a process of its own. */
export interface EngineAtCentre extends Engine {
  /** What the centre does wrong from now on. */
  readonly misbehave: (...rules: readonly Readonly<Record<string, unknown>>[]) => Promise<void>;
}

export async function startEngineAtCentre(): Promise<EngineAtCentre> {
  const dir = join(temporaryDir(), "data");
  const made = await runOnestop(["init", "--data", dir, "--demo"]);
  if (made.code !== 0) throw new Error(made.err);
  const centreDir = await layEmbedded(temporaryDir());
  const centre = spawn(process.execPath, [program, "centre", "--data", centreDir, "--demo"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const closed = once(centre, "close");
  const [line] = (await once(centre.stdout, "data")) as [Buffer];
  const { url, token, controlToken } = JSON.parse(line.toString("utf8")) as Record<
    "url" | "token" | "controlToken",
    string
  >;
  writeFileSync(join(dir, "centre.token"), token, { mode: 0o600 });
  const engine = await startEngine(["--data", dir, "--centre", url]);
  return {
    ...engine,
    misbehave: async (...rules) => {
      const answer = await fetch(`${url}/control/misbehave`, {
        method: "POST",
        headers: { authorization: `Bearer ${controlToken}`, "content-type": "application/json" },
        body: JSON.stringify({ rules }),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    stop: async () => {
      await engine.stop();
      centre.kill("SIGTERM");
      await closed;
    },
  };
}
