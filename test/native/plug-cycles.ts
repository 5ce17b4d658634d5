import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { DeviceEvent } from "../../src/scan/device-event.ts";
import { openSupervisor } from "../../native/supervisor.ts";
import type { DeviceSettings } from "../../src/scan/device-settings.ts";
import type { Framing } from "../../src/scan/framing.ts";
import { usualFramings } from "../../src/scan/framing.ts";
import { openHeard } from "./heard.ts";
import { plugIn } from "./pty-pair.ts";

export interface Cycled {
  readonly cycles: number;
  /** Descriptors open after the first and after the last cycle, everything closed. */
  readonly descriptors: readonly [before: number, after: number];
  /** Timers, ports and pipes that would keep the process alive, by the same measure. */
  readonly resources: readonly [before: number, after: number];
  /** From the cable's return to the first scan, ms, sorted. */
  readonly firstScanMs: readonly number[];
  readonly wrong: readonly string[];
}

export function serialSettings(path: string, framing: Framing = usualFramings.anyLineEnd): DeviceSettings {
  const line = { baudRate: 9600, dataBits: 8, stopBits: 1, parity: "none" } as const;
  return {
    devices: [{ id: "counter", kind: "serialScanner", path, ...line, framing, encoding: "auto" }],
    rules: [],
    repeatMs: 500,
  };
}

/** Half a code must not pass for one because silence followed it. */
const onlyWhole: Framing = { ...usualFramings.crlf, idleMs: null };
const noLook = { bytes: () => undefined, frame: () => undefined };

/** Pulls a real cable out of a real port again and again, and scans each time it is back. */
export async function cyclePlugs(cycles: number): Promise<Cycled> {
  const folder = mkdtempSync(join(tmpdir(), "onestop-plug-"));
  const firstScanMs: number[] = [];
  const wrong: string[] = [];
  const counts: (readonly [number, number])[] = [];
  try {
    // A first round of its own: libraries are loaded, and nothing they keep counts as a leak.
    await run(folder, 2, { firstScanMs: [], wrong });
    counts.push(await countOpen());
    await run(folder, cycles, { firstScanMs, wrong });
    counts.push(await countOpen());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const [before = [0, 0], after = [0, 0]] = counts;
  return {
    cycles,
    descriptors: [before[0], after[0]],
    resources: [before[1], after[1]],
    firstScanMs: firstScanMs.toSorted((a, b) => a - b),
    wrong,
  };
}

async function run(
  folder: string,
  cycles: number,
  told: { firstScanMs: number[]; wrong: string[] },
): Promise<void> {
  const heard = openHeard<DeviceEvent>();
  const supervisor = openSupervisor({ emit: heard.tell, look: noLook });
  let cable = await plugIn(folder);
  await supervisor.configure(serialSettings(cable.path, onlyWhole));
  await heard.wait((event) => event.event === "state" && event.state === "ready");
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const from = heard.all.length;
    if (cycle % 2 === 0) await cable.write(Buffer.from("690"));
    await cable.pull();
    await heard.wait((event) => event.event === "state" && event.state === "absent", from);
    cable = await plugIn(folder);
    const backAt = performance.now();
    await heard.wait((event) => event.event === "state" && event.state === "ready", from);
    const code = String(cycle).padStart(9, "C");
    await cable.write(Buffer.from(`${code}\r\n`));
    const scan = await heard.wait((event) => event.event === "scan", from);
    told.firstScanMs.push(performance.now() - backAt);
    // What was cut off with the cable must not stand before the next code.
    if (scan.event !== "scan" || scan.content.text !== code) told.wrong.push(JSON.stringify(scan));
  }
  await supervisor.close();
  await cable.pull();
}

/** What is closed is given back a turn or two later. */
async function countOpen(): Promise<readonly [descriptors: number, resources: number]> {
  for (let turn = 0; turn < 20; turn += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
  return [readdirSync("/proc/self/fd").length, process.getActiveResourcesInfo().length];
}
