import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import type { ReadAdapter } from "../app/centre-control.ts";
import { centreTokenFile } from "../app/centre-control.ts";
import type { LineAdapter } from "../line/adapter.ts";
import { plainAdapter } from "../line/adapters/plain.ts";
import { sm2Adapter } from "../line/adapters/sm2.ts";
import { UsageError } from "./command.ts";

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-fA-F]{${digits}}$`));
const word = z.string().min(1).max(200);
const lineShape = z.strictObject({
  adapter: z.literal("sm2"),
  appId: word,
  secret: word,
  privateKey: hex(64),
  /** Uncompressed, with its leading 04; null where the centre signs nothing. */
  centrePublicKey: hex(130).nullable(),
});

/** Others on this machine may not read what the line is signed with. */
const othersMask = 0o077;

/**
 * How the centre of these books is spoken to: as `line.json` in their directory says, else by a token as the reference
 * centre takes it. Neither is ever a word of the command line, where others on this machine could read it.
 */
export const readCentreAdapter: ReadAdapter = (dir) => {
  const path = join(dir, "line.json");
  if (!existsSync(path)) return tokenAdapter(dir);
  if (process.platform !== "win32" && (statSync(path).mode & othersMask) !== 0)
    return { ok: false, reason: "line.json 含签名私钥，须只有本用户可读（chmod 600）" };
  const parsed = lineShape.safeParse(jsonOf(readFileSync(path, "utf8")));
  if (parsed.success) return { ok: true, adapter: sm2Adapter(parsed.data) };
  // The path of a field, never what stands in it.
  const at = parsed.error.issues
    .map(({ path: where }) => (where.length === 0 ? "（整个文件）" : where.join(".")))
    .join("、");
  return { ok: false, reason: `line.json 有误：${at}` };
};

/** The same for whoever names a centre on the command line. @throws UsageError when it is not known how to speak to it */
export function centreAdapter(dir: string): LineAdapter {
  const read = readCentreAdapter(dir);
  if (!read.ok) throw new UsageError(read.reason);
  return read.adapter;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function tokenAdapter(dir: string): ReturnType<ReadAdapter> {
  const given = process.env["ONESTOP_CENTRE_TOKEN"] ?? "";
  if (given !== "") return { ok: true, adapter: plainAdapter(given) };
  const path = join(dir, centreTokenFile);
  if (existsSync(path)) return { ok: true, adapter: plainAdapter(readFileSync(path, "utf8").trim()) };
  return {
    ok: false,
    reason: `连接中心须有令牌：在设置中填写，或放在环境变量 ONESTOP_CENTRE_TOKEN、数据目录的 ${centreTokenFile} 中；按国密签名的地区用 line.json`,
  };
}
