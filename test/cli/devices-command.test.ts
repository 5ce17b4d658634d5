import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { afterAll, expect, test } from "vitest";

import { openFakePrinter, serveFakePrinter } from "../../native/fake/fake-printer.ts";
import { usualFramings } from "../../src/scan/framing.ts";
import { openHeard } from "../native/heard.ts";
import { plugIn } from "../native/pty-pair.ts";
import { jsonLines, program, runOnestop } from "./run-onestop.ts";

const folder = mkdtempSync(join(tmpdir(), "onestop-devices-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The real command, its lines as they come. */
function start(args: readonly string[]) {
  const child = spawn(process.execPath, [program, "devices", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const heard = openHeard<Record<string, unknown>>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    heard.tell(JSON.parse(line) as Record<string, unknown>);
  });
  return { child, heard, closed: once(child, "close") };
}

test("devices lists what is attached, a JSON line each", async () => {
  const { code, out } = await runOnestop(["devices"]);
  expect(code).toBe(0);
  for (const device of jsonLines(out))
    expect(device["kind"]).toMatch(/^(?:serialPort|hidScanner|pcscReader|printerFile|unlisted)$/);
});

test("devices test-serial reads a real port, shows its bytes, and ends after as many scans as asked for", async () => {
  const cable = await plugIn(folder);
  const { heard, closed } = start(["test-serial", cable.path, "--raw", "--count", "2", "--baud", "115200"]);
  await heard.wait(({ event, state }) => event === "state" && state === "ready");
  await cable.write(Buffer.from("]E06901234567892\r\n"));
  await heard.wait(({ event }) => event === "scan");
  await cable.write(Buffer.from("81234567890123456789\r\n"));
  expect(await closed).toEqual([0, null]);
  await cable.pull();
  const scans = heard.all.filter(({ event }) => event === "scan");
  expect(scans).toMatchObject([
    { content: { kind: "product", barcode: "6901234567892" }, symbology: "E0" },
    { content: { kind: "traceCode", code: "81234567890123456789" } },
  ]);
  expect(heard.all.filter(({ report }) => report === "frame")).toHaveLength(2);
});

test("devices learn proposes the framing from three scans", async () => {
  const cable = await plugIn(folder);
  const child = spawn(process.execPath, [program, "devices", "learn", cable.path], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = openHeard<string>();
  createInterface({ input: child.stderr }).on("line", said.tell);
  const out = openHeard<string>();
  createInterface({ input: child.stdout }).on("line", out.tell);
  const closed = once(child, "close");
  await said.wait((line) => line.startsWith("请扫码"));
  for (const [at, code] of ["A001", "B002", "C003"].entries()) {
    await cable.write(Buffer.from(`\u0002${code}\u0003`));
    await said.wait((line) => line === `第 ${at + 1} 次`);
  }
  expect(await closed).toEqual([0, null]);
  await cable.pull();
  expect(JSON.parse(out.all[0] ?? "")).toMatchObject({
    ok: true,
    framing: { prefix: "02", ends: ["03"] },
    codes: ["A001", "B002", "C003"],
  });
});

test("devices watch follows its settings until it is told to stop", async () => {
  const file = join(folder, "devices.json");
  const fake = { id: "fake", kind: "simulatedScanner", framing: usualFramings.cr };
  writeFileSync(file, JSON.stringify({ devices: [fake], rules: [], repeatMs: 500 }));
  const { child, heard, closed } = start(["watch", "--settings", file]);
  const ready = await heard.wait(({ event, state }) => event === "state" && state === "ready");
  expect(ready).toMatchObject({ device: "fake", simulated: true });
  child.kill("SIGTERM");
  expect(await closed).toEqual([0, null]);
});

test("devices watch tells cards and printers, and of a person no more than is needed", async () => {
  const cable = await plugIn(folder);
  const fake = openFakePrinter();
  const served = await serveFakePrinter(fake);
  const line = { path: cable.path, baudRate: 9600, dataBits: 8, stopBits: 1, parity: "none" };
  const port = { by: "tcp", host: "127.0.0.1", port: served.port };
  const devices = [
    { id: "card", kind: "serialCard", ...line, framing: usualFramings.anyLineEnd },
    { id: "slips", kind: "printer", port, paper: "80", drawer: null },
  ];
  const file = join(folder, "card.json");
  writeFileSync(file, JSON.stringify({ devices, rules: [], repeatMs: 500 }));
  const { child, heard, closed } = start(["watch", "--settings", file]);
  await heard.wait(({ device, state }) => device === "card" && state === "ready");
  await heard.wait(({ device, state }) => device === "slips" && state === "ready");
  fake.setCover(true);
  await cable.write(
    Buffer.concat([
      Buffer.from("990300|990300200001010019|C90000001|990300D15600000500|"),
      Buffer.from("d5c5cabe", "hex"),
      Buffer.from("|00|3.00|20200101|20300101|T1|D1|\r\n"),
    ]),
  );
  const read = await heard.wait(({ event, change }) => event === "card" && change === "read");
  const said = JSON.stringify(read);
  for (const secret of ["990300200001010019", "C90000001", "张示"]) expect(said).not.toContain(secret);
  expect(said).toContain('"region":"990300"');
  child.kill("SIGTERM");
  expect(await closed).toEqual([0, null]);
  await served.close();
  await cable.pull();
});

test("devices test-print prints a page at a printer and says what is known of it", async () => {
  const fake = openFakePrinter();
  const served = await serveFakePrinter(fake);
  const { code, out } = await runOnestop([
    "devices",
    "test-print",
    `127.0.0.1:${served.port}`,
    "--paper",
    "58",
    "--drawer",
  ]);
  await served.close();
  expect(JSON.parse(out)).toMatchObject({ outcome: "printed", message: "打印机确认已打印" });
  expect(code).toBe(0);
  expect(fake.paper()).toMatchObject({ cuts: 1, pulses: 1, unknown: [] });
  expect(fake.paper().text).toContain("打印测试");
  const gone = await runOnestop(["devices", "test-print", `127.0.0.1:${served.port}`]);
  expect(gone.code).toBe(1);
  expect(JSON.parse(gone.out)).toMatchObject({ outcome: "failed", because: "unreachable" });
});

test.each([
  [["devices", "other"], "没有 devices other"],
  [["devices", "test-serial"], "请给出一个串口路径"],
  [["devices", "test-print"], "请给出一台打印机"],
  [["devices", "test-print", "not/here"], "不是打印机的地址"],
  [["devices", "test-serial", "x", "--framing", "y"], "--framing 应为"],
  [["devices", "test-serial", "x", "--baud", "0"], "--baud 应为"],
])("%j is wrong usage", async (args, says) => {
  const { code, err } = await runOnestop(args);
  expect(code).toBe(2);
  expect(err).toContain(says);
});

test("settings with a fault are refused with its place", async () => {
  const file = join(folder, "wrong.json");
  const fake = {
    id: "fake",
    kind: "simulatedScanner",
    framing: { ...usualFramings.cr, ends: [], idleMs: null },
  };
  writeFileSync(
    file,
    JSON.stringify({ devices: [fake, { id: "A", kind: "wedge" }], rules: [], repeatMs: 500, more: 1 }),
  );
  const { code, err } = await runOnestop(["devices", "watch", "--settings", file]);
  expect(code).toBe(1);
  expect(err).toContain("devices[1]");
  expect(err).toContain("more");
});
