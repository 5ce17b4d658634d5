import { z } from "zod";

import { timeText } from "../wire/clock-text.ts";
import type { FileView } from "../wire/files.ts";
import type { Attempt, Door, DoorFile, Turn } from "./turn.ts";
import { idOf, no } from "./turn.ts";

/** How long a file can be asked for. */
export const fileDays = 30;
const dayMs = 86_400_000;

const fileSchema = z.object({ filename: z.string(), base64: z.string(), untilMs: z.int() });

/** Keeps a file, sealed, under a number that its message always leads to again. */
export function keepFile(turn: Turn, { filename, bytes }: DoorFile): FileView {
  const { terminal, now } = turn.door;
  const fileNo = idOf(turn, "file");
  const untilMs = now() + fileDays * dayMs;
  const base64 = Buffer.from(bytes).toString("base64");
  terminal.keepState("file", fileNo, { filename, base64, untilMs });
  return { fileNo, filename, until: timeText(untilMs) };
}

export function readFile({ terminal, now }: Door, fileNo: string): Attempt<DoorFile> {
  const kept = fileSchema.safeParse(terminal.readState("file", fileNo));
  if (!kept.success || kept.data.untilMs < now())
    return no("CLAIM_INVALID", "file_qury_no 没有对应的文件，或已过下载截止时间");
  const { filename, base64 } = kept.data;
  return { ok: true, value: { filename, bytes: Buffer.from(base64, "base64") } };
}
