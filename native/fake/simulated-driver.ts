import type { Driver, DriverEvents } from "../device-driver.ts";

/** 模拟设备: a scanner that reads what it is told. Everything after the hardware is the real thing. */
export interface SimulatedDevice {
  readonly driver: Driver;
  /** Sends bytes as if a code had been read. @returns whether the device was open */
  readonly send: (bytes: Uint8Array) => boolean;
  /** Pulls the cable. */
  readonly unplug: () => void;
  readonly plugIn: () => void;
}

export function simulatedDevice(): SimulatedDevice {
  let plugged = true;
  let open: DriverEvents | null = null;
  return {
    driver: {
      open: (events) => {
        if (!plugged)
          return Promise.resolve({ ok: false, refusal: { state: "absent", reason: "模拟设备已拔出" } });
        open = events;
        return Promise.resolve({
          ok: true,
          close: () => {
            open = null;
            return Promise.resolve();
          },
        });
      },
    },
    send: (bytes) => {
      open?.bytes(bytes);
      return open !== null;
    },
    unplug: () => {
      plugged = false;
      const was = open;
      open = null;
      was?.gone("模拟设备已拔出");
    },
    plugIn: () => {
      plugged = true;
    },
  };
}
