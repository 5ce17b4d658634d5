import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";

import type { OpenDirectory } from "../app/directory.ts";
import { openOutbox, recoverKeys, renewRecovery, rewrapKeys, rotateKeys } from "../app/keys.ts";
import { StoreError } from "../store/store-error.ts";
import type { Command, ExitCode, Io } from "./command.ts";
import { UsageError, writeJson } from "./command.ts";
import { defaultDataDir, passphrase, withWords } from "./data-dir.ts";

interface Asked {
  readonly dir: string;
  readonly to: string | undefined;
  readonly none: boolean;
}

/** What `keys` can do; words and keys are read from stdin and never from the command line, which others can see. */
const actions: Readonly<Record<string, (io: Io, asked: Asked) => Promise<ExitCode>>> = {
  recover: async (io, { dir }) => {
    recoverKeys(options(dir), await readLine(io));
    io.log("密钥已恢复。请执行 onestop verify 核对账本\n");
    await writeJson(io, { ok: true, data: dir });
    return 0;
  },
  rotate: async (io, { dir }) => {
    await writeJson(io, { ok: true, data: dir, generation: rotateKeys(options(dir)) });
    return 0;
  },
  "rotate-passphrase": async (io, { dir, none }) => {
    const words = none ? null : await readLine(io);
    if (words !== null && Array.from(words).length < passphraseLengthMin)
      throw new UsageError(`口令从标准输入读取，至少 ${passphraseLengthMin} 个字符；不要口令请用 --none`);
    rewrapKeys(options(dir), { passphrase: words });
    await writeJson(io, { ok: true, data: dir, passphrase: words !== null });
    return 0;
  },
  "new-recovery": async (io, { dir }) => {
    printRecoveryKey(io, renewRecovery(options(dir)));
    await writeJson(io, { ok: true, data: dir });
    return 0;
  },
  unsent: async (io, { dir, to }) => {
    if (to === undefined) throw new UsageError("请用 --to 指明新文件：待发报文含个人信息，不写到屏幕");
    return await writeUnsent(io, dir, to);
  },
};

const passphraseLengthMin = 8;

/** Keys of a data directory: got back, changed, and what can be sent without them. */
export const keysCommand: Command = {
  usage: `keys (${Object.keys(actions).join(" | ")}) [--data <目录>] [--to <文件>] [--none]`,
  does: "密钥：用恢复密钥找回；轮换数据密钥；更换口令（--none 不用口令）；换发恢复密钥；导出待发报文。恢复密钥和新口令从标准输入读取",
  run: async (args, io) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: "string" },
        to: { type: "string" },
        none: { type: "boolean", default: false },
      },
    });
    const [name = "", ...more] = positionals;
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined || more.length > 0) throw new UsageError("请指明要做什么");
    const asked = { dir: values.data ?? defaultDataDir(), to: values.to, none: values.none };
    return await withWords(io, async () => await action(io, asked));
  },
};

/** Prints a recovery key for a person to write down: on stderr, so that what a machine reads never holds it. */
export function printRecoveryKey(io: Io, recoveryKey: string): void {
  io.log(
    `恢复密钥（只显示这一次，程序不保存；请抄在纸上，与本机分开保管）：\n\n    ${recoveryKey}\n\n` +
      "密钥文件丢失或口令遗忘时，用它执行 onestop keys recover 找回全部数据。\n",
  );
}

function options(dir: string): OpenDirectory {
  return { dir, passphrase: passphrase(), clock: Date.now };
}

const lineBytesMax = 4096;

/** The first line of stdin. */
async function readLine(io: Io): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of io.input) {
    chunks.push(chunk);
    length += chunk.length;
    if (chunk.includes(0x0a) || length > lineBytesMax) break;
  }
  const [line = ""] = Buffer.concat(chunks).toString("utf8").split(/\r?\n/);
  return line.trim();
}

async function writeUnsent(io: Io, dir: string, to: string): Promise<ExitCode> {
  const outbox = openOutbox(dir, Date.now);
  try {
    const { messages, outOfReach } = outbox.all();
    writeNewFile(to, messages.map((one) => `${JSON.stringify(one)}\n`).join(""));
    await writeJson(io, { ok: outOfReach === 0, unsent: messages.length, outOfReach, file: to });
    if (outOfReach > 0)
      io.log(`另有 ${outOfReach} 条待发报文打不开：outbox.key 不符、已损坏，或须有数据密钥\n`);
    return outOfReach === 0 ? 0 : 1;
  } finally {
    outbox.close();
  }
}

/** A file that was not there before, for its owner only. */
function writeNewFile(path: string, text: string): void {
  const made = openNew(path);
  try {
    writeSync(made, text);
    fsyncSync(made);
  } finally {
    closeSync(made);
  }
}

function openNew(path: string): number {
  try {
    return openSync(path, "wx", 0o600);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST")
      throw new StoreError("EXISTS", "文件已存在，请换一个文件名");
    throw error;
  }
}
