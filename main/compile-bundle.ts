import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { codeFileOf } from "./run-bundle.ts";

/** The program that will run the bundles, and what it needs in its environment. */
export interface Runner {
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Longer than any two starts. */
const msMax = 60_000;

/**
 * Has the engine compiled by the program that will run it, once for each. Where that cannot be done, every start compiles.
 *
 * @param digest  of the sources of the bundles
 */
export async function compileEngine(
  { dist, digest }: { readonly dist: string; readonly digest: string },
  runner: Runner,
  log: (text: string) => void,
): Promise<void> {
  const code = codeFileOf(join(dist, "engine/engine-process.cjs"));
  const mark = join(dist, "engine/compiled-for");
  const wanted = `${digest} ${runner.program} ${statSync(runner.program).mtimeMs}`;
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  log("正在预编译结算引擎…\n");
  const work = mkdtempSync(join(tmpdir(), "onestop-compile-"));
  try {
    const made = join(work, "code");
    const said = await runIn(work, { ...runner, main: join(dist, "shell/compile-engine.js"), made });
    // Copied, as the folder of the bundles may be on another disk.
    if (existsSync(made)) cpSync(made, code);
    else log(`${said}结算引擎未能预编译，启动会稍慢\n`);
    writeFileSync(mark, wanted);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A program is a folder; this one only begins ours. @returns what it said */
async function runIn(
  work: string,
  { program, env, main, made }: Runner & { readonly main: string; readonly made: string },
): Promise<string> {
  writeFileSync(
    join(work, "package.json"),
    '{"name":"compile","version":"0.0.0","type":"module","main":"main.js"}',
  );
  writeFileSync(join(work, "main.js"), `import ${JSON.stringify(pathToFileURL(main).href)};\n`);
  const child = spawn(program, [work, ...switches(), join(work, "data"), made], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
    timeout: msMax,
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  await once(child, "close");
  return said;
}

/** It shows nothing, so it needs no display; and it runs nothing but ours, so as root it goes without the sandbox. */
function switches(): readonly string[] {
  if (process.platform !== "linux") return [];
  return [
    "--ozone-platform=headless",
    "--disable-gpu",
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ];
}
