import { createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { present } from "../base/assert.ts";
import { StoreError } from "../store/store-error.ts";
import type { KeyRing } from "./key-ring.ts";
import { hexOf, parseRing, ringText } from "./key-ring.ts";
import { writePrivately } from "./private-file.ts";
import { lockBytes, readRecoveryKey } from "./recovery-key.ts";
import { deriveKey } from "./sealer.ts";

const hex = z
  .string()
  .regex(/^(?:[0-9a-f]{2})+$/)
  .transform((text) => Buffer.from(text, "hex"));
const shape = z.strictObject({
  format: z.literal("onestop-recovery/1"),
  /** Public half of the recovery key that opens it: tells a wrong key from a damaged file. */
  lock: hex,
  once: hex,
  nonce: hex,
  tag: hex,
  ring: hex,
  /** Tells whoever has the ring whether this holds the same one. */
  mark: hex,
});

/** Where the keys lie once more, for the holder of the recovery key. */
export function recoveryFileOf(dir: string): string {
  return join(dir, "onestop.recovery");
}

/** Seals the ring for the recovery key that it names; a ring without one has no such file. */
export function writeRecovery(dir: string, ring: KeyRing): void {
  const { recoveryLock } = ring;
  if (recoveryLock === null) return;
  const { once, nonce, tag, bytes } = lockBytes(recoveryLock, Buffer.from(ringText(ring)));
  const file = { lock: recoveryLock, once, nonce, tag, ring: bytes, mark: markOf(ring) };
  const texts = Object.entries(file).map(([name, value]) => [name, hexOf(value)] as const);
  const json = JSON.stringify({ format: "onestop-recovery/1", ...Object.fromEntries(texts) });
  writePrivately(recoveryFileOf(dir), json);
}

/** Whether the recovery file holds this very ring. */
export function isRecoveryCurrent(dir: string, ring: KeyRing): boolean {
  if (ring.recoveryLock === null) return true;
  const file = readFile(dir);
  return file !== null && file.mark.equals(markOf(ring)) && file.lock.equals(ring.recoveryLock);
}

/** The keys, by the recovery key as somebody typed it. @throws StoreError KEY with what is wrong and what to do */
export function openRecovery(dir: string, typed: string): KeyRing {
  const read = readRecoveryKey(typed);
  if (!read.ok) {
    const where = read.group === null ? "应为 8 组、每组 5 个字符" : `第 ${read.group} 组有误`;
    throw new StoreError("KEY", `恢复密钥抄写有误：${where}，请核对后重输`);
  }
  const file = readFile(dir);
  if (file === null)
    throw new StoreError("KEY", "恢复文件 onestop.recovery 不存在或已损坏，请从备份旁的 .recovery 文件取回");
  if (!file.lock.equals(read.lock))
    throw new StoreError("KEY", "这不是本数据目录现行的恢复密钥（换发新的之后，旧的即作废）");
  try {
    return parseRing(read.unlock({ ...file, bytes: file.ring }).toString("utf8"));
  } catch {
    throw new StoreError("KEY", "恢复文件 onestop.recovery 已损坏，请从备份旁的 .recovery 文件取回");
  }
}

function readFile(dir: string): z.output<typeof shape> | null {
  if (!existsSync(recoveryFileOf(dir))) return null;
  try {
    return shape.parse(JSON.parse(readFileSync(recoveryFileOf(dir), "utf8")));
  } catch {
    return null;
  }
}

function markOf(ring: KeyRing): Buffer {
  const key = deriveKey(present(ring.dataKeys.at(-1), "data key"), "recovery mark");
  return createHmac("sha256", key).update(ringText(ring)).digest();
}
