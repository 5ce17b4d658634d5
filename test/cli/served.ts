import { spawn } from "node:child_process";
import { once } from "node:events";

import { onTestFinished } from "vitest";

import { program } from "./run-onestop.ts";

/** A served directory in a process of its own, and how to ask it. */
export interface Served {
  readonly url: string;
  readonly token: string;
  /** The body of an answer as it came. */
  readonly text: (path: string, body: unknown) => Promise<string>;
  readonly rpc: (verb: string, input: unknown) => Promise<RpcAnswer>;
  readonly stop: () => Promise<void>;
}

export interface RpcAnswer {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly refusal?: { readonly code: string; readonly message: string };
}

/** `onestop serve` over a directory. @param env  beside that of this process */
export async function serveDirectory(
  dir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const child = spawn(process.execPath, [program, "serve", "--data", dir], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const closed = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await closed;
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const { url, token } = JSON.parse(line.toString("utf8")) as { url: string; token: string };
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const text: Served["text"] = async (path, body) => {
    const answer = await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    return await answer.text();
  };
  return {
    url,
    token,
    text,
    rpc: async (verb, input) => JSON.parse(await text(`/rpc/${verb}`, input)) as RpcAnswer,
    stop: async () => {
      child.kill("SIGTERM");
      await closed;
    },
  };
}
