#!/usr/bin/env node
import { enableCompileCache } from "node:module";

/*
 * Types are stripped once per version of a file, not once per start: half the start-up time, a third of the memory. This file
 * has no types itself, so that a start with everything in the cache loads no compiler at all.
 */
enableCompileCache();
if (await isBundled()) await import("../dist/shell/serve-process.js");
else await import("./onestop.ts");

/** The engine that others wait for comes out of the bundle, where that is what the sources make. */
async function isBundled() {
  if (process.argv[2] !== "serve") return false;
  const { isWindowFresh } = await import("./shell-bundle.ts");
  return isWindowFresh();
}
