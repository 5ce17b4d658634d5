#!/usr/bin/env node
import { once } from "node:events";

import { runCommand } from "../src/cli/main.ts";

// The reader of our output may leave before we are done (`onestop settle | head`): that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await runCommand(process.argv.slice(2), {
  input: process.stdin,
  write: async (text) => {
    if (text !== "" && !process.stdout.write(text)) await once(process.stdout, "drain");
  },
  log: (text) => {
    process.stderr.write(text);
  },
  // Civil day in Shanghai: the format of this locale is YYYY-MM-DD.
  today: new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" }),
});
