#!/usr/bin/env node
import { enableCompileCache } from "node:module";

/*
 * Types are stripped once per version of a file, not once per start: half the start-up time, a third of the memory. This file
 * has no types itself, so that a start with everything in the cache loads no compiler at all.
 */
enableCompileCache();
if (!(await isBundled())) await import("./onestop.ts");
else if (process.argv[2] === "export") await import("../dist/shell/export-process.js");
else await import("../dist/shell/serve-process.js");

/** What others wait for comes out of the bundle, where that is what the sources make. */
async function isBundled() {
  if (process.argv[2] !== "serve" && process.argv[2] !== "export") return false;
  const { isWindowFresh } = await import("./shell-bundle.ts");
  return isWindowFresh();
}
