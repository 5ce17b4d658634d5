import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { digestOf, findScreens, runVite } from "../src/cli/screens.ts";
import type { Runner } from "./compile-bundle.ts";

const dist = join(import.meta.dirname, "../dist");
const mark = join(dist, "shell/sources.sha256");
/** What the bundles are made of, and what is laid beside them. */
export const bundleSources: readonly string[] = [
  "main",
  "native",
  "src",
  "package.json",
  "package-lock.json",
  "vite.shell.config.ts",
  "vite.engine.config.ts",
  "vite.preload.config.ts",
  "vite.targets.config.ts",
];
const bundles = [
  { config: "vite.shell.config.ts", home: join(dist, "shell") },
  { config: "vite.engine.config.ts", home: join(dist, "engine") },
  { config: "vite.preload.config.ts", home: join(dist, "preload") },
];

/** Whether the bundles are there and are what the sources make. */
export function isWindowFresh(): boolean {
  return isMadeOf(bundleMark());
}

function isMadeOf(digest: string): boolean {
  return existsSync(mark) && readFileSync(mark, "utf8") === digest;
}

/** The digest of the sources that bundles were made of. */
export function bundleMark(): string {
  return digestOf(bundleSources);
}

/**
 * Builds what is absent or older than its sources.
 *
 * @param runner  the program that will run it and compiles it beforehand; null where there is none yet
 * @returns why it could not be built, null when it is there
 */
export async function buildWindow(
  runner: Runner | null,
  log: (text: string) => void,
): Promise<string | null> {
  const screens = await findScreens(log)();
  if (!screens.built) return screens.reason;
  const digest = bundleMark();
  const reason = isMadeOf(digest) ? null : await buildBundles(digest, log);
  if (reason !== null || runner === null) return reason;
  // Read only here: whoever merely asks whether the bundles are fresh is starting an engine.
  const { compileEngine } = await import("./compile-bundle.ts");
  await compileEngine({ dist, digest }, runner, log);
  return null;
}

async function buildBundles(digest: string, log: (text: string) => void): Promise<string | null> {
  log("正在构建桌面程序…\n");
  for (const { config, home } of bundles) {
    if (!(await buildBeside(config, home, log))) return "桌面程序构建失败，原因见上";
  }
  writeFileSync(mark, digest);
  return null;
}

/** Whole or not at all: a build that fails leaves the one before where it was. */
async function buildBeside(config: string, home: string, log: (text: string) => void): Promise<boolean> {
  mkdirSync(dist, { recursive: true });
  const made = mkdtempSync(join(dist, "building-"));
  try {
    const where = ["--config", config, "--outDir", made, "--emptyOutDir", "--logLevel", "warn"];
    if ((await runVite(["build", ...where], log)) !== 0) return false;
    rmSync(home, { recursive: true, force: true });
    renameSync(made, home);
    return true;
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}
