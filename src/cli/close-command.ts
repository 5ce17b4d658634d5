import { parseArgs } from "node:util";

import type { AttachedLine } from "../app/attach-line.ts";
import { attachLine } from "../app/attach-line.ts";
import { openDayCloser } from "../app/day-closer.ts";
import { parseCivilDate } from "../base/civil-date.ts";
import { closingJson } from "../gateway/rpc-recon.ts";
import type { FullTerminal } from "../app/full-terminal.ts";
import { centreAdapter } from "./centre-adapter.ts";
import type { Command, ExitCode, Io } from "./command.ts";
import { UsageError, writeJson } from "./command.ts";
import { defaultDataDir, withWords } from "./data-dir.ts";
import { openBooks } from "./serve-command.ts";

/** Closes a day without a window. */
export const closeCommand: Command = {
  usage:
    "close [--data <目录>] --day YYYY-MM-DD [--centre <地址>] [--seal | --provisional --operator <工号> [--desk <台号>]]",
  does: "日结对账：输出一行 JSON（总额、差异、原因和处理）；--centre 与中心核对；--seal 对平后封存，--provisional 暂结并结转（批准人密码取自环境变量 ONESTOP_PIN）；对平返回 0，否则 1",
  run: async (args, io) => {
    const options = readArgs(args);
    return await withWords(io, async () => {
      const terminal = openBooks(options.dir);
      try {
        return await close(terminal, options, io);
      } finally {
        terminal.close();
      }
    });
  },
};

type Options = ReturnType<typeof readArgs>;

async function close(terminal: FullTerminal, options: Options, io: Io): Promise<ExitCode> {
  const { day, centre, seal, dir } = options;
  const line = centre === null ? null : attach(terminal, { url: centre, dir }, io);
  try {
    const closer = openDayCloser(terminal, line?.control ?? null);
    const looked = await closer.continueClose(day);
    if (!looked.ok) return await said(io, looked.refusal);
    if (seal === null) {
      await writeJson(io, closingJson(terminal, looked.value));
      return looked.value.step === "balanced" ? 0 : 1;
    }
    const sealed = terminal.sealDay(day, seal.approval, seal.isProvisional);
    if (!sealed.ok) return await said(io, sealed.refusal);
    await writeJson(io, closingJson(terminal, sealed.value));
    return sealed.value.outcome === "balanced" || seal.isProvisional ? 0 : 1;
  } finally {
    await line?.stop();
  }
}

function attach(
  terminal: FullTerminal,
  { url, dir }: { readonly url: string; readonly dir: string },
  io: Io,
): AttachedLine {
  return attachLine(terminal, { url, adapter: centreAdapter(dir) }, io.log);
}

async function said(io: Io, refusal: { readonly code: string; readonly message: string }): Promise<ExitCode> {
  await writeJson(io, { ok: false, refusal });
  return 1;
}

function readArgs(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: "string" },
      day: { type: "string" },
      centre: { type: "string" },
      seal: { type: "boolean", default: false },
      provisional: { type: "boolean", default: false },
      operator: { type: "string" },
      desk: { type: "string", default: "D1" },
    },
  });
  const { day, operator, desk, seal, provisional: isProvisional } = values;
  const centre = values.centre ?? null;
  if (day === undefined || parseCivilDate(day) === null)
    throw new UsageError("请用 --day 指明日期，如 2024-05-10");
  if (centre !== null && !/^https?:\/\/[^/]+$/.test(centre))
    throw new UsageError("--centre 应为中心的地址，如 http://127.0.0.1:8080");
  const pin = process.env["ONESTOP_PIN"] ?? "";
  const wantsSeal = seal || isProvisional;
  if (wantsSeal && (operator === undefined || pin === ""))
    throw new UsageError("封存须有批准人：--operator <工号>，密码放在环境变量 ONESTOP_PIN");
  return {
    dir: values.data ?? defaultDataDir(),
    day,
    centre,
    seal: wantsSeal ? { isProvisional, approval: { operator: operator ?? "", pin, desk } } : null,
  };
}
