import { parseArgs } from "node:util";

import { salvageDirectory } from "../app/salvage.ts";
import type { Command } from "./command.ts";
import { UsageError, writeJson } from "./command.ts";
import { defaultDataDir, passphrase, withWords } from "./data-dir.ts";
import { shippedPackFiles, supplementFile } from "./pack-files.ts";

/** Carries what is whole out of damaged books; a line for each thing that is not. */
export const salvageCommand: Command = {
  usage: "salvage [--data <目录>] --to <新目录>",
  does: "账本损坏或缺少记录时，把查验无误的部分转入新目录，每个受影响的结算、人员、累计一行 JSON；账本完好则什么也不做",
  run: async (args, io) => {
    const options = { data: { type: "string" }, to: { type: "string" } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const { to } = values;
    if (to === undefined) throw new UsageError("请用 --to 指明新目录");
    const from = { dir: values.data ?? defaultDataDir(), passphrase: passphrase(), clock: Date.now };
    return await withWords(io, async () => {
      const spares = [
        ...shippedPackFiles().map((file) => ({ kind: "pack" as const, file })),
        { kind: "supplement" as const, file: supplementFile("demo") },
      ];
      const { whole, findings, settlements } = salvageDirectory(from, to, spares);
      for (const finding of findings) await writeJson(io, finding);
      await writeJson(
        io,
        whole ? { ok: true, whole } : { ok: true, whole, data: to, settlements, affected: findings.length },
      );
      io.log(
        whole
          ? "账本完好，无需抢救\n"
          : `已转入 ${settlements} 笔结算；${findings.length} 处受影响，请主管逐条核对后改用新目录\n`,
      );
      return whole ? 0 : 1;
    });
  },
};
