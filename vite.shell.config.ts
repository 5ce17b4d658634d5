import { cpSync } from "node:fs";
import { join } from "node:path";

import type { Plugin } from "vite";
import { defineConfig } from "vite";

import { nativePackages, oldestNode, shellEntries, startedBeside } from "./vite.targets.config.ts";

const root = import.meta.dirname;

/** The processes beside the page, for the oldest Node of an Electron that they run on. Natives stay packages. */
export default defineConfig({
  root,
  publicDir: false,
  plugins: [rulesBeside(), startedBeside("")],
  ssr: { noExternal: true, external: [...nativePackages, "electron"] },
  build: {
    ssr: true,
    target: oldestNode,
    outDir: join(root, "dist/shell"),
    emptyOutDir: true,
    // Read at every start, before anything can be seen: less to read is sooner there.
    minify: true,
    reportCompressedSize: false,
    rolldownOptions: {
      input: shellEntries(root),
      output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
});

/** Rule packs are data that stays beside the program: found from the bundle where they are found from the sources. */
function rulesBeside(): Plugin {
  return {
    name: "rules-beside",
    closeBundle: () => {
      for (const part of ["packs", "supplements"])
        cpSync(join(root, "src/rules", part), join(root, "dist/rules", part), { recursive: true });
    },
  };
}
