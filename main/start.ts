// npm start: the desk, in a window of its own where there is one, else in the browser.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import { defaultDataDir } from "../src/cli/data-dir.ts";
import { openInBrowser } from "./open-in-browser.ts";

const { values } = parseArgs({
  options: {
    demo: { type: "boolean", default: false },
    data: { type: "string" },
    port: { type: "string", default: "0" },
    /** Prints the address instead of opening it. */
    "no-open": { type: "boolean", default: false },
  },
});

process.stderr.write(`${whyBrowser()}，改用浏览器打开结算台。\n`);
const dir = values.data ?? defaultDataDir();
if (!values.demo && !existsSync(dir)) {
  process.stderr.write(`没有数据目录 ${dir}：先运行 npx onestop init，或用 npm start -- --demo 试用\n`);
  process.exit(2);
}
const engine = spawn(
  process.execPath,
  [
    join(import.meta.dirname, "onestop.ts"),
    "serve",
    ...(values.demo ? ["--demo"] : ["--data", dir]),
    "--port",
    values.port,
  ],
  { stdio: ["ignore", "pipe", "pipe"] },
);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => engine.kill(signal));
engine.once("close", (code) => {
  process.exitCode = code ?? 1;
});
// One line for each request is for a log file, not for whoever waits for the desk to open.
createInterface({ input: engine.stderr }).on("line", (line) => {
  if (!line.startsWith("{")) process.stderr.write(`${line}\n`);
});
const lines: unknown[] = await once(createInterface({ input: engine.stdout }), "line");
await openInBrowser(String(lines[0]), { opens: !values["no-open"], demo: values.demo });

/** The window needs the binary that the package fetches when it is first run. */
function whyBrowser(): string {
  const path = join(import.meta.dirname, "../node_modules/electron/path.txt");
  return existsSync(path) ? "桌面窗口尚未随本版本提供" : "本机没有 Electron 运行文件";
}
