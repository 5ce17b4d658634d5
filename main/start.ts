// npm start: the desk, in a window of its own where there is one, else in the browser.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import { defaultDataDir } from "../src/cli/data-dir.ts";
import { hasBooks } from "../src/store/open-store.ts";
import { findElectron } from "./find-electron.ts";
import { openInBrowser } from "./open-in-browser.ts";
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
if (!values.demo && !hasBooks(dir)) {
  log(`没有数据目录 ${dir}：先运行 npx onestop init，或用 npm start -- --demo 试用\n`);
  process.exit(2);
}
const window = values.browser || values["no-open"] ? "已要求用浏览器" : await findWindow();
if (typeof window === "string") {
  log(`${window}，改用浏览器打开结算台。\n`);
  await startInBrowser();
} else {
  log(`用桌面窗口打开结算台：${window.program}\n`);
  startInWindow(window.program);
}

/** The program that opens the window, with everything built for it; else why not. */
async function findWindow(): Promise<{ readonly program: string } | string> {
  const electron = findElectron(process.env);
  if (!electron.found) return electron.reason;
  const reason = await buildWindow(log);
  return reason ?? { program: electron.program };
}

function startInWindow(program: string): void {
  const home = join(import.meta.dirname, "..");
  const { port: given } = values;
  const port = given === undefined ? [] : ["--port", given];
  const keyStore = values["key-store"] === "off" ? ["--key-store", "off"] : [];
  const words = values.demo ? ["--demo"] : ["--data", dir];
  const child = spawn(program, [home, ...words, ...port, ...keyStore], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  endTogether(child);
  if (values.demo) log("示范收费员：工号 C001，密码 135790。\n");
}

async function startInBrowser(): Promise<void> {
  const engine = spawn(
    process.execPath,
    [
      join(import.meta.dirname, "onestop.ts"),
      "serve",
      ...(values.demo ? ["--demo"] : ["--data", dir]),
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
  await openInBrowser(String(lines[0]), { opens: !values["no-open"], demo: values.demo });
}

function endTogether(child: ReturnType<typeof spawn>): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  child.once("close", (code) => {
    process.exitCode = code ?? 1;
  });
}
