import { join } from "node:path";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The screens, for a browser and for the window: the oldest of both is Chromium 130. */
export default defineConfig({
  root: join(import.meta.dirname, "renderer"),
  plugins: [react()],
  // Addresses from the root: the window serves the same bundle under a scheme of its own.
  base: "/",
  build: {
    target: "chrome130",
    outDir: join(import.meta.dirname, "dist/renderer"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // The desk, and the page where an insured person looks at their own records.
    rolldownOptions: {
      input: ["index.html", "self.html"].map((page) => join(import.meta.dirname, "renderer", page)),
      output: {
        codeSplitting: { groups: [{ name: fileOf, debugName: "at once", tags: ["$initial"] }] },
      },
    },
    // The bound on what is loaded at once is a test's, by its size as it is sent.
    chunkSizeWarningLimit: 1000,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});

/** What is known of a module while the files are cut. */
interface Graph {
  readonly getModuleInfo: (id: string) => { readonly importers: readonly string[] } | null;
}

/**
 * What the desk loads at once comes in two files: one that the page of self-service needs as well, and one of its own. By
 * itself the builder makes one for every set of screens that have something in common, and each is a round trip before the
 * first paint.
 */
function fileOf(id: string, graph: Graph): string | null {
  const pages = pagesOf(id, graph);
  // The beginnings of the pages stay apart: whoever imports one runs it.
  if (pages.has(id)) return null;
  if (pages.size === 2) return "base";
  return [...pages].some((page) => !page.includes("self")) ? "desk" : null;
}

/** The pages that import a module, themselves or through others. */
function pagesOf(id: string, graph: Graph): ReadonlySet<string> {
  const seen = new Set([id]);
  // A set that grows while it is walked is walked to its end.
  for (const one of seen) for (const by of graph.getModuleInfo(one)?.importers ?? []) seen.add(by);
  return new Set([...seen].filter((one) => /[\\/]renderer[\\/](?:self[\\/])?main\.tsx$/.test(one)));
}
