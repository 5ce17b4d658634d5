// Where the window begins. What everybody waits for longest is the process of the engine, so that is asked for with as little
// as possible read before it; the program of the window is read while the system starts it.

import { app, Menu } from "electron";

import { forkEngineFirst } from "./fork-engine.ts";
import { registerPageScheme } from "./page-scheme.ts";
import { readStartWords } from "./start-words.ts";

function log(text: string): void {
  process.stderr.write(text);
}

const start = readStartWords(process.argv.slice(1));
// A build machine is root, which Chromium runs without the sandbox of the system or not at all; the page's own stays.
if (!app.commandLine.hasSwitch("no-sandbox")) app.enableSandbox();
// The page is served from here and nothing is fetched: a process for the network would only be waited for.
app.commandLine.appendSwitch("enable-features", "NetworkServiceInProcess2");
registerPageScheme();
// Ours takes the place of Electron's own, which otherwise is made first, and thrown away.
Menu.setApplicationMenu(null);
if (start.userDir !== null) app.setPath("userData", start.userDir);
if (app.requestSingleInstanceLock()) {
  const beginWhenReady = async (): Promise<void> => {
    await app.whenReady();
    const startEngine = await forkEngineFirst();
    const { openProgram } = await import("./window-program.ts");
    openProgram(start, startEngine);
  };
  // Not awaited: the program is not ready before this file has been read to its end.
  beginWhenReady().catch((error: unknown) => {
    log(`${String(error)}\n`);
    app.exit(1);
  });
} else {
  log("OneStop 已经打开，已切换到它的窗口。\n");
  app.quit();
}
