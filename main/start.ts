// npm start: the desk, in a window of its own where there is one, else in the browser.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import { defaultDataDir } from "../src/cli/data-dir.ts";
import { hasBooks } from "../src/store/open-store.ts";
import { findElectron } from "./find-electron.ts";
import { openInBrowser, openSetup } from "./open-in-browser.ts";
import { buildWindow } from "./shell-bundle.ts";

const { values } = parseArgs({
  options: {
    demo: { type: "boolean", default: false },
    data: { type: "string" },
    port: { type: "string" },
    /** off: the keys stay as they are, for whoever opens the same books from the command line. */
    "key-store": { type: "string" },
    browser: { type: "boolean", default: false },
    /** Prints the address instead of opening it; the browser's. */
    "no-open": { type: "boolean", default: false },
  },
});

function log(text: string): void {
  process.stderr.write(text);
}

const dir = values.data ?? defaultDataDir();
const demo = values.demo || (!hasBooks(dir) && (await firstStart()) === "demo");
const window = values.browser || values["no-open"] ? "已要求用浏览器" : await findWindow();
if (typeof window === "string") {
  log(`${window}，改用浏览器打开结算台。\n`);
  await startInBrowser();
} else {
  log(`用桌面窗口打开结算台：${window.program}\n`);
  startInWindow(window.program);
}

/** Nobody has set anything up here: a page asks whether to do so, or to try. Ends the program when nobody chooses. */
async function firstStart(): Promise<"made" | "demo"> {
  log(`数据目录 ${dir} 还没有账本，打开首次启动向导。\n`);
  const onestop = join(import.meta.dirname, "onestop.js");
  const args = [onestop, "setup", "--data", dir, "--port", values.port ?? "0"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const stop = (): void => void child.kill("SIGTERM");
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const closed = once(child, "close");
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === 1) await openSetup(line, { opens: !values["no-open"] });
  }
  await closed;
  process.removeListener("SIGINT", stop);
  process.removeListener("SIGTERM", stop);
  const end = endOf(lines.at(-1) ?? "");
  if (end === null) process.exit(2);
  return end;
}

function endOf(line: string): "made" | "demo" | null {
  if (line === '{"end":"made"}') return "made";
  return line === '{"end":"demo"}' ? "demo" : null;
}

/** The program that opens the window, with everything built for it; else why not. */
async function findWindow(): Promise<{ readonly program: string } | string> {
  const electron = findElectron(process.env);
  if (!electron.found) return electron.reason;
  const reason = await buildWindow({ program: electron.program, env: {} }, log);
  return reason ?? { program: electron.program };
}

function startInWindow(program: string): void {
  const home = join(import.meta.dirname, "..");
  const { port: given } = values;
  const port = given === undefined ? [] : ["--port", given];
  const keyStore = values["key-store"] === "off" ? ["--key-store", "off"] : [];
  const words = demo ? ["--demo"] : ["--data", dir];
  const child = spawn(program, [home, ...words, ...port, ...keyStore], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  endTogether(child);
  if (demo) log("示范收费员：工号 C001，密码 135790。\n");
}

async function startInBrowser(): Promise<void> {
  const engine = spawn(
    process.execPath,
    [
      join(import.meta.dirname, "onestop.js"),
      "serve",
      ...(demo ? ["--demo"] : ["--data", dir]),
      "--port",
      values.port ?? "0",
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  endTogether(engine);
  // One line for each request is for a log file, not for whoever waits for the desk to open.
  createInterface({ input: engine.stderr }).on("line", (line) => {
    if (!line.startsWith("{")) log(`${line}\n`);
  });
  const lines: unknown[] = await once(createInterface({ input: engine.stdout }), "line");
  await openInBrowser(String(lines[0]), { opens: !values["no-open"], demo });
}

function endTogether(child: ReturnType<typeof spawn>): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  child.once("close", (code) => {
    process.exitCode = code ?? 1;
  });
}
