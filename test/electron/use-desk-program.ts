import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll } from "vitest";

import { makeDirectory } from "../../src/cli/make-directory.ts";
import { buildWindow } from "../../main/shell-bundle.ts";
import type { DeskProgram } from "./desk-program.ts";
import { startDeskProgram } from "./desk-program.ts";
import type { Display } from "./display.ts";
import { openDisplay } from "./display.ts";
import type { Runtime } from "./runtime/prepare.ts";
import { prepareRuntime } from "./runtime/prepare.ts";

/** Where a desk keeps its books, and where its window keeps its place. */
export interface DeskPlace {
  readonly dataDir: string;
  readonly userDir: string;
}

export interface DeskPrograms {
  /** A directory of the demo town, which the tests of the file share unless they ask for one of their own. */
  readonly place: () => DeskPlace;
  /** The program of the checkout, unless another is given. */
  readonly start: (
    place?: DeskPlace,
    other?: { readonly program: string; readonly args: readonly string[] },
  ) => DeskProgram;
  readonly runtime: () => Runtime;
  readonly display: () => string;
}

const root = join(import.meta.dirname, "../..");

/** The window program out of the checkout, on a display of its own. What a test has started is ended after it. */
export function useDeskPrograms(): DeskPrograms {
  let display: Display | undefined;
  let runtime: Runtime | undefined;
  let dir = "";
  let started: DeskProgram[] = [];
  beforeAll(async () => {
    runtime = await prepareRuntime();
    display = await openDisplay();
    const reason = await buildWindow(runtime, (text) => void process.stderr.write(text));
    if (reason !== null) throw new Error(reason);
    dir = mkdtempSync(join(tmpdir(), "onestop-window-"));
    makeDirectory(join(dir, "data"), { demo: true, institution: null });
  }, 300_000);
  afterEach(async () => {
    for (const one of started) await one.kill();
    started = [];
  });
  afterAll(async () => {
    await display?.close();
    if (dir !== "") rmSync(dir, { recursive: true, force: true });
  });
  const ready = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error("not prepared");
    return value;
  };
  const place = (): DeskPlace => ({ dataDir: join(dir, "data"), userDir: join(dir, "user") });
  return {
    place,
    runtime: () => ready(runtime),
    display: () => ready(display).name,
    start: (at = place(), other) => {
      const { program, env } = ready(runtime);
      const what = other ?? { program, args: [root] };
      const one = startDeskProgram({ ...what, env, display: ready(display).name, serves: true, ...at });
      started.push(one);
      return one;
    },
  };
}
