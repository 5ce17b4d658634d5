import { parseArgs } from "node:util";

import type { ExportFormat, ExportRequest } from "../app/exports/export-rows.ts";
import { exportedSorts, exportFormats } from "../app/exports/export-rows.ts";
import type { Exports } from "../app/exports/exports.ts";
import { openExports } from "../app/exports/open-exports.ts";
import { parseCivilDate } from "../base/civil-date.ts";
import type { Command, ExitCode, Io } from "./command.ts";
import { UsageError, writeJson } from "./command.ts";
import { defaultDataDir, passphrase, withWords } from "./data-dir.ts";
import type { Stopping } from "./stop-on-signals.ts";

const actor = { operator: "system", pharmacist: null, desk: "export" };
/** Progress is told at steps of a tenth. */
const steps = 10;
/** Rows between two times that memory is given back. */
const tidyRows = 20_000;

/** Rows of the books as a file. A signal stops it and leaves nothing under the file's name. */
export function exportCommand(stop: () => Stopping): Command {
  return {
    usage: `export [${exportedSorts.join("|")}] [--data <目录>] (--day YYYY-MM-DD | --from YYYY-MM-DD --to YYYY-MM-DD) --format ${exportFormats.join("|")} --out <文件>`,
    does: "导出到新文件：settlements 结算（默认），lines 明细，days 日报，audit 审计，differences 日结差异；3202 为一天的对账明细（zip）；输出一行 JSON（行数、字节数、sha256）",
    run: async (args, io) => {
      const { dir, file, request } = readArgs(args);
      return await withWords(io, async () => {
        const books = openExports({ dir, passphrase: passphrase(), clock: Date.now });
        try {
          return await exporting(books, { file, request, io, stop });
        } finally {
          books.close();
        }
      });
    },
  };
}

async function exporting(
  books: Pick<Exports, "exportTo">,
  about: {
    readonly file: string;
    readonly request: ExportRequest;
    readonly io: Io;
    readonly stop: () => Stopping;
  },
): Promise<ExitCode> {
  const { file, request, io, stop } = about;
  const stopping = new AbortController();
  const { stopped } = stop();
  stopped.then(
    () => stopping.abort(),
    () => undefined,
  );
  let told = 0;
  let tidied = 0;
  const progress = (done: number, of: number): void => {
    if (done >= tidied + tidyRows) {
      tidied = done;
      io.tidy();
    }
    const step = of === 0 ? steps : Math.floor((done * steps) / of);
    if (step <= told) return;
    told = step;
    io.log(`${JSON.stringify({ done, of })}\n`);
  };
  try {
    const exported = await books.exportTo(request, { file, actor, signal: stopping.signal, progress });
    await writeJson(io, exported.ok ? { ok: true, out: file, ...exported.value } : exported);
    return exported.ok ? 0 : 1;
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    io.log("导出已停止，没有写出文件\n");
    return 1;
  }
}

function readArgs(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: "string" },
      day: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
      format: { type: "string" },
      out: { type: "string" },
    },
  });
  const { out, day } = values;
  const format = exportFormats.find((one) => one === values.format);
  if (format === undefined) throw new UsageError(`--format 应为 ${exportFormats.join("、")} 之一`);
  const what = whatOf(positionals, format);
  if (what === undefined || positionals.length > 1)
    throw new UsageError(`可导出：${exportedSorts.join("、")}`);
  if ((day === undefined) === (values.from === undefined && values.to === undefined))
    throw new UsageError("请用 --day，或 --from 和 --to 指明日期");
  const [from, to] = [day ?? values.from, day ?? values.to].map((text) => {
    if (text === undefined || parseCivilDate(text) === null)
      throw new UsageError("日期应如 2024-05-10，且确实存在");
    return text;
  });
  if (from === undefined || to === undefined || from > to) throw new UsageError("截止日期不能早于起始日期");
  if (out === undefined) throw new UsageError("请用 --out 指明导出文件");
  return { dir: values.data ?? defaultDataDir(), file: out, request: { what, format, from, to } };
}

/** Without a word for it: the settlements, or what the form is of. */
function whatOf([named]: readonly string[], format: ExportFormat): ExportRequest["what"] | undefined {
  if (named === undefined) return format === "3202" ? "statement" : "settlements";
  return exportedSorts.find((one) => one === named);
}
