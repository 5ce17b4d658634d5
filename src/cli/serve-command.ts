import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { demoCentreName } from "../app/demo-centre.ts";
import { openCentre } from "../app/centre-control.ts";
import { keepFacts } from "../app/facts-loop.ts";
import { centreAdapter, readCentreAdapter } from "./centre-adapter.ts";
import { openTerminal as openTerminalOf } from "../app/open-terminal.ts";
import { isCentreUrl } from "../line/centre-url.ts";
import { isLoopback, readSecrets } from "../gateway/auth.ts";
import type { FullTerminal } from "../app/full-terminal.ts";
import type { ServeOptions } from "../gateway/server.ts";
import { serve } from "../gateway/server.ts";
import type { Lan } from "../gateway/tls-files.ts";
import { readTls } from "../gateway/tls-files.ts";
import type { Command, Io } from "./command.ts";
import { UsageError, writeJson } from "./command.ts";
import { passphrase, withWords } from "./data-dir.ts";
import { makeDirectory, peopleSourceOf } from "./make-directory.ts";
import { findScreens } from "./screens.ts";
import type { Stopping } from "./stop-on-signals.ts";

/** Opens the books of a directory; handed in, so that a test can serve a terminal of its own. */
export type OpenTerminal = (dataDir: string) => FullTerminal;

/** The engine without a window: one line with address and token on stdout, then the doors stay open until stopped. */
export function serveCommand(openTerminal: OpenTerminal, stop: () => Stopping): Command {
  return {
    usage:
      "serve (--data <目录> | --demo) [--port 0] [--host 127.0.0.1] [--require-sign-in] [--centre <地址>] [--lan --tls-cert <pem> --tls-key <pem> [--allow-host <名称>]…]",
    does: "不开窗口运行结算台：输出一行 {url, token}，随后提供国家接口（/fsi/api）和 RPC（/rpc），直到被停止；待发报文送到设置中的中心，--centre 另行指定（令牌取自环境变量 ONESTOP_CENTRE_TOKEN 或数据目录的 centre.token；数据目录有 line.json 的按其中的国密密钥签名）；--demo 用一个新的临时示范目录",
    run: async (args, io) => {
      const { dataDir, centre, ...where } = readArgs(args);
      return await withWords(io, async () => {
        const dir = dataDir ?? demoDirectory();
        if (peopleSourceOf(dir).source !== undefined)
          io.log(`示范目录：新参保人的信息来自${demoCentreName}\n`);
        const terminal = openTerminal(dir);
        const secrets = readSecrets(dir);
        try {
          // Who names a centre is told at once that it cannot be spoken to.
          if (centre !== null) centreAdapter(dir);
          await serveUntilStopped({ io, terminal, stop, dir, centre, where: { ...where, secrets } });
        } finally {
          terminal.close();
        }
        return 0;
      });
    },
  };
}

interface Open {
  readonly io: Io;
  readonly terminal: FullTerminal;
  readonly stop: () => Stopping;
  readonly dir: string;
  /** null: that of the books, if they have one. */
  readonly centre: string | null;
  readonly where: Pick<ServeOptions, "host" | "port" | "secrets" | "lan" | "demandsSignIn">;
}

async function serveUntilStopped({ io, terminal, stop, dir, centre: given, where }: Open): Promise<void> {
  const { stopped } = stop();
  const centre = openCentre({ terminal, dir, given, readAdapter: readCentreAdapter, log: io.log });
  const carrying = keepFacts(terminal, () => io.log(`${JSON.stringify({ facts: "failed" })}\n`));
  try {
    const screens = findScreens(io.log);
    const door = await io.devices();
    const devices = door.control((desk) => terminal.deskDevices(desk).settings, io.log);
    const own = { ...where, centre, terminal, devices };
    try {
      const serving = await serve({ ...own, now: Date.now, log: io.log, screens });
      try {
        await writeJson(io, { url: serving.url, token: where.secrets.token });
        await stopped;
      } finally {
        await serving.close();
      }
    } finally {
      await devices.close();
    }
  } finally {
    carrying.stop();
    await centre.stop();
  }
}

function readArgs(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: "string" },
      demo: { type: "boolean", default: false },
      port: { type: "string", default: "0" },
      host: { type: "string", default: "127.0.0.1" },
      centre: { type: "string" },
      "require-sign-in": { type: "boolean", default: false },
      lan: { type: "boolean", default: false },
      "tls-cert": { type: "string" },
      "tls-key": { type: "string" },
      "allow-host": { type: "string", multiple: true, default: [] },
    },
  });
  if ((values.data === undefined) !== values.demo) throw new UsageError("请用 --data <目录> 或 --demo 之一");
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535)
    throw new UsageError("--port 应为端口号");
  const { host } = values;
  const lan = lanOf(values.lan, {
    cert: values["tls-cert"],
    key: values["tls-key"],
    names: values["allow-host"],
  });
  if (lan === null && !isLoopback(host))
    throw new UsageError("--host 只能是本机地址：对外提供服务须加 --lan 并给出 --tls-cert 和 --tls-key");
  const demandsSignIn = values["require-sign-in"];
  const centre = values.centre ?? null;
  if (centre !== null && !isCentreUrl(centre))
    throw new UsageError("--centre 应为中心的地址，如 http://127.0.0.1:8080");
  return { dataDir: values.data ?? null, port: Number(values.port), host, lan, demandsSignIn, centre };
}

interface LanWords {
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly names: readonly string[];
}

/** The words for serving a network come together or not at all. */
function lanOf(wanted: boolean, { cert, key, names }: LanWords): Lan | null {
  if (!wanted) {
    if (cert === undefined && key === undefined && names.length === 0) return null;
    throw new UsageError("--tls-cert、--tls-key 和 --allow-host 须与 --lan 一起使用");
  }
  if (cert === undefined || key === undefined)
    throw new UsageError("--lan 须同时给出 --tls-cert 和 --tls-key：对外服务只用 TLS");
  const strange = names.find((name) => !/^[a-z0-9.-]{1,253}$|^\[[0-9a-f:]+\]$/i.test(name));
  if (strange !== undefined) throw new UsageError("--allow-host 应为主机名或地址，不带端口；IPv6 加方括号");
  const files = readTls(cert, key);
  if (!files.ok) throw new UsageError(files.refusal.message);
  return { ...files.value, names };
}

/** A fresh town in a directory of its own, for trying things out. */
function demoDirectory(): string {
  const dir = join(mkdtempSync(join(tmpdir(), "onestop-demo-")), "data");
  makeDirectory(dir, { demo: true, institution: null });
  return dir;
}

/** Opens the real books; those of the demo town with its centre. */
export function openBooks(dir: string): FullTerminal {
  return openTerminalOf({ dir, passphrase: passphrase(), clock: Date.now, ...peopleSourceOf(dir) });
}
