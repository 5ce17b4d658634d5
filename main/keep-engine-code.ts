// Part of the build: runs the engine as the window does, and keeps what has been compiled of it when it ends.

import { writeFileSync } from "node:fs";

import { engineBundle, runBundle } from "./run-bundle.ts";

const [, , to = ""] = process.argv;
const { keep } = runBundle(engineBundle);
process.once("exit", () => {
  writeFileSync(to, keep());
});
