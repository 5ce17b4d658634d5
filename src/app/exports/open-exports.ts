import type { OpenDirectory } from "../directory.ts";
import { openDirectory } from "../directory.ts";
import type { Exports } from "./exports.ts";
import { exportsOf } from "./exports.ts";

/** Opens a directory to export from it and for nothing else. @throws StoreError as `openDirectory` */
export function openExports(
  options: OpenDirectory,
): Pick<Exports, "exportTo"> & { readonly close: () => void } {
  const { ground, close } = openDirectory(options);
  const closing = new AbortController();
  const { exportTo } = exportsOf(ground, { dir: options.dir, closing: closing.signal });
  return {
    exportTo,
    close: () => {
      closing.abort();
      close();
    },
  };
}
