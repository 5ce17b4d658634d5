import { z } from "zod";

import { operatorRoles } from "../base/operator-role.ts";
import { approval, nothing, word } from "./contract-parts.ts";

const work = z.object({
  is: z.enum(["none", "running", "done", "stopped", "failed"]),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  done: z.int(),
  of: z.int(),
  reason: z.string().nullable(),
});
const verifyWork = work.extend({
  count: z.int(),
  findings: z.array(z.object({ what: z.string(), id: z.string(), reason: z.string() })),
});
const backupWork = work.extend({ file: z.string().nullable() });
const role = z.enum(operatorRoles);

/** Verbs of whoever keeps the books in order, while the desk sells. */
export const upkeepContract = {
  startVerify: { does: "开始核验账本，在后台进行", input: nothing, output: verifyWork },
  verifyState: { does: "核验的进度和结果", input: nothing, output: verifyWork },
  stopVerify: { does: "停止核验", input: nothing, output: verifyWork },
  startBackup: {
    does: "开始备份（管理员批准）；folder 为已存在的文件夹，null 为数据目录中的 backups",
    input: z.strictObject({ folder: z.string().min(1).max(1000).nullable(), approval }),
    output: backupWork,
  },
  backupState: { does: "备份的进度和结果", input: nothing, output: backupWork },
  changeRole: {
    does: "更换操作员角色（管理员批准）",
    input: z.strictObject({ id: word, role, approval }),
    output: z.object({
      id: z.string(),
      name: z.string(),
      role,
      active: z.boolean(),
      lockedUntil: z.string().nullable(),
    }),
  },
} as const;
