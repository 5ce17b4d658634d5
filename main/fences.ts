import { join } from "node:path";

import { app } from "electron";
import type { Session, WebContents } from "electron";

import { appWords as words } from "./app-words.ts";
import { isExportAddress, isOwnPage } from "./page-protocol.ts";

/** What a page asks of the system is refused: it needs none of it. */
export function fenceSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => {
    answer({});
  });
  session.setSpellCheckerEnabled(false);
  // Nothing is loaded but our own page and what it made itself.
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !/^(?:app|blob|data|devtools):/.test(url) });
  });
  // Only what the engine has exported leaves the page, and a person says where to.
  session.on("will-download", (event, item) => {
    if (!isExportAddress(item.getURL())) {
      event.preventDefault();
      return;
    }
    item.setSaveDialogOptions({
      title: words.saveExport,
      defaultPath: join(app.getPath("downloads"), item.getFilename()),
    });
  });
}

/** A window stays on its page: no other address, no second window, no page within. */
export function fenceContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
  contents.on("will-attach-webview", (event) => {
    event.preventDefault();
  });
  contents.on("will-frame-navigate", (event) => {
    if (!event.isMainFrame || !isOwnPage(event.url)) event.preventDefault();
  });
  contents.on("will-redirect", (event) => {
    event.preventDefault();
  });
}
