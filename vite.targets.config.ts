import { existsSync } from "node:fs";
import { join } from "node:path";

import type { Plugin } from "vite";

/** Of the oldest Electron that the desk runs on. */
export const oldestNode = "node20.18";

/** They bring binaries, which no bundle can hold. */
export const nativePackages = ["better-sqlite3", "serialport", "node-hid", "smartcard"] as const;

/** The files where a process or a thread begins, by the name of their bundle. */
export function shellEntries(root: string): Readonly<Record<string, string>> {
  const devices = join(root, "native/devices-process.ts");
  return {
    "window-main": join(root, "main/window-main.ts"),
    "engine-start": join(root, "main/engine-start.ts"),
    "keep-engine-code": join(root, "main/keep-engine-code.ts"),
    "compile-engine": join(root, "main/compile-engine.ts"),
    "serve-process": join(root, "main/serve-process.ts"),
    "export-process": join(root, "main/export-process.ts"),
    "rows-worker": join(root, "src/app/exports/rows-worker.ts"),
    "verify-worker": join(root, "src/app/verify-worker.ts"),
    ...(existsSync(devices) ? { "devices-process": devices } : {}),
  };
}

/**
 * A thread or a process is a file of its own, bundled as such with the other processes.
 *
 * @param folder  where that is, seen from the bundle that starts it
 */
export function startedBeside(folder: string): Plugin {
  const starts = [
    { by: "/src/app/verify-beside.ts", file: "verify-worker" },
    { by: "/src/app/exports/rows-beside.ts", file: "rows-worker" },
    { by: "/native/fork-devices.ts", file: "devices-process" },
  ];
  return {
    name: "started-beside",
    enforce: "pre",
    transform: (code, id) => {
      const start = starts.find(({ by }) => id.endsWith(by));
      if (start === undefined) return null;
      const source = `new URL("${start.file}.ts", import.meta.url)`;
      if (!code.includes(source)) throw new Error(`${start.by} starts its file otherwise`);
      return {
        code: code.replace(source, `new URL("${folder}${start.file}.js", import.meta.url)`),
        map: null,
      };
    },
  };
}
