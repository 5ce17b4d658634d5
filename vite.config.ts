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
    },
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
