import { z } from "zod";

import { approval, day, word } from "./contract-parts.ts";

const exportWork = z.object({
  id: z.string(),
  is: z.enum(["none", "running", "done", "stopped", "failed"]),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  done: z.int(),
  of: z.int(),
  reason: z.string().nullable(),
  filename: z.string(),
  rows: z.int(),
  bytes: z.int(),
  sha256: z.string().nullable(),
});
const ofExport = z.strictObject({ id: word });

/** Verbs of whoever takes rows out of the books as a file. */
export const exportsContract = {
  startExport: {
    does: "开始导出（主管或管理员批准），在后台进行：settlements 结算，lines 明细，days 日报，audit 审计，differences 日结差异，statement 对账明细（只用 3202 格式，一天）；一次一份，写入审计",
    input: z.strictObject({
      what: z.enum(["settlements", "lines", "days", "audit", "differences", "statement"]),
      format: z.enum(["csv", "csv-gb18030", "xlsx", "json", "3202"]),
      from: day,
      to: day,
      approval,
    }),
    output: exportWork,
  },
  exportState: { does: "导出的进度和结果；编号只有开始导出者知道", input: ofExport, output: exportWork },
  stopExport: { does: "停止导出，不留下文件", input: ofExport, output: exportWork },
  exportAddress: {
    does: "导出文件的一次性下载地址（GET，一分钟内有效）",
    input: ofExport,
    output: z.object({ address: z.string() }),
  },
} as const;
