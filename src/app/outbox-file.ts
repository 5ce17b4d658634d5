import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { StoreError } from "../store/store-error.ts";
import { hexOf, keyList } from "./key-ring.ts";
import { writePrivately } from "./private-file.ts";

const shape = z.strictObject({ format: z.literal("onestop-outbox/1"), keys: keyList });

/**
 * Where the keys of the unsent messages lie, in clear and for the owner only: what has been promised to a patient is
 * sent even when the data key is lost.
 */
function outboxFileOf(dir: string): string {
  return join(dir, "outbox.key");
}

export function writeOutboxKeys(dir: string, keys: readonly Buffer[]): void {
  const file = { format: "onestop-outbox/1", keys: keys.map(hexOf) };
  writePrivately(outboxFileOf(dir), JSON.stringify(file));
}

/** @throws StoreError KEY when the file is missing or damaged */
export function readOutboxKeys(dir: string): readonly Buffer[] {
  const keys = findOutboxKeys(dir);
  if (keys === null)
    throw new StoreError("KEY", "outbox.key 不存在或已损坏：有数据密钥时打开一次账本即可补上");
  return keys;
}

/** null when the file is missing or damaged */
export function findOutboxKeys(dir: string): readonly Buffer[] | null {
  if (!existsSync(outboxFileOf(dir))) return null;
  try {
    return shape.parse(JSON.parse(readFileSync(outboxFileOf(dir), "utf8"))).keys;
  } catch {
    return null;
  }
}
