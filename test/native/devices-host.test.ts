import { afterEach, expect, test } from "vitest";

import type { DeviceEvent } from "../../src/scan/device-event.ts";
import type { DevicesChild, DevicesHost, StartChild } from "../../native/devices-host.ts";
import { hostDevices } from "../../native/devices-host.ts";
import { forkDevices } from "../../native/fork-devices.ts";
import type { DeviceSettings } from "../../src/scan/device-settings.ts";
import { usualFramings } from "../../src/scan/framing.ts";
import { openHeard } from "./heard.ts";

const settings: DeviceSettings = {
  devices: [{ id: "fake", kind: "simulatedScanner", framing: usualFramings.stxEtx }],
  rules: [],
  repeatMs: 500,
};
const impatient = { pingMs: 20, silentMsMax: 200, restartMsFirst: 10, restartMsMax: 50 };
const hex = (text: string): string => Buffer.from(text).toString("hex");

let host: DevicesHost | null = null;
afterEach(async () => {
  await host?.close();
  host = null;
});

function begin(start: StartChild, patience?: typeof impatient) {
  const events = openHeard<DeviceEvent>();
  const looked = openHeard<object>();
  const logged: string[] = [];
  const log = (text: string): void => {
    logged.push(text);
  };
  const spread = patience === undefined ? {} : { patience };
  host = hostDevices({ settings, start, event: events.tell, looked: looked.tell, log, ...spread });
  return { host, events, looked, logged };
}

function isReady(event: DeviceEvent): boolean {
  return event.event === "state" && event.state === "ready";
}

test("a simulated device in its own process: scans, unplug and plug, all of it named simulated", async () => {
  const { host: devices, events } = begin(forkDevices);
  await events.wait(isReady);
  await devices.simulate("fake", { kind: "send", hex: hex("6901234567892") });
  expect(await events.wait(({ event }) => event === "scan")).toMatchObject({
    content: { kind: "product" },
    simulated: true,
  });
  await devices.simulate("fake", { kind: "unplug" });
  await events.wait((event) => event.event === "state" && event.state === "absent");
  await expect(devices.simulate("fake", { kind: "send", hex: "41" })).rejects.toThrow("已拔出");
  const from = events.all.length;
  await devices.simulate("fake", { kind: "plugIn" });
  await events.wait(isReady, from);
  expect(events.all.every(({ simulated }) => simulated)).toBe(true);
});

test("scan something: bytes and frames are shown while they are looked at, and not after", async () => {
  const { host: devices, events, looked } = begin(forkDevices);
  await devices.look(true);
  await events.wait(isReady);
  await devices.simulate("fake", { kind: "send", hex: hex("AB") });
  await looked.wait((report) => "report" in report && report.report === "frame");
  expect(looked.all).toMatchObject([
    { report: "bytes", device: "fake", hex: "02414203" },
    { report: "frame", device: "fake", hex: "4142", ending: "end" },
  ]);
  await devices.look(false);
  await devices.simulate("fake", { kind: "send", hex: hex("CD") });
  await events.wait((event) => event.event === "scan" && event.content.text === "CD");
  expect(looked.all).toHaveLength(2);
});

test("new settings are taken into use", async () => {
  const { host: devices, events } = begin(forkDevices);
  await events.wait(isReady);
  const other = { id: "other", kind: "simulatedScanner", framing: usualFramings.cr } as const;
  await devices.configure({ ...settings, devices: [other] });
  await events.wait((event) => isReady(event) && event.device === "other");
  await expect(devices.simulate("fake", { kind: "send", hex: "41" })).rejects.toThrow("没有这台");
});

test("a process that dies is started again with its settings, and what was asked of it says so", async () => {
  const children: DevicesChild[] = [];
  const {
    host: devices,
    events,
    logged,
  } = begin(
    (around) => {
      const child = forkDevices(around);
      children.push(child);
      return child;
    },
    { ...impatient, silentMsMax: 20_000 },
  );
  await events.wait(isReady);
  const from = events.all.length;
  const asked = devices.list();
  children[0]?.kill();
  await expect(asked).rejects.toThrow("设备进程已结束");
  await events.wait(isReady, from);
  await devices.simulate("fake", { kind: "send", hex: hex("6901234567892") });
  expect(await events.wait(({ event }) => event === "scan")).toMatchObject({ content: { kind: "product" } });
  expect(logged).toHaveLength(1);
});

test.each([
  ["falls silent", 3000, () => undefined],
  [
    "talks nonsense",
    // Silence would end it as well; what it said has to do it first.
    600_000,
    (say: (message: unknown) => void) => {
      say({ report: "event", event: { secret: 1 } });
    },
  ],
])("a process that %s is ended and started again", async (_, silentMsMax, act) => {
  const killed = openHeard<string>();
  let starts = 0;
  const { events } = begin(
    (around) => {
      starts += 1;
      if (starts > 1) return forkDevices(around);
      const kill = (): void => {
        killed.tell("killed");
        around.exit();
      };
      setImmediate(act, around.message);
      return { send: () => undefined, kill };
    },
    { ...impatient, pingMs: 50, silentMsMax },
  );
  await killed.wait(() => true);
  await events.wait(isReady);
  expect(starts).toBeGreaterThanOrEqual(2);
});
