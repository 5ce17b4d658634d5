import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { DeviceEvent } from "../../src/scan/device-event.ts";
import type { Supervisor } from "../../native/supervisor.ts";
import { openSupervisor } from "../../native/supervisor.ts";
import type { DeviceSettings } from "../../src/scan/device-settings.ts";
import type { Heard } from "./heard.ts";
import { openHeard } from "./heard.ts";
import { cyclePlugs, serialSettings } from "./plug-cycles.ts";
import type { PtyPair } from "./pty-pair.ts";
import { plugIn } from "./pty-pair.ts";

const noLook = { bytes: () => undefined, frame: () => undefined };

describe("a scanner at a serial port", () => {
  let folder: string;
  let cable: PtyPair;
  let heard: Heard<DeviceEvent>;
  let supervisor: Supervisor;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "onestop-serial-"));
    cable = await plugIn(folder);
    heard = openHeard();
    supervisor = openSupervisor({ emit: heard.tell, look: noLook });
    await supervisor.configure(serialSettings(cable.path));
    await heard.wait((event) => event.event === "state" && event.state === "ready");
  });

  afterAll(async () => {
    await supervisor.close();
    await cable.pull();
    rmSync(folder, { recursive: true, force: true });
  });

  async function scan(bytes: Uint8Array): Promise<DeviceEvent> {
    const from = heard.all.length;
    await cable.write(bytes);
    return await heard.wait((event) => event.event !== "state", from);
  }

  test("bytes become one scan", async () => {
    expect(await scan(Buffer.from("]E06901234567892\r\n"))).toMatchObject({
      event: "scan",
      device: "counter",
      symbology: "E0",
      content: { kind: "product", barcode: "6901234567892" },
      simulated: false,
    });
  });

  test("Chinese in GB18030 arrives as it was written", async () => {
    expect(await scan(Buffer.from("d5c5c8fd0d", "hex"))).toMatchObject({ content: { text: "张三" } });
  });

  test("bytes that come one by one are one scan", async () => {
    const from = heard.all.length;
    for (const byte of Buffer.from("81234567890123456789\r")) await cable.write(Uint8Array.of(byte));
    expect(await heard.wait((event) => event.event === "scan", from)).toMatchObject({
      content: { kind: "traceCode", drugId: "8123456" },
    });
  });

  test("a code without its end is told after a silence, and what is no text is told as such", async () => {
    expect(await scan(Buffer.from("96385074"))).toMatchObject({ content: { kind: "product" } });
    expect(await scan(Buffer.from("ff80ff0d", "hex"))).toMatchObject({ event: "unreadable", hex: "ff80ff" });
  });

  test("a held trigger is one scan, and the next code another", async () => {
    const from = heard.all.length;
    for (let times = 0; times < 5; times += 1) await cable.write(Buffer.from("HELD01\r"));
    await cable.write(Buffer.from("NEXT01\r"));
    await heard.wait((event) => event.event === "scan" && event.content.text === "NEXT01", from);
    expect(heard.all.slice(from)).toHaveLength(2);
  });

  test("a second program at the port is told so, and gets it when the first is done", async () => {
    const second = openHeard<DeviceEvent>();
    const other = openSupervisor({ emit: second.tell, look: noLook });
    await other.configure(serialSettings(cable.path));
    const refused = await second.wait((event) => event.event === "state" && event.state === "failed");
    expect(refused).toMatchObject({ reason: "端口被其他程序占用" });
    const empty: DeviceSettings = { ...serialSettings(cable.path), devices: [] };
    await supervisor.configure(empty);
    await second.wait((event) => event.event === "state" && event.state === "ready");
    await other.close();
    const from = heard.all.length;
    await supervisor.configure(serialSettings(cable.path));
    await heard.wait((event) => event.event === "state" && event.state === "ready", from);
  });
});

test("a cable pulled out and put back, 50 times: every first scan arrives, nothing is left open", async () => {
  const { descriptors, resources, wrong, firstScanMs } = await cyclePlugs(50);
  console.log(
    `first scan after replug: median ${Math.round(firstScanMs[25] ?? 0)} ms, most ${Math.round(firstScanMs.at(-1) ?? 0)} ms`,
  );
  expect(wrong).toEqual([]);
  expect(descriptors[1]).toBeLessThanOrEqual(descriptors[0]);
  expect(resources[1]).toBeLessThanOrEqual(resources[0]);
}, 300_000);
