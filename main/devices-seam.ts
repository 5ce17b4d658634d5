import { existsSync } from "node:fs";

import { utilityProcess } from "electron";

/** The process of the drivers as a child of the window, in the shape in which `native` starts one. */
export interface DevicesChild {
  readonly send: (order: unknown) => void;
  readonly kill: () => void;
}

export interface DevicesEvents {
  readonly message: (message: unknown) => void;
  /** Once, after the last message. */
  readonly exit: () => void;
}

/**
 * Starts the process of the drivers, beside the engine and knowing nothing of it. Null when this version brings none.
 *
 * Whoever keeps it running, sets it up and hears its events is `native`'s host; this is what it starts it with.
 */
export function devicesStarter(file: string): ((events: DevicesEvents) => DevicesChild) | null {
  if (!existsSync(file)) return null;
  return ({ message, exit }) => {
    const child = utilityProcess.fork(file, [], { serviceName: "onestop-devices", stdio: "inherit" });
    child.on("message", message);
    child.once("exit", exit);
    return {
      send: (order) => {
        // One that has ended hears nothing; its end is told by `exit`.
        if (child.pid !== undefined) child.postMessage(order, []);
      },
      kill: () => void child.kill(),
    };
  };
}
