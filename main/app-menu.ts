import type { MenuItemConstructorOptions } from "electron";
import { Menu } from "electron";

import { appWords as words } from "./app-words.ts";

export interface MenuActions {
  readonly reload: () => void;
  readonly showData: () => void;
  readonly aboutKeys: () => void;
  readonly about: () => void;
}

/** No single key and no function key: those belong to the desk and to the scanner. */
export function setAppMenu(actions: MenuActions, isPackaged: boolean): void {
  const developer: MenuItemConstructorOptions[] = isPackaged
    ? []
    : [{ type: "separator" }, { role: "toggleDevTools", label: words.developer }];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { label: words.file, submenu: [{ role: "quit", label: words.quit, accelerator: "Ctrl+Q" }] },
      {
        label: words.edit,
        submenu: [
          { role: "undo", label: words.undo },
          { role: "redo", label: words.redo },
          { type: "separator" },
          { role: "cut", label: words.cut },
          { role: "copy", label: words.copy },
          { role: "paste", label: words.paste },
          { role: "selectAll", label: words.selectAll },
        ],
      },
      {
        label: words.view,
        submenu: [
          { label: words.reload, click: actions.reload },
          { type: "separator" },
          { role: "zoomIn", label: words.zoomIn },
          { role: "zoomOut", label: words.zoomOut },
          { role: "resetZoom", label: words.zoomReset },
          { type: "separator" },
          { role: "togglefullscreen", label: words.fullScreen, accelerator: "Ctrl+Alt+F" },
          ...developer,
        ],
      },
      {
        label: words.help,
        submenu: [
          { label: words.showData, click: actions.showData },
          { label: words.keys, click: actions.aboutKeys },
          { type: "separator" },
          { label: words.about, click: actions.about },
        ],
      },
    ]),
  );
}
