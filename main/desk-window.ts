import { join } from "node:path";

import { BrowserWindow, ipcMain, MessageChannelMain, screen } from "electron";
import type { MessagePortMain, WebContents } from "electron";

import type { EngineNews, EngineState } from "../src/gateway/contract-port.ts";
import { appWords } from "./app-words.ts";
import { isOwnPage, pageAddress } from "./page-protocol.ts";
import { keepWindowPlace, readWindowPlace, smallest } from "./window-place.ts";

export interface DeskWindow {
  /** Brings it before the eyes of whoever has started the program a second time. */
  readonly show: () => void;
  /** Tells the page how the engine stands; with `running` it gets a link of its own. */
  readonly tell: (state: EngineState) => void;
  readonly reload: () => void;
}

export interface DeskWindowOptions {
  readonly userDir: string;
  readonly isPackaged: boolean;
  readonly state: () => EngineState;
  /** False when there is no engine to take the port. */
  readonly link: (port: MessagePortMain) => boolean;
  readonly log: (text: string) => void;
}

/** The window of the desk: sandboxed, without Node, on our own page. */
export function openDeskWindow(options: DeskWindowOptions): DeskWindow {
  const place = readWindowPlace(
    options.userDir,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const { isMaximized, ...bounds } = place;
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: appWords.product,
    backgroundColor: "#f4f5f2",
    show: false,
    webPreferences: {
      preload: join(import.meta.dirname, "../preload/preload.cjs"),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: !options.isPackaged,
      // A desk that is behind another window still counts and locks on time.
      backgroundThrottling: false,
    },
  });
  window.once("ready-to-show", () => {
    if (isMaximized === true) window.maximize();
    window.show();
  });
  window.on("page-title-updated", (event) => {
    event.preventDefault();
  });
  keepPlaceOf(window, options.userDir);
  reloadWhenGone(window, options.log);
  const tell = (state: EngineState): void => {
    if (!window.isDestroyed()) post(window.webContents, state, options.link);
  };
  greet(window, () => tell(options.state()));
  load(window, options.log);
  return {
    show: () => {
      if (window.isMinimized()) window.restore();
      window.focus();
    },
    tell,
    reload: () => window.webContents.reload(),
  };
}

function load(window: BrowserWindow, log: (text: string) => void): void {
  window.loadURL(pageAddress).catch((error: unknown) => {
    log(`界面没有载入：${String(error)}\n`);
  });
}

/** A page tells when it listens, after every load; only our own page is heard. */
function greet(window: BrowserWindow, answer: () => void): void {
  ipcMain.on("hello", ({ sender, senderFrame }) => {
    const isOwn = sender === window.webContents && senderFrame === sender.mainFrame;
    if (isOwn && isOwnPage(senderFrame.url)) answer();
  });
}

function post(contents: WebContents, state: EngineState, link: DeskWindowOptions["link"]): void {
  const news: EngineNews = { onestop: "engine", state };
  if (state.is !== "running") {
    contents.postMessage("engine", news);
    return;
  }
  const { port1, port2 } = new MessageChannelMain();
  if (link(port1)) contents.postMessage("engine", news, [port2]);
}

/** Where the window is goes to the disk when it has come to rest, and when it closes. */
function keepPlaceOf(window: BrowserWindow, userDir: string): void {
  const restMs = 500;
  let timer: NodeJS.Timeout | undefined;
  const keep = (): void => {
    clearTimeout(timer);
    keepWindowPlace(userDir, { ...window.getNormalBounds(), isMaximized: window.isMaximized() });
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(keep, restMs);
  };
  window.on("resize", later);
  window.on("move", later);
  window.on("maximize", later);
  window.on("unmaximize", later);
  window.on("close", keep);
}

/** A page that has died comes back; its bill lies with the engine. One that dies at once is not tried for ever. */
function reloadWhenGone(window: BrowserWindow, log: (text: string) => void): void {
  const spanMs = 60_000;
  const most = 5;
  let gone: readonly number[] = [];
  window.webContents.on("render-process-gone", (_event, { reason }) => {
    log(`界面进程已结束（${reason}）\n`);
    const now = Date.now();
    gone = [...gone.filter((at) => now - at < spanMs), now];
    if (reason !== "clean-exit" && gone.length <= most) load(window, log);
  });
}
