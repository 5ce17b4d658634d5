// The program of the window: it starts the processes, opens the window and joins them. It opens no books and knows no
// money.

import { join } from "node:path";

import type { MessagePortMain } from "electron";
import { app, dialog, Menu, session, shell, utilityProcess } from "electron";

import { setAppMenu } from "./app-menu.ts";
import { appWords as words } from "./app-words.ts";
import type { DeskWindow } from "./desk-window.ts";
import { openDeskWindow } from "./desk-window.ts";
import { openDevicesSeam } from "./devices-seam.ts";
import type { EngineChild, EngineEvents, EngineHost } from "./engine-host.ts";
import { hostEngine } from "./engine-host.ts";
import { openExportsSeam } from "./exports-seam.ts";
import { fenceContents, fenceSession } from "./fences.ts";
import type { DeskKey } from "./key-store.ts";
import { deskKeyOf } from "./key-store.ts";
import { registerPageScheme, servePages } from "./page-protocol.ts";
import type { StartWords } from "./start-words.ts";
import { readStartWords } from "./start-words.ts";

const here = import.meta.dirname;

function log(text: string): void {
  process.stderr.write(text);
}

function startEngine({ message, exit }: EngineEvents): EngineChild<MessagePortMain> {
  const child = utilityProcess.fork(join(here, "engine-start.js"), [], {
    serviceName: "onestop-engine",
    stdio: "inherit",
  });
  child.on("message", message);
  child.once("exit", exit);
  return {
    send: (order, ports) => child.postMessage(order, [...ports]),
    kill: () => void child.kill(),
  };
}

function begin(start: StartWords): void {
  const exports = openExportsSeam((order) => engine.tell(order));
  const deskKey = once((): DeskKey => (start.usesKeyStore ? deskKeyOf(start.dataDir) : { is: "none" }));
  let window: DeskWindow | null = null;
  let hasOffered = false;
  const devices = openDevicesSeam(join(here, "devices-process.js"), (order) => void engine.tell(order));
  // First of all: its process takes longest to be there.
  const engine: EngineHost<MessagePortMain> = hostEngine({
    start: startEngine,
    open: () => {
      const kept = deskKey();
      const key = kept.is === "kept" ? kept.hex : null;
      return { order: "open", dir: start.dataDir, demo: start.demo, deskKey: key, port: start.port };
    },
    changed: (state) => {
      window?.tell(state);
      if (state.is === "failed" && state.code === "MISSING" && !hasOffered) {
        hasOffered = true;
        offerDemo(start.dataDir);
      }
    },
    devices,
    exports,
    log,
  });
  fenceSession(session.defaultSession);
  servePages(join(here, "../renderer"), exports.ask);
  window = openDeskWindow({
    userDir: app.getPath("userData"),
    isPackaged: app.isPackaged,
    state: engine.state,
    link: engine.link,
    log,
  });
  const { show, reload } = window;
  if (deskKey().is !== "kept") log(`${keyWords(deskKey())}\n`);
  setAppMenu(menuActions({ reload, deskKey: deskKey(), dataDir: start.dataDir }), app.isPackaged);
  app.on("second-instance", show);
  closeInOrder(engine.close);
}

/** The key store may take its time, so it is asked after the engine has been started, and then not again. */
function once<T>(ask: () => T): () => T {
  let answer: { readonly is: T } | null = null;
  return () => {
    answer ??= { is: ask() };
    return answer.is;
  };
}

/** The window goes at once, the program when the books are closed. */
function closeInOrder(close: () => Promise<void>): void {
  let isClosed = false;
  app.on("window-all-closed", () => {
    app.quit();
  });
  app.on("will-quit", (event) => {
    if (isClosed) return;
    event.preventDefault();
    const finish = async (): Promise<void> => {
      await close();
      isClosed = true;
      app.quit();
    };
    finish().catch((error: unknown) => {
      log(`${String(error)}\n`);
      app.exit(1);
    });
  });
}

/** Nobody has set anything up here: the only thing that can be done without a command line is to try. */
function offerDemo(dataDir: string): void {
  const choice = dialog.showMessageBoxSync({
    type: "info",
    title: words.product,
    message: words.noBooks,
    detail: words.noBooksDetail(dataDir),
    buttons: [words.tryDemo, words.quit],
    defaultId: 0,
    cancelId: 1,
  });
  if (choice === 0) app.relaunch({ args: [...process.argv.slice(1), "--demo"] });
  app.quit();
}

function keyWords(deskKey: DeskKey): string {
  switch (deskKey.is) {
    case "kept":
      return words.keyStoreKept;
    case "none":
      return words.keyStoreNone;
    case "refused":
      return words.keyStoreRefused;
  }
}

function menuActions({
  reload,
  deskKey,
  dataDir,
}: {
  readonly reload: () => void;
  readonly deskKey: DeskKey;
  readonly dataDir: string;
}) {
  const tell = (message: string, detail: string): void => {
    const box = { title: words.product, message, detail, buttons: [words.ok] };
    dialog.showMessageBox(box).catch((error: unknown) => log(`${String(error)}\n`));
  };
  return {
    reload,
    showData: () => {
      shell.openPath(dataDir).catch((error: unknown) => log(`${String(error)}\n`));
    },
    aboutKeys: () => tell(words.keys, keyWords(deskKey)),
    about: () =>
      tell(
        words.product,
        `${words.version(app.getVersion(), `Electron ${process.versions.electron}`)}\n${words.dataDir(dataDir)}`,
      ),
  };
}

const start = readStartWords(process.argv.slice(1));
// A build machine is root, which Chromium runs without the sandbox of the system or not at all; the page's own stays.
if (!app.commandLine.hasSwitch("no-sandbox")) app.enableSandbox();
registerPageScheme();
// Ours takes the place of Electron's own, which otherwise is made first, and thrown away.
Menu.setApplicationMenu(null);
if (start.userDir !== null) app.setPath("userData", start.userDir);
app.on("web-contents-created", (_event, contents) => {
  fenceContents(contents);
});
if (app.requestSingleInstanceLock()) {
  const beginWhenReady = async (): Promise<void> => {
    await app.whenReady();
    begin(start);
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
