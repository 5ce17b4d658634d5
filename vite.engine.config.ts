import { join } from "node:path";

import type { Plugin } from "vite";
import { defineConfig } from "vite";

import { nativePackages, oldestNode } from "./vite.targets.config.ts";

const root = import.meta.dirname;

/**
 * The process of the engine, which everybody who opens the window waits for: one file of CommonJS, the form of which V8
 * keeps compiled code.
 */
export default defineConfig({
  root,
  publicDir: false,
  plugins: [verifierBeside()],
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

/** The thread that verifies is a bundle of its own, with the other processes. */
function verifierBeside(): Plugin {
  const source = 'new URL("verify-worker.ts", import.meta.url)';
  return {
    name: "verifier-beside",
    enforce: "pre",
    transform: (code, id) => {
      if (!id.endsWith("/src/app/verify-beside.ts")) return null;
      if (!code.includes(source)) throw new Error("verify-beside.ts starts its thread otherwise");
      return {
        code: code.replace(source, 'new URL("../shell/verify-worker.js", import.meta.url)'),
        map: null,
      };
    },
  };
}
