#!/usr/bin/env node
import { enableCompileCache } from "node:module";

/*
 * Types are stripped once per version of a file, not once per start: half the start-up time, a third of the memory. This file
 * has no types itself, so that a start with everything in the cache loads no compiler at all.
 */
enableCompileCache();
/** What others wait for comes out of the bundle, where that is what the sources make. */
const bundled = {
  serve: async () => await import("../dist/shell/serve-process.js"),
  export: async () => await import("../dist/shell/export-process.js"),
};

const start = await bundledStart(process.argv[2]);
if (start === undefined) await import("./onestop.ts");
else await start();

async function bundledStart(command) {
  const found = Object.hasOwn(bundled, command) ? bundled[command] : undefined;
  if (found === undefined) return undefined;
  const { isWindowFresh } = await import("./shell-bundle.ts");
  return isWindowFresh() ? found : undefined;
}
