import { hostDevices } from "../native/devices-host.ts";
import { forkDevices } from "../native/fork-devices.ts";
import { outcomeWords, printerName } from "../native/printer/printer-words.ts";
import type { DevicesDoor } from "../src/cli/devices-door.ts";
import { repeatMsUsual } from "../src/scan/repeat-guard.ts";
import { openDeskDevices } from "./desk-devices.ts";
import { proposeFraming } from "./propose-framing.ts";
import { usualScanRules } from "../src/scan/usual-devices.ts";

const quietLook = { bytes: () => undefined, frame: () => undefined };

/** The devices of this machine for the command line. Drivers are read when they are asked for: an engine starts without them. */
export const machineDevices: DevicesDoor = {
  list: async () => {
    const { listDevices } = await import("../native/list-devices.ts");
    return await listDevices();
  },
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
  learn: proposeFraming,
  testPrint: async (setting, job) => {
    const { openDeskPrinter } = await import("../native/printer/desk-printer.ts");
    const printer = openDeskPrinter(setting, () => undefined);
    try {
      const outcome = await printer.print(job);
      return { printer: printerName(setting.port), ...outcome, message: outcomeWords(outcome) };
    } finally {
      await printer.close();
    }
  },
  control: (settingsOf, log) => openDeskDevices({ start: forkDevices, settingsOf, log }),
  openLine: async (framing, tell) => {
    const { simulatedDevice } = await import("../native/fake/simulated-driver.ts");
    const { openTextReader } = await import("../native/scanner/read-text.ts");
    const { openScanner, streamCutter } = await import("../native/scanner/scanner.ts");
    const simulated = simulatedDevice();
    const ready = Promise.withResolvers<void>();
    const source = { device: "line", simulated: true, readText: openTextReader("auto") };
    const scanner = openScanner({
      driver: simulated.driver,
      cutter: streamCutter(framing),
      source,
      desk: { rules: usualScanRules, repeatMs: repeatMsUsual, last: null },
      emit: (event) => {
        if (event.event !== "state") tell(event);
        else if (event.state === "ready") ready.resolve();
      },
      look: quietLook,
    });
    await ready.promise;
    return { feed: simulated.send, close: scanner.close };
  },
};
