// The process that holds the devices: a driver that hangs or crashes takes nothing else with it.
// Started by `child_process.fork`, or as a utility process of the window.

import type { DeviceOrder, DeviceReport } from "./devices-protocol.ts";
import { deviceOrder, lookedBytesMax } from "./devices-protocol.ts";
import { listDevices } from "./list-devices.ts";
import type { Frame } from "./scanner/framer.ts";
import type { Supervisor } from "./supervisor.ts";
import { openSupervisor } from "./supervisor.ts";

interface ParentPort {
  readonly postMessage: (message: unknown) => void;
  readonly on: (name: "message", listener: (event: { readonly data: unknown }) => void) => void;
}

/** Electron gives its utility processes a port instead of Node's channel. */
function parentPort(): ParentPort | null {
  const port: unknown = Reflect.get(process, "parentPort");
  return isParentPort(port) ? port : null;
}

function isParentPort(port: unknown): port is ParentPort {
  return typeof port === "object" && port !== null && "postMessage" in port;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, lookedBytesMax)).toString("hex");
}

function serve(
  send: (report: DeviceReport) => void,
  listen: (take: (message: unknown) => void) => void,
): void {
  let looking = false;
  const supervisor = openSupervisor({
    emit: (event) => {
      send({ report: "event", event });
    },
    look: {
      bytes: (device, chunk, ms) => {
        if (looking) send({ report: "bytes", device, hex: hexOf(chunk), ms });
      },
      frame: (device, { bytes, ending, from, to }: Frame) => {
        if (looking) send({ report: "frame", device, hex: hexOf(bytes), ending, fromMs: from, toMs: to });
      },
    },
  });
  const look = (on: boolean): void => {
    looking = on;
  };
  const answer = async (order: DeviceOrder): Promise<void> => {
    try {
      send(await obey(order, supervisor, look));
    } catch (error) {
      send(did(order.id, error instanceof Error ? error.message : String(error)));
    }
    if (order.order === "stop") process.exit(0);
  };
  listen((message) => {
    const order = deviceOrder.safeParse(message);
    // Both ends are ours: what cannot be read is a mistake of ours, and the parent starts us anew.
    if (!order.success) throw order.error;
    answer(order.data).catch(fail);
  });
  send({ report: "started" });
}

async function obey(
  order: DeviceOrder,
  supervisor: Supervisor,
  look: (on: boolean) => void,
): Promise<DeviceReport> {
  switch (order.order) {
    case "configure":
      await supervisor.configure(order.settings);
      return did(order.id, null);
    case "list": {
      const devices = await listDevices();
      // Whoever asks has a reason to think that something has changed.
      supervisor.nudge();
      return { ...did(order.id, null), devices };
    }
    case "look":
      look(order.on);
      return did(order.id, null);
    case "simulate": {
      const { act } = order;
      const done = supervisor.simulate(
        order.device,
        act.kind === "send" ? { kind: "send", bytes: Buffer.from(act.hex, "hex") } : act,
      );
      return did(order.id, done ? null : "没有这台模拟设备，或已拔出");
    }
    case "print": {
      const { device, job, bytes, drawer } = order;
      const outcome = await supervisor.print(device, {
        id: job,
        bytes: Buffer.from(bytes, "base64"),
        drawer,
      });
      return { ...did(order.id, outcome === null ? "没有这台打印机" : null), outcome };
    }
    case "ping":
      return did(order.id, null);
    case "stop":
      await supervisor.close();
      return did(order.id, null);
  }
}

function did(id: number, reason: string | null): Extract<DeviceReport, { report: "did" }> {
  return { report: "did", id, ok: reason === null, reason, devices: null, outcome: null };
}

function fail(error: unknown): never {
  throw error;
}

const port = parentPort();
if (port !== null) {
  serve(port.postMessage.bind(port), (take) => {
    port.on("message", ({ data }) => {
      take(data);
    });
  });
} else if (process.send !== undefined) {
  const send = process.send.bind(process);
  serve(
    (report) => {
      // Whoever is gone hears nothing; the disconnect that follows ends us.
      if (process.connected) send(report, () => undefined);
    },
    (take) => {
      process.on("message", take);
    },
  );
  // A program that was killed cannot say stop; without it the ports must not stay taken.
  process.on("disconnect", () => process.exit(0));
} else {
  console.error("native/devices-process.ts is started by the program, not by hand");
  process.exitCode = 2;
}
