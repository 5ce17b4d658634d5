import { forkDevices, hostDevices } from "../native/devices-host.ts";
import { listDevices } from "../native/list-devices.ts";
import type { DevicesDoor } from "../src/cli/devices-door.ts";

/** The devices of this machine for the command line. */
export const machineDevices: DevicesDoor = {
  list: listDevices,
  watch: async (settings, looks, tell, stopped) => {
    const host = hostDevices({
      settings,
      start: forkDevices,
      event: tell,
      looked: tell,
      log: (text) => {
        process.stderr.write(text);
      },
    });
    if (looks) await host.look(true);
    await stopped;
    await host.close();
  },
};
