import { utilityProcess } from "electron";

import type { DeviceRelayReport, EngineOrder } from "./engine-protocol.ts";

/** The processes of the drivers: children of the window, beside the engine that sets them up and hears them. */
export interface DevicesSeam {
  readonly take: (report: DeviceRelayReport) => void;
  /** The engine they belonged to is gone; the next one asks for its own. */
  readonly endAll: () => void;
}

/** @param tell  gives an order to the engine that runs now */
export function openDevicesSeam(file: string, tell: (order: EngineOrder) => void): DevicesSeam {
  const children = new Map<number, RelayedChild>();
  return {
    take: (report) => {
      const { child } = report;
      switch (report.report) {
        case "deviceStart":
          children.set(
            child,
            startProcess(file, {
              message: (message) => tell({ order: "deviceSaid", child, message }),
              exit: () => {
                // One that was ended with its engine is no affair of the next.
                if (children.delete(child)) tell({ order: "deviceEnded", child });
              },
            }),
          );
          return;
        case "deviceSend":
          children.get(child)?.send(report.message);
          return;
        case "deviceKill":
          children.get(child)?.kill();
      }
    },
    endAll: () => {
      const all = [...children.values()];
      children.clear();
      for (const one of all) one.kill();
    },
  };
}

interface RelayedChild {
  readonly send: (message: unknown) => void;
  readonly kill: () => void;
}

function startProcess(
  file: string,
  { message, exit }: { readonly message: (message: unknown) => void; readonly exit: () => void },
): RelayedChild {
  const child = utilityProcess.fork(file, [], { serviceName: "onestop-devices", stdio: "inherit" });
  child.on("message", message);
  child.once("exit", exit);
  return {
    // What is said before it runs waits for it; one that has ended hears nothing, and is told of by `exit`.
    send: (said) => child.postMessage(said, []),
    kill: () => void child.kill(),
  };
}
