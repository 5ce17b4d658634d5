import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

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
 *
 * @throws UsageError when there is neither, or the file is not as it has to be
 */
export function centreAdapter(dir: string): LineAdapter {
  const path = join(dir, "line.json");
  if (!existsSync(path)) return plainAdapter(centreToken(dir));
  if (process.platform !== "win32" && (statSync(path).mode & othersMask) !== 0)
    throw new UsageError("line.json 含签名私钥，须只有本用户可读（chmod 600）");
  const parsed = lineShape.safeParse(jsonOf(readFileSync(path, "utf8")));
  if (parsed.success) return sm2Adapter(parsed.data);
  // The path of a field, never what stands in it.
  const at = parsed.error.issues
    .map(({ path: where }) => (where.length === 0 ? "（整个文件）" : where.join(".")))
    .join("、");
  throw new UsageError(`line.json 有误：${at}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function centreToken(dir: string): string {
  const given = process.env["ONESTOP_CENTRE_TOKEN"] ?? "";
  if (given !== "") return given;
  const path = join(dir, "centre.token");
  if (existsSync(path)) return readFileSync(path, "utf8").trim();
  throw new UsageError(
    "--centre 须有中心的令牌：环境变量 ONESTOP_CENTRE_TOKEN，或数据目录中的 centre.token；按国密签名的地区用 line.json",
  );
}
