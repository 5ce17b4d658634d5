import { homedir } from "node:os";
import { join } from "node:path";

import { StoreError } from "../store/store-error.ts";
import type { ExitCode, Io } from "./command.ts";

/** Where the books lie when nobody says: the user's own data directory, as each system has it. */
export function defaultDataDir(): string {
  const home = homedir();
  if (process.platform === "win32") return join(process.env["APPDATA"] ?? home, "OneStop");
  if (process.platform === "darwin") return join(home, "Library", "Application Support", "OneStop");
  return join(process.env["XDG_DATA_HOME"] ?? join(home, ".local", "share"), "onestop");
}

/** The passphrase around the data key; null when the key file stands alone. */
export function passphrase(): string | null {
  return process.env["ONESTOP_PASSPHRASE"] ?? null;
}

/** Runs on the books; what is wrong with them is said in words and is no crash. */
export async function withWords(io: Io, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    io.log(`${error.code} ${error.message}\n`);
    return 1;
  }
}
