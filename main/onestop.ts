import { once } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

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
  tidy: collectGarbage(),
  // Civil day in Shanghai: the format of this locale is YYYY-MM-DD.
  devices: async () => (await import("./devices.ts")).machineDevices,
  today: new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" }),
});

/** Node lets its heap grow while memory is free; a run of a million lines gives back what it no longer needs instead. */
function collectGarbage(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  return () => {
    if (typeof collect === "function") Reflect.apply(collect, undefined, []);
  };
}
