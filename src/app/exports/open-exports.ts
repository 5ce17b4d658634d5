import type { OpenDirectory } from "../directory.ts";
import { openDirectory } from "../directory.ts";
import type { Exports } from "./exports.ts";
import { exportsOf } from "./exports.ts";

/** Nobody sells from here meanwhile. */
const threads = 2;

/** Opens a directory to export from it and for nothing else. @throws StoreError as `openDirectory` */
export function openExports(
  options: OpenDirectory,
): Pick<Exports, "exportTo"> & { readonly close: () => void } {
  // Rows are told from what was settled: no rule is asked, and to read the packs is most of opening the books.
  const { ground, ring, close } = openDirectory({ ...options, rules: "later" });
  const closing = new AbortController();
  const { exportTo } = exportsOf(ground, { dir: options.dir, ring, threads, closing: closing.signal });
  return {
    exportTo,
    close: () => {
      closing.abort();
      close();
    },
  };
}
