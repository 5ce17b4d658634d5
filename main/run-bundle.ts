import { existsSync, readFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { dirname, join } from "node:path";
import { constants, Script } from "node:vm";

import { openCode, sealCode } from "./code-cache.ts";

/** A bundle that runs. */
export interface RunningBundle {
  /** Whether it was compiled when it was built, and not now. */
  readonly isFromCache: boolean;
  /** What V8 has compiled of it up to now, sealed as `runBundle` reads it. */
  readonly keep: () => Buffer;
}

/** Where the build lays the engine, seen from what starts it. */
export const engineBundle = join(import.meta.dirname, "../engine/engine-process.cjs");

/** Where the compiled code of a bundle lies. */
export function codeFileOf(bundle: string): string {
  return `${bundle}.code`;
}

/**
 * Runs a CommonJS bundle as `require` does, but out of the code that its build has kept, where that fits; all else is
 * compiled as ever. The code lies beside the bundle and is as much a part of the program: nothing is written at a start.
 */
export function runBundle(bundle: string): RunningBundle {
  const source = readFileSync(bundle);
  const file = codeFileOf(bundle);
  const kept = openCode(source, existsSync(file) ? readFileSync(file) : null);
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${source.toString()}\n})`,
    {
      filename: bundle,
      ...(kept === null ? {} : { cachedData: kept }),
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    },
  );
  const run: unknown = script.runInThisContext();
  if (typeof run !== "function") throw new Error(`${bundle} is no bundle`);
  const require = createRequire(bundle);
  const made = new Module(bundle);
  // Parts that are loaded later ask for the bundle by its name, and get this one.
  require.cache[bundle] = made;
  Reflect.apply(run, made.exports, [made.exports, require, made, bundle, dirname(bundle)]);
  made.loaded = true;
  return {
    isFromCache: script.cachedDataRejected === false,
    keep: () => sealCode(source, script.createCachedData()),
  };
}
