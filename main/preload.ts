// The only bridge into the page, and nothing of Electron crosses it: the page says that it listens, and gets news of the
// engine with a port to it.

import { ipcRenderer } from "electron";

import type { PageHello } from "../src/gateway/contract-port.ts";

const hello: PageHello = "onestop:hello";

globalThis.addEventListener("message", (event) => {
  if (event.source === globalThis.window && event.data === hello) ipcRenderer.send("hello");
});
ipcRenderer.on("engine", (event, news: unknown) => {
  globalThis.postMessage(news, location.origin, [...event.ports]);
});
