import { join } from "node:path";

import { defineConfig } from "vite";

import { nativePackages, oldestNode, startedBeside } from "./vite.targets.config.ts";

const root = import.meta.dirname;

/**
 * The process of the engine, which everybody who opens the window waits for: one file of CommonJS, the form of which V8
 * keeps compiled code.
 */
export default defineConfig({
  root,
  publicDir: false,
  plugins: [startedBeside("../shell/")],
  ssr: { noExternal: true, external: [...nativePackages, "electron"] },
  build: {
    ssr: true,
    target: oldestNode,
    outDir: join(root, "dist/engine"),
    emptyOutDir: true,
    minify: true,
    reportCompressedSize: false,
    rolldownOptions: {
      input: join(root, "main/engine-process.ts"),
      output: { format: "cjs", entryFileNames: "[name].cjs", chunkFileNames: "[name]-[hash].cjs" },
    },
  },
});
