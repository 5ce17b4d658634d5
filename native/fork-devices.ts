import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { StartChild } from "./devices-host.ts";

const entry = fileURLToPath(new URL("devices-process.ts", import.meta.url));

/** Starts the process of the devices with plain Node. */
export const forkDevices: StartChild = ({ message, exit }) => {
  const child = fork(entry, [], { stdio: ["ignore", "ignore", "inherit", "ipc"], serialization: "json" });
  child.on("message", message);
  // A process that could not even be started tells it by an error, and then there is no exit.
  child.on("error", () => child.kill("SIGKILL"));
  child.once("close", exit);
  return {
    send: (order) => {
      if (child.connected) child.send(order, () => undefined);
    },
    kill: () => child.kill("SIGKILL"),
  };
};
