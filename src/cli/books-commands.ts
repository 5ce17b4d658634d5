import { parseArgs } from "node:util";

import { backupDirectory, restoreDirectory } from "../app/backup.ts";
import { verifyDirectory } from "../app/verify-beside.ts";
import type { Command, ExitCode, Io } from "./command.ts";
import { UsageError, writeJson } from "./command.ts";
import { defaultDataDir, passphrase, withWords } from "./data-dir.ts";

/** As many as the smallest desk has cores. */
const threads = 2;

/** Recomputes the books; a line per finding. */
export const verifyCommand: Command = {
  usage: "verify [--data <目录>]",
  does: "按原申报、事实和政策包重算每笔结算和累计，核对审计链；每个问题一行 JSON",
  run: async (args, io) => {
    const { values } = parseArgs({ args: [...args], options: { data: { type: "string" } } });
    return await withWords(io, async () => await verify(io, values.data ?? defaultDataDir()));
  },
};

/** Copies the books, also while they are in use. */
export const backupCommand: Command = {
  usage: "backup [--data <目录>] --to <文件>",
  does: "备份账本到新文件，密钥备份在旁边的 .key 文件，恢复文件在 .recovery，请分开保管；可在使用中进行",
  run: async (args, io) => {
    const options = { data: { type: "string" }, to: { type: "string" } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const { to } = values;
    if (to === undefined) throw new UsageError("请用 --to 指明备份文件");
    const dir = values.data ?? defaultDataDir();
    return await withWords(io, async () => {
      backupDirectory(dir, to);
      await writeJson(io, { ok: true, backup: to, key: `${to}.key` });
      return 0;
    });
  },
};

/** Puts a backup into an empty directory. */
export const restoreCommand: Command = {
  usage: "restore --from <文件> [--data <目录>]",
  does: "把备份恢复到没有账本的数据目录；先查验备份文件是否完好",
  run: async (args, io) => {
    const options = { data: { type: "string" }, from: { type: "string" } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const { from } = values;
    if (from === undefined) throw new UsageError("请用 --from 指明备份文件");
    const dir = values.data ?? defaultDataDir();
    return await withWords(io, async () => {
      if (!restoreDirectory(from, dir)) io.log("备份旁没有密钥文件，请执行 onestop keys recover\n");
      await writeJson(io, { ok: true, data: dir });
      return 0;
    });
  },
};

async function verify(io: Io, dir: string): Promise<ExitCode> {
  const options = { dir, passphrase: passphrase(), clock: Date.now };
  let found = 0;
  for await (const finding of verifyDirectory(options, threads)) {
    found += 1;
    await writeJson(io, finding);
  }
  io.log(found === 0 ? "账本完好\n" : `发现 ${found} 处问题\n`);
  return found === 0 ? 0 : 1;
}
