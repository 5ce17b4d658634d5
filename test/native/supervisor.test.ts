import { expect, test } from "vitest";

import type { DeviceEvent } from "../../src/scan/device-event.ts";
import { openSupervisor } from "../../native/supervisor.ts";
import type { DeviceSettings } from "../../src/scan/device-settings.ts";
import { usualFramings } from "../../src/scan/framing.ts";
import { openHeard } from "./heard.ts";

const fake = { kind: "simulatedScanner", framing: usualFramings.crlf } as const;
const settings: DeviceSettings = {
  devices: [
    { ...fake, id: "left" },
    { ...fake, id: "right" },
  ],
  rules: [],
  repeatMs: 10_000,
};

function open() {
  const heard = openHeard<DeviceEvent>();
  const supervisor = openSupervisor({
    emit: heard.tell,
    look: { bytes: () => undefined, frame: () => undefined },
  });
  const send = (device: string, text: string): boolean =>
    supervisor.simulate(device, { kind: "send", bytes: Buffer.from(text) });
  const ready = async (device: string, from = 0): Promise<void> => {
    await heard.wait(
      (event) => event.event === "state" && event.state === "ready" && event.device === device,
      from,
    );
  };
  const scans = (): string[] =>
    heard.all.flatMap((event) => (event.event === "scan" ? [`${event.device} ${event.content.text}`] : []));
  return { heard, supervisor, send, ready, scans };
}

test("two scanners over the same packet are one scan, over two packets two", async () => {
  const { supervisor, send, ready, scans } = open();
  await supervisor.configure(settings);
  await Promise.all([ready("left"), ready("right")]);
  expect([send("left", "A1"), send("right", "A1"), send("right", "A2")]).toEqual([true, true, true]);
  expect(scans()).toEqual(["left A1", "right A2"]);
  await supervisor.close();
});

test("a device whose setting stays is not touched when another changes", async () => {
  const { heard, supervisor, send, ready } = open();
  await supervisor.configure(settings);
  await Promise.all([ready("left"), ready("right")]);
  const from = heard.all.length;
  const changed = { ...fake, id: "right", framing: usualFramings.stxEtx };
  await supervisor.configure({ ...settings, devices: [...settings.devices.slice(0, 1), changed] });
  await ready("right", from);
  expect(heard.all.slice(from).map(({ device }) => device)).not.toContain("left");
  await supervisor.configure({ ...settings, devices: [] });
  expect(send("left", "A1")).toBe(false);
  await supervisor.close();
});
