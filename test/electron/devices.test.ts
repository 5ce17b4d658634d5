import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { usualFramings } from "../../src/scan/framing.ts";
import { plugIn } from "../native/pty-pair.ts";
import { person } from "../renderer/cashier.ts";
import { signIn } from "../renderer/desk-host.ts";
import { useDeskPrograms } from "./use-desk-program.ts";
import { usualDeviceSettings } from "../../src/scan/usual-devices.ts";

const desks = useDeskPrograms();

test("a scan at a real port reaches the desk of the window, from a process of its own", async () => {
  const folder = mkdtempSync(join(tmpdir(), "onestop-window-scan-"));
  const cable = await plugIn(folder);
  onTestFinished(async () => {
    await cable.pull();
    rmSync(folder, { recursive: true, force: true });
  });
  const desk = desks.start();
  const line = { baudRate: 9600, dataBits: 8, stopBits: 1, parity: "none" } as const;
  const framing = usualFramings.anyLineEnd;
  const scanner = {
    id: "s",
    kind: "serialScanner",
    path: cable.path,
    ...line,
    framing,
    encoding: "auto",
  } as const;
  await desk.call("changeDeskDevices", {
    desk: "01",
    settings: { ...usualDeviceSettings, devices: [scanner] },
    approval: { operator: "S001", pin: "112358", desk: "01" },
  });
  const page = await desk.page();
  await signIn(page);
  const state = async () => (await desk.call("deviceStates", { desk: "01" })).states[0]?.state;
  await expect.poll(state, { timeout: 30_000 }).toBe("ready");
  await cable.write(Buffer.from(`${person(13).token ?? ""}\r\n`));
  await page.getByRole("heading", { name: person(13).name }).waitFor();
}, 180_000);
