import type { ChildEvents, StartChild } from "../native/devices-host.ts";
import type { DeviceRelayReport, EngineOrder } from "./engine-protocol.ts";

/** Processes of devices that the program of the window runs for the engine. */
export interface RelayedDevices {
  readonly start: StartChild;
  /** What the program of the window tells of them. @returns whether it was that */
  readonly take: (order: EngineOrder) => boolean;
}

/** The engine's end: each process has a number by which both sides speak of it. */
export function openRelayedDevices(tell: (report: DeviceRelayReport) => void): RelayedDevices {
  const children = new Map<number, ChildEvents>();
  let last = 0;
  return {
    start: (events) => {
      last += 1;
      const child = last;
      children.set(child, events);
      tell({ report: "deviceStart", child });
      return {
        send: (message) => tell({ report: "deviceSend", child, message }),
        kill: () => tell({ report: "deviceKill", child }),
      };
    },
    take: (order) => {
      if (order.order === "deviceSaid") {
        children.get(order.child)?.message(order.message);
        return true;
      }
      if (order.order !== "deviceEnded") return false;
      const events = children.get(order.child);
      children.delete(order.child);
      events?.exit();
      return true;
    },
  };
}
