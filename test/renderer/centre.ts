import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Misbehaviour } from "../../src/centre/misbehaviour.ts";
import { makeDirectory } from "../../src/cli/make-directory.ts";
import type { Engine } from "./engine.ts";
import { startEngine } from "./engine.ts";

const program = join(import.meta.dirname, "../../main/onestop.js");

/** A reference centre in a process of its own, and an engine whose line leads to it. */
export interface CentreAndEngine {
  readonly engine: Engine;
  /** What the centre does wrong from now on, of the messages that settle a visit. */
  readonly misbehave: (...rules: readonly Partial<Misbehaviour>[]) => Promise<void>;
}

export async function startCentreAndEngine(): Promise<CentreAndEngine> {
  const dir = mkdtempSync(join(tmpdir(), "onestop-desk-centre-"));
  const child = spawn(process.execPath, [program, "centre", "--data", join(dir, "centre"), "--demo"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const closed = once(child, "close");
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  const { url, token, controlToken } = JSON.parse(said.toString("utf8")) as Record<string, string>;
  makeDirectory(join(dir, "desk"), { demo: true, institution: null });
  const args = ["--data", join(dir, "desk"), "--centre", url ?? ""];
  const engine = await startEngine(args, { ONESTOP_CENTRE_TOKEN: token ?? "" });
  const stop = async (): Promise<void> => {
    await engine.stop();
    child.kill("SIGTERM");
    await closed;
    rmSync(dir, { recursive: true, force: true });
  };
  return {
    engine: { ...engine, stop },
    misbehave: async (...rules) => {
      const body = JSON.stringify({ rules: rules.map((rule) => ({ infno: ["2207"], ...rule })) });
      const headers = { authorization: `Bearer ${controlToken ?? ""}`, "content-type": "application/json" };
      const answer = await fetch(`${url ?? ""}/control/misbehave`, { method: "POST", headers, body });
      if (!answer.ok) throw new Error(`the centre refused: ${await answer.text()}`);
    },
  };
}
