import { parseArgs } from "node:util";

import type { Terminal } from "../app/terminal.ts";
import { readSecrets } from "../gateway/auth.ts";
import { serve } from "../gateway/server.ts";
import type { Command, Io } from "./command.ts";
import { UsageError, writeJson } from "./command.ts";

/** The signature of `openTerminal` of src/app/open-terminal.ts: who builds the list of commands hands it in. */
export type OpenTerminal = (dataDir: string, deps?: unknown) => Terminal;

/** What stops a served terminal. */
export interface Stopping {
  readonly stopped: Promise<void>;
}

/** The engine without a window: one line with address and token on stdout, then the doors stay open until stopped. */
export function serveCommand(openTerminal: OpenTerminal, stop: () => Stopping): Command {
  return {
    usage: "serve --data <目录> [--port 0] [--host 127.0.0.1]",
    does: "不开窗口运行结算台：输出一行 {url, token}，随后提供国家接口（/fsi/api）和 RPC（/rpc），直到被停止",
    run: async (args, io) => {
      const { dataDir, host, port } = readArgs(args);
      const secrets = readSecrets(dataDir);
      const terminal = openTerminal(dataDir);
      try {
        await serveUntilStopped({ io, terminal, stop, where: { host, port, secrets } });
      } finally {
        terminal.close();
      }
      return 0;
    },
  };
}

interface Open {
  readonly io: Io;
  readonly terminal: Terminal;
  readonly stop: () => Stopping;
  readonly where: Pick<Parameters<typeof serve>[0], "host" | "port" | "secrets">;
}

async function serveUntilStopped({ io, terminal, stop, where }: Open): Promise<void> {
  const { stopped } = stop();
  const serving = await serve({ ...where, terminal, now: Date.now, log: io.log });
  try {
    await writeJson(io, { url: serving.url, token: where.secrets.token });
    await stopped;
  } finally {
    await serving.close();
  }
}

function readArgs(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: "string" },
      port: { type: "string", default: "0" },
      host: { type: "string", default: "127.0.0.1" },
    },
  });
  if (values.data === undefined) throw new UsageError("缺少 --data <目录>");
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535)
    throw new UsageError("--port 应为端口号");
  if (!["127.0.0.1", "::1", "localhost"].includes(values.host)) {
    throw new UsageError("--host 只能是本机地址：对外提供服务须先配置 TLS");
  }
  return { dataDir: values.data, port: Number(values.port), host: values.host };
}

/** Stops at the first signal to end; used by the process that owns the signals. */
export function stopOnSignals(): Stopping {
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = (): void => resolve();
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  return { stopped: promise };
}
