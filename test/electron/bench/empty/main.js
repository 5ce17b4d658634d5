// What every window costs on this runtime: one with a word in it, and nothing else.
import { app, BrowserWindow } from "electron";

app.on("window-all-closed", () => app.quit());
app.on("ready", () => {
  const window = new BrowserWindow({ width: 1366, height: 768, show: false });
  window.once("ready-to-show", () => window.show());
  window.loadURL("data:text/html;charset=utf-8,<title>OneStop</title><h1>1</h1>").catch(console.error);
});
