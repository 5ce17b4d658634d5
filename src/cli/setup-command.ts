import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";

import { openTerminal } from "../app/open-terminal.ts";
import { tooSimple } from "../app/operators.ts";
import type { SetupAnswer, SetupInput, ShippedPack } from "../gateway/contract-setup.ts";
import type { SetupEnd } from "../gateway/setup-door.ts";
import { serveSetup } from "../gateway/setup-door.ts";
import { hasBooks } from "../store/open-store.ts";
import type { Command, Io } from "./command.ts";
import { UsageError, writeJson } from "./command.ts";
import { defaultDataDir, passphrase, withWords } from "./data-dir.ts";
import { makeDirectory } from "./make-directory.ts";
import { shippedBook, shippedPackFiles } from "./pack-files.ts";
import { findScreens } from "./screens.ts";
import type { Stopping } from "./stop-on-signals.ts";

/** The first start of a desk: a page asks what has to be known, then there are books. */
export function setupCommand(stop: () => Stopping): Command {
  return {
    usage: "setup [--data <目录>] [--port 0]",
    does: "首次启动向导：输出一行 {url, token}，在页面上建立机构、首位管理员和政策包，显示一次恢复密钥；完成后输出 {end}",
    run: async (args, io) => {
      const { values } = parseArgs({
        args: [...args],
        options: { data: { type: "string" }, port: { type: "string", default: "0" } },
      });
      if (!/^\d{1,5}$/.test(values.port)) throw new UsageError("--port 应为端口号");
      const dir = values.data ?? defaultDataDir();
      return await withWords(io, async () => {
        if (hasBooks(dir)) throw new UsageError("数据目录中已有账本，不需要首次启动向导");
        await runSetup(io, { dir, port: Number(values.port), stop });
        return 0;
      });
    },
  };
}

async function runSetup(
  io: Io,
  { dir, port, stop }: { readonly dir: string; readonly port: number; readonly stop: () => Stopping },
): Promise<void> {
  const { stopped } = stop();
  const { promise, resolve } = Promise.withResolvers<SetupEnd>();
  const token = randomBytes(32).toString("base64url");
  const serving = await serveSetup({
    screens: findScreens(io.log),
    token,
    port,
    choices: { dir, packs: shippedPacks() },
    make: (input) => make(dir, input),
    ended: resolve,
  });
  try {
    await writeJson(io, { url: serving.url, token });
    const end = await Promise.race([promise, stopped]);
    if (end !== undefined) await writeJson(io, { end });
  } finally {
    await serving.close();
  }
}

function shippedPacks(): readonly ShippedPack[] {
  const { packs } = shippedBook(null);
  return shippedPackFiles().flatMap(({ name: file, sha256 }) => {
    const found = packs.find((one) => one.sha256 === sha256);
    return found === undefined ? [] : [{ file, name: found.pack.name, from: found.pack.from }];
  });
}

/** Everything that can be refused is refused before anything is made. */
function make(dir: string, { institution, administrator, packs }: SetupInput): SetupAnswer {
  const refusal = tooSimple(administrator.pin);
  if (refusal !== null) return { ok: false, refusal: { ...refusal, details: { ...refusal.details } } };
  const { recoveryKey } = makeDirectory(dir, { demo: false, institution, packs });
  const terminal = openTerminal({ dir, passphrase: passphrase(), clock: Date.now });
  try {
    const added = terminal.addOperator({ ...administrator, role: "administrator" }, null);
    if (!added.ok) throw new Error(`the first administrator was refused: ${added.refusal.code}`);
  } finally {
    terminal.close();
  }
  return { ok: true, recoveryKey: recoveryKey ?? "" };
}
