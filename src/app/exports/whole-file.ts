import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

import { StoreError } from "../../store/store-error.ts";

export interface Written {
  readonly bytes: number;
  readonly sha256: string;
}

/** Pieces are written together: each wait for the disk is as long as a page of rows takes. */
const blockBytes = 512 * 1024;

/**
 * Writes a file for its owner only, beside its name, and gives it the name when it is whole and on the disk. Whatever
 * stops it on the way, under the name there is no half of it, and it can be begun again.
 *
 * @param pieces  of the file, in order; pulled when the one before is written
 * @throws StoreError EXISTS when there is such a file; whatever `pieces` throws
 */
export async function writeWhole(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<Written> {
  if (existsSync(path)) throw exists();
  const part = `${path}.part`;
  // What an attempt before left there gives way; a link put in its place is not followed.
  await rm(part, { force: true });
  const file = await open(part, "wx", 0o600);
  try {
    const written = await writeTo(file, pieces, signal);
    await file.sync();
    await file.close();
    signal.throwIfAborted();
    if (existsSync(path)) throw exists();
    await rename(part, path);
    await syncDirectory(dirname(path));
    return written;
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
}

async function writeTo(
  file: FileHandle,
  pieces: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<Written> {
  const digest = createHash("sha256");
  let bytes = 0;
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  const write = async (): Promise<void> => {
    const block = Buffer.concat(held);
    [held, heldBytes] = [[], 0];
    await file.writeFile(block);
    digest.update(block);
    bytes += block.length;
  };
  for await (const piece of pieces) {
    signal.throwIfAborted();
    held.push(piece);
    heldBytes += piece.length;
    if (heldBytes >= blockBytes) await write();
  }
  await write();
  return { bytes, sha256: digest.digest("hex") };
}

function exists(): StoreError {
  return new StoreError("EXISTS", "导出文件已存在，不会覆盖，请换一个文件名");
}

async function syncDirectory(dir: string): Promise<void> {
  // Windows keeps names in order itself and opens no directory.
  if (process.platform === "win32") return;
  const opened = await open(dir, "r");
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
