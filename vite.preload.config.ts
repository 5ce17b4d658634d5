import { join } from "node:path";

import { defineConfig } from "vite";

import { oldestNode } from "./vite.targets.config.ts";

/** What runs before the page, in its sandbox: one file, and no module. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  ssr: { noExternal: true, external: ["electron"] },
  build: {
    ssr: true,
    target: oldestNode,
    outDir: join(import.meta.dirname, "dist/preload"),
    emptyOutDir: true,
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: join(import.meta.dirname, "main/preload.ts"),
      output: { format: "cjs", entryFileNames: "preload.cjs", codeSplitting: false },
    },
  },
});
