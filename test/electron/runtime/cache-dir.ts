import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** What takes long to prepare is kept here, outside of node_modules, which every `npm ci` empties. */
export function cacheDir(): string {
  const dir =
    process.env["ONESTOP_TEST_CACHE"] ??
    join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "onestop-test");
  mkdirSync(dir, { recursive: true });
  return dir;
}
