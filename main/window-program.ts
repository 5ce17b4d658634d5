import { join } from "node:path";

import type { MessagePortMain } from "electron";
import { app, dialog, session, shell } from "electron";

import { later } from "../src/base/later.ts";
import { setAppMenu } from "./app-menu.ts";
import { appWords as words } from "./app-words.ts";
import type { DeskWindow } from "./desk-window.ts";
import { openDeskWindow } from "./desk-window.ts";
import { openDevicesSeam } from "./devices-seam.ts";
import type { EngineHost } from "./engine-host.ts";
import { hostEngine } from "./engine-host.ts";
import { openExportsSeam } from "./exports-seam.ts";
import { fenceContents, fenceSession } from "./fences.ts";
import type { StartEngine } from "./fork-engine.ts";
import type { DeskKey } from "./key-store.ts";
import { deskKeyOf } from "./key-store.ts";
import { servePages } from "./page-protocol.ts";
import type { StartWords } from "./start-words.ts";

const here = import.meta.dirname;

function log(text: string): void {
  process.stderr.write(text);
}

/**
 * Joins the processes and opens the window. It opens no books and knows no money.
 *
 * @param startEngine  starts the process of the engine, or gives the one that has been started
 */
export function openProgram(start: StartWords, startEngine: StartEngine): void {
  const exports = openExportsSeam((order) => engine.tell(order));
  // The key store may take its time, so it is asked after the engine has been started, and then not again.
  const deskKey = later((): DeskKey => (start.usesKeyStore ? deskKeyOf(start.dataDir) : { is: "none" }));
  let window: DeskWindow | null = null;
  let hasOffered = false;
  const devices = openDevicesSeam(join(here, "devices-process.js"), (order) => void engine.tell(order));
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
  app.on("web-contents-created", (_event, contents) => {
    fenceContents(contents);
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
