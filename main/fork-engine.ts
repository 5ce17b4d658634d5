import { join } from "node:path";

import type { MessagePortMain } from "electron";
import { utilityProcess } from "electron";

import type { EngineChild, EngineEvents } from "./engine-host.ts";

export type StartEngine = (events: EngineEvents) => EngineChild<MessagePortMain>;

/** A process of the engine that nobody hears yet: it says nothing before it is told to open books. */
interface ForkedEngine {
  /** Resolves when the process is there, or is gone. */
  readonly launched: Promise<void>;
  readonly hear: StartEngine;
}

function forkEngine(): ForkedEngine {
  const child = utilityProcess.fork(join(import.meta.dirname, "engine-start.js"), [], {
    serviceName: "onestop-engine",
    stdio: "inherit",
  });
  const { promise: launched, resolve } = Promise.withResolvers<void>();
  let isGone = false;
  let tellExit: (() => void) | null = null;
  child.once("spawn", resolve);
  child.once("exit", () => {
    resolve();
    isGone = true;
    tellExit?.();
  });
  return {
    launched,
    hear: ({ message, exit }) => {
      child.on("message", message);
      tellExit = exit;
      // One that has ended before anybody heard it is told of all the same.
      if (isGone) setImmediate(exit);
      return {
        send: (order, ports) => child.postMessage(order, [...ports]),
        kill: () => void child.kill(),
      };
    },
  };
}

/**
 * Has a first process of the engine begin while the program of the window is still to be read. The system is asked for it
 * only when nothing is at work here, so it is waited for.
 *
 * @returns what gives out that first one, and starts another each time after it
 */
export async function forkEngineFirst(): Promise<StartEngine> {
  let first: ForkedEngine | null = forkEngine();
  await first.launched;
  return (events) => {
    const engine = first ?? forkEngine();
    first = null;
    return engine.hear(events);
  };
}
