import { once } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import type { Io } from "../src/cli/command.ts";

/** This process as a command sees it: its streams, its heap, its day and its devices. */
export function processIo(): Io {
  // The reader of our output may leave before we are done (`onestop settle | head`): that is no fault.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  return {
    input: process.stdin,
    write: async (text) => {
      if (text !== "" && !process.stdout.write(text)) await once(process.stdout, "drain");
    },
    log: (text) => {
      process.stderr.write(text);
    },
    tidy: collectGarbage(),
    devices: async () => (await import("./devices.ts")).machineDevices,
    // Civil day in Shanghai: the format of this locale is YYYY-MM-DD. Calendars are only read for who asks.
    get today() {
      return new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
    },
  };
}

/** Node lets its heap grow while memory is free; a run of a million lines gives back what it no longer needs instead. */
function collectGarbage(): () => void {
  let collect: unknown;
  return () => {
    if (collect === undefined) {
      setFlagsFromString("--expose-gc");
      collect = runInNewContext("gc");
    }
    if (typeof collect === "function") Reflect.apply(collect, undefined, []);
  };
}
