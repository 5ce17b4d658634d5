import { existsSync } from "node:fs";
import { spawnSync } from "node:child_process";

const virtualReader = "/etc/reader.conf.d/vpcd";

/** What is missing for cards in a virtual reader; null when nothing is. */
export function pcscNeeds(): string | null {
  const has = (program: string): boolean => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
  if (!has("pcscd")) return "pcscd (Debian: pcscd)";
  if (!existsSync(virtualReader)) return `${virtualReader} (Debian: vsmartcard-vpcd)`;
  const binding = spawnSync(process.execPath, ["-e", 'import("smartcard")']);
  if (binding.status !== 0)
    return "the package smartcard (Debian: libpcsclite-dev, g++, make, python3, before npm ci)";
  return process.getuid?.() === 0 ? null : "root, who may run pcscd";
}
