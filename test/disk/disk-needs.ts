import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What these tests take a file system and a compiler for; null when this machine has it all. */
export function diskNeeds(): string | null {
  const dir = mkdtempSync(join(tmpdir(), "onestop-needs-"));
  const file = join(dir, "file");
  writeFileSync(file, "");
  const can = (command: string, ...args: readonly string[]): boolean =>
    spawnSync(command, args, { stdio: "ignore" }).status === 0;
  try {
    if (process.platform !== "linux") return "Linux, for the shim before the disk";
    if (!can("gcc", "--version")) return "gcc, for the shim before the disk";
    if (!can("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", dir))
      return "the right to mount, for a full disk";
    if (!can("umount", dir)) return "the right to unmount";
    return can("chattr", "+i", file) && can("chattr", "-i", file)
      ? null
      : "a file system with immutable files";
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
