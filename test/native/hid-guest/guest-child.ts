// Runs inside the guest, on its own kernel: real node-hid, real /dev/hidraw, a scanner that the kernel believes in.

import { readdirSync } from "node:fs";

import type { DeviceEvent } from "../../../src/scan/device-event.ts";
import { listDevices } from "../../../native/list-devices.ts";
import { openSupervisor } from "../../../native/supervisor.ts";
import type { DeviceSettings } from "../../../src/scan/device-settings.ts";
import { openHeard } from "../heard.ts";
import { continuedDescriptor, plainDescriptor, reportOf } from "../hid-reports.ts";
import type { VirtualScanner } from "./virtual-scanner.ts";
import { plugInScanner } from "./virtual-scanner.ts";

const cycles = Number(process.argv[2]);
const any = { kind: "hidScanner", vendorId: null, productId: null, encoding: "auto" } as const;
const settings: DeviceSettings = {
  devices: [
    { ...any, id: "one", serialNumber: "SN1" },
    { ...any, id: "two", serialNumber: "SN2" },
  ],
  rules: [],
  repeatMs: 500,
};
const heard = openHeard<DeviceEvent>();
const supervisor = openSupervisor({
  emit: heard.tell,
  look: { bytes: () => undefined, frame: () => undefined },
});

function say(said: object): void {
  console.log(`\nresult ${JSON.stringify(said)}`);
}

async function state(device: string, wanted: string, from = 0): Promise<void> {
  await heard.wait(
    (event) => event.event === "state" && event.device === device && event.state === wanted,
    from,
  );
}

async function scan(scanner: VirtualScanner, reports: readonly Uint8Array[]): Promise<DeviceEvent> {
  const from = heard.all.length;
  for (const report of reports) scanner.input(report);
  return await heard.wait((event) => event.event !== "state", from);
}

const one = plugInScanner(plainDescriptor, "SN1");
const two = plugInScanner(continuedDescriptor, "SN2");
await supervisor.configure(settings);
await Promise.all([state("one", "ready"), state("two", "ready")]);
say({ is: "listed", devices: await listDevices() });
say({ is: "product", event: await scan(one, [reportOf("6901234567892", { aim: "]E0" })]) });
const long = "0123456789".repeat(14);
const parts = [long.slice(0, 56), long.slice(56, 112), long.slice(112)];
const reports = parts.map((part, at) => reportOf(part, { aim: "]Q1", flags: at < 2 ? 1 : 0 }));
say({ is: "long", whole: long, event: await scan(two, reports) });

const tookMs: number[] = [];
for (let at = 0; at < 500; at += 1) {
  const event = await scan(one, [reportOf(String(at).padStart(9, "T"), { aim: "]C0" })]);
  if (event.event === "scan") tookMs.push(event.tookMs);
}
tookMs.sort((a, b) => a - b);
say({ is: "speed", scans: tookMs.length, p99Ms: tookMs[Math.floor(tookMs.length * 0.99)] });

let plugged = one;
let descriptors = 0;
let mostMs = 0;
for (let cycle = 0; cycle < cycles; cycle += 1) {
  const from = heard.all.length;
  plugged.unplug();
  await state("one", "absent", from);
  plugged = plugInScanner(plainDescriptor, "SN1");
  const backAt = performance.now();
  await state("one", "ready", from);
  const event = await scan(plugged, [reportOf(String(cycle).padStart(9, "C"))]);
  if (event.event !== "scan") throw new Error(JSON.stringify(event));
  mostMs = Math.max(mostMs, performance.now() - backAt);
  const open = readdirSync("/proc/self/fd").length;
  if (cycle === 0) descriptors = open;
  if (cycle === cycles - 1) say({ is: "cycles", cycles, descriptors: [descriptors, open], mostMs });
}
await supervisor.close();
plugged.unplug();
two.unplug();
say({ is: "end" });
