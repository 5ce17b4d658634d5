import { closeSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Puts a file under its name whole or not at all: it is made beside, brought to the disk, then moved. What an earlier
 * attempt left beside is thrown away.
 *
 * @param make  fills the file at the given path, which exists, is empty and for its owner only
 */
export function putInPlace(file: string, make: (part: string) => void): void {
  const part = beginPart(file);
  make(part);
  endPart(part, file);
}

/** The file beside, empty and for its owner only. @returns its path */
export function beginPart(file: string): string {
  const part = `${file}.part`;
  for (const leftover of [part, `${part}-journal`]) rmSync(leftover, { force: true });
  closeSync(openSync(part, "wx", 0o600));
  return part;
}

/** What was made beside goes to the disk and under its name. */
export function endPart(part: string, file: string): void {
  syncFile(part);
  renameSync(part, file);
  // The name, too, has to reach the disk; Windows opens no folders and keeps its names by itself.
  if (process.platform !== "win32") syncFile(dirname(file));
}

function syncFile(path: string): void {
  const opened = openSync(path, process.platform === "win32" ? "r+" : "r");
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
