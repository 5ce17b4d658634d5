import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import type { Verb, VerbInput, VerbOutput } from "../../src/gateway/contract.ts";

const program = join(import.meta.dirname, "../../main/onestop.js");

/** `onestop serve --demo` in a process of its own, asked as a program asks it. */
export interface Engine {
  readonly pid: number;
  readonly url: string;
  readonly token: string;
  readonly call: <V extends Verb>(verb: V, input: VerbInput<V>) => Promise<VerbOutput<V>>;
  /** An address that opens one page. */
  readonly address: () => Promise<string>;
  readonly stop: () => Promise<void>;
  /** As a power cut ends it: nothing is finished, nothing is said. */
  readonly kill: () => Promise<void>;
}

export async function startEngine(
  args: readonly string[] = ["--demo"],
  env: Readonly<Record<string, string>> = {},
): Promise<Engine> {
  const child = spawn(process.execPath, [program, "serve", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  const closed = once(child, "close");
  const said: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => void said.push(line));
  const line = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("close", () => reject(new Error(`the engine ended: ${said.join("\n")}`)));
  });
  const { url, token } = JSON.parse(await line) as { url: string; token: string };
  const post = async (path: string, input: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(input),
    });
    return await answer.json();
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await closed;
  };
  return {
    pid: child.pid ?? 0,
    url,
    token,
    call: async <V extends Verb>(verb: V, input: VerbInput<V>) => {
      const answer = (await post(`/rpc/${verb}`, input)) as { ok: boolean; value: VerbOutput<V> };
      if (!answer.ok) throw new Error(`${verb}: ${JSON.stringify(answer)}`);
      return answer.value;
    },
    address: async () => `${url}/#code=${((await post("/session/code", {})) as { code: string }).code}`,
    stop: async () => await end("SIGTERM"),
    kill: async () => await end("SIGKILL"),
  };
}
