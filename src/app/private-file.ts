import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a file for its owner only: beside, then moved into place, so that there is a whole one at every moment. It is on
 * the disk when this returns, its name too: what is sealed next may need it.
 */
export function writePrivately(path: string, content: string | Uint8Array): void {
  const beside = `${path}.new`;
  const made = openSync(beside, "w", 0o600);
  try {
    writeFileSync(made, content);
    fsyncSync(made);
  } finally {
    closeSync(made);
  }
  renameSync(beside, path);
  syncDirectory(dirname(path));
}

function syncDirectory(dir: string): void {
  // Windows keeps names in order itself and opens no directory.
  if (process.platform === "win32") return;
  const opened = openSync(dir, "r");
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
