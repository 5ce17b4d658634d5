import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

import { describe, expect, onTestFinished, test } from "vitest";

import type { FakePrinter, FakePrinterOptions } from "../../../native/fake/fake-printer.ts";
import { openFakePrinter, serveFakePrinter } from "../../../native/fake/fake-printer.ts";
import type { JobLimits } from "../../../native/printer/print-job.ts";
import type { PrinterPortSettings } from "../../../src/scan/printer-port-settings.ts";
import { printerPortSettings } from "../../../src/scan/printer-port-settings.ts";
import { outcomeWords, printerName, printerStateEvent } from "../../../native/printer/printer-words.ts";
import { deviceEvent } from "../../../src/scan/device-event.ts";
import type { Printer, PrinterSettings } from "../../../native/printer/printer.ts";
import { openPrinter } from "../../../native/printer/printer.ts";
import { rollBytes } from "../../../src/app/papers/render-roll.ts";
import { openRoll } from "../../../src/app/papers/roll.ts";
import { ptyPair } from "./pty-pair.ts";

/** Long for what must come, short for what never will. */
const limits: JobLimits = { statusMs: 400, writeMs: 1500, confirmMs: 1200, helpMs: 20_000 };

function slip(lines = 12): Uint8Array {
  const roll = openRoll(32);
  roll.title("收费单");
  for (let at = 1; at <= lines; at += 1) roll.pair(`第 ${at} 行 𠮷`, "12.50");
  roll.qr("2024051010000000000000001");
  return rollBytes(roll.source(), 32);
}

interface Scene {
  readonly fake: FakePrinter;
  readonly port: PrinterPortSettings;
  readonly printer: Printer;
  readonly waited: string[];
}

async function scene(options: FakePrinterOptions = {}, more: Partial<PrinterSettings> = {}): Promise<Scene> {
  const fake = openFakePrinter(options);
  const served = await serveFakePrinter(fake);
  onTestFinished(served.close);
  const port = { by: "tcp", host: "127.0.0.1", port: served.port } as const;
  const waited: string[] = [];
  const printer = openPrinter({ port, limits, ...more }, (condition) => waited.push(condition.state));
  return { fake, port, printer, waited };
}

/** How often the slip stands on the paper, whole. */
function slipsOn(fake: FakePrinter): number {
  return fake.paper().cuts;
}

describe("a printer in the network", () => {
  test("printed is said only when the printer has said so; the paper has the text, the picture and one cut", async () => {
    const { fake, printer } = await scene();
    expect(await printer.print({ id: "1", bytes: slip() })).toEqual({ outcome: "printed" });
    const paper = fake.paper();
    expect(paper.text).toContain("第 12 行 𠮷");
    expect(paper).toMatchObject({ cuts: 1, pictures: 1, questions: 1, unknown: [] });
    expect(await printer.condition()).toEqual({ state: "ready", paperLow: false });
  });

  test("a printer that never says anything has been sent it, no more", async () => {
    const { fake, printer } = await scene({ isMute: true });
    expect(await printer.print({ id: "1", bytes: slip() })).toEqual({ outcome: "sent" });
    expect(slipsOn(fake)).toBe(1);
    expect(await printer.condition()).toEqual({ state: "silent" });
  });

  test("one that is known to answer and is silent is sent nothing", async () => {
    const { fake, printer } = await scene({ isMute: true }, { answers: true });
    expect(await printer.print({ id: "1", bytes: slip() })).toEqual({ outcome: "failed", because: "silent" });
    expect(fake.paper().text).toBe("");
  });

  test("without paper or with an open cover nothing is sent, and the same id prints when it is put right", async () => {
    const { fake, printer } = await scene({ paperLines: 0 });
    expect(await printer.print({ id: "1", bytes: slip() })).toEqual({
      outcome: "failed",
      because: "paperOut",
    });
    fake.loadPaper(500);
    fake.setCover(true);
    expect(await printer.print({ id: "1", bytes: slip() })).toEqual({
      outcome: "failed",
      because: "coverOpen",
    });
    expect(fake.paper().text).toBe("");
    fake.setCover(false);
    expect(await printer.print({ id: "1", bytes: slip() })).toEqual({ outcome: "printed" });
    expect(slipsOn(fake)).toBe(1);
  });

  test.each([true, false])(
    "paper that runs out in the middle is waited for, told by itself %s: one slip, printed",
    async (tellsByItself) => {
      const { fake, printer, waited } = await scene({ paperLines: 6, tellsByItself });
      const printing = printer.print({ id: "1", bytes: slip() });
      while (!waited.includes("paperOut")) await pause(20);
      expect(slipsOn(fake)).toBe(0);
      fake.loadPaper(500);
      expect(await printing).toEqual({ outcome: "printed" });
      expect(slipsOn(fake)).toBe(1);
    },
  );

  test("paper that nobody puts in leaves it unknown, and asking again under its id prints nothing", async () => {
    const { fake, printer } = await scene({ paperLines: 6 }, { limits: { ...limits, helpMs: 500 } });
    const unknown = { outcome: "unknown", because: "paperOut" };
    expect(await printer.print({ id: "1", bytes: slip() })).toEqual(unknown);
    const before = fake.paper().text;
    expect(await printer.print({ id: "1", bytes: slip() })).toEqual(unknown);
    expect(fake.paper().text).toBe(before);
  });

  test("one that takes nothing more or says nothing more leaves it unknown", async () => {
    const { printer } = await scene({ hangAfter: 100 });
    expect(await printer.print({ id: "1", bytes: slip() })).toEqual({
      outcome: "unknown",
      because: "silent",
    });
  });

  test("nobody there: certainly nothing on paper", async () => {
    const server = createServer();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    server.listen(0, "127.0.0.1", () => resolve(undefined));
    await promise;
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    server.close();
    const printer = openPrinter({ port: { by: "tcp", host: "127.0.0.1", port }, limits });
    expect(await printer.print({ id: "1", bytes: slip() })).toEqual({
      outcome: "failed",
      because: "unreachable",
    });
    expect(await printer.condition()).toEqual({ state: "gone" });
  });

  test("the drawer opens by its pulse, in its turn after the slip", async () => {
    const { fake, printer } = await scene();
    const both = await Promise.all([printer.print({ id: "1", bytes: slip() }), printer.openDrawer(2)]);
    expect(both.map(({ outcome }) => outcome)).toEqual(["printed", "printed"]);
    expect(fake.paper()).toMatchObject({ pulses: 1, cuts: 1 });
  });

  test("asked twice at once it prints once; other ids print one after the other", async () => {
    const { fake, printer } = await scene();
    const bytes = slip();
    await Promise.all(["1", "1", "2", "1"].map(async (id) => await printer.print({ id, bytes })));
    expect(slipsOn(fake)).toBe(2);
    expect(fake.paper().unknown).toEqual([]);
  });
});

test("the line cut after any byte: printed is on paper once, failed is not, and asking again never doubles", async () => {
  const bytes = slip(4);
  // The question at the end has three bytes more.
  const whole = bytes.length + 3;
  const cuts = Array.from({ length: whole }, (_one, at) => at + 1).filter(
    (at) => at % 41 === 1 || at < 6 || at > whole - 8,
  );
  const seen = { printed: 0, unknown: 0, failed: 0, sent: 0 };
  const wrong: string[] = [];
  for (const cutAfter of cuts) {
    const fake = openFakePrinter({ cutAfter });
    const served = await serveFakePrinter(fake);
    const port = { by: "tcp", host: "127.0.0.1", port: served.port } as const;
    const printer = openPrinter({ port, limits });
    try {
      const { outcome } = await printer.print({ id: "1", bytes });
      seen[outcome] += 1;
      const onPaper = slipsOn(fake);
      if (outcome === "printed" && onPaper !== 1)
        wrong.push(`${cutAfter}: said printed, ${onPaper} on paper`);
      if (outcome === "failed" && fake.paper().text !== "") wrong.push(`${cutAfter}: said failed`);
      const again = outcome === "failed" ? null : await printer.print({ id: "1", bytes });
      if (again !== null && (again.outcome !== outcome || slipsOn(fake) !== onPaper))
        wrong.push(`${cutAfter}: printed again`);
      // Whoever has looked at the paper asks under another id.
      const next = await printer.print({ id: "2", bytes });
      if (next.outcome !== "printed" || slipsOn(fake) !== onPaper + 1) wrong.push(`${cutAfter}: not printed`);
    } finally {
      await served.close();
    }
  }
  expect(wrong).toEqual([]);
  expect(seen.unknown).toBeGreaterThan(20);
  expect(seen.sent).toBe(0);
  console.log(`cut after each of ${cuts.length} bytes of ${whole}: ${JSON.stringify(seen)}`);
});

describe.each(["serial", "file"] as const)("a printer at a %s line (a real pty)", (by) => {
  async function attached(options: FakePrinterOptions = {}) {
    const pair = await ptyPair();
    onTestFinished(pair.close);
    const fake = openFakePrinter(options);
    await pair.attach(fake);
    const port: PrinterPortSettings =
      by === "file"
        ? { by, path: pair.path }
        : { by, path: pair.path, baudRate: 115_200, dataBits: 8, parity: "none", stopBits: 1, flow: "none" };
    return { fake, pair, printer: openPrinter({ port, limits }) };
  }

  test("prints, answers, opens the drawer", async () => {
    const { fake, printer } = await attached();
    expect(await printer.print({ id: "1", bytes: slip() })).toEqual({ outcome: "printed" });
    expect(await printer.openDrawer(5)).toEqual({ outcome: "printed" });
    expect(fake.paper()).toMatchObject({ cuts: 1, pulses: 1, unknown: [] });
    expect(fake.paper().text).toContain("第 12 行 𠮷");
  });

  test("a cable that comes out in the middle leaves it unknown; plugged in again the next slip prints", async () => {
    const { fake, pair, printer } = await attached({ cutAfter: 60 });
    const { outcome } = await printer.print({ id: "1", bytes: slip(200) });
    expect(outcome).toBe("unknown");
    expect(slipsOn(fake)).toBe(0);
    expect(await printer.print({ id: "2", bytes: slip() })).toEqual({
      outcome: "failed",
      because: "unreachable",
    });
    const other = openFakePrinter();
    await pair.plugIn();
    await pair.attach(other);
    expect(await printer.print({ id: "2", bytes: slip() })).toEqual({ outcome: "printed" });
    expect(slipsOn(other)).toBe(1);
  });
});

test("a plain file is no printer", async () => {
  const printer = openPrinter({ port: { by: "file", path: import.meta.filename }, limits });
  expect(await printer.print({ id: "1", bytes: slip() })).toEqual({
    outcome: "failed",
    because: "unreachable",
  });
});

test("a simulated printer prints nothing, and every word about it says so", async () => {
  const port = { by: "simulated" } as const;
  const printer = openPrinter({ port, limits });
  expect(await printer.print({ id: "1", bytes: slip() })).toEqual({ outcome: "printed" });
  expect(printerName(port)).toBe("模拟打印机（不出纸）");
  const event = printerStateEvent({ device: "p1", at: 0, port }, await printer.condition());
  expect(deviceEvent.parse(event)).toMatchObject({ state: "ready", reason: null, simulated: true });
});

test.each([
  [{ outcome: "printed" }, "打印机确认已打印"],
  [{ outcome: "failed", because: "paperOut" }, "打印机缺纸，没有打印任何内容"],
  [{ outcome: "unknown", because: "cut" }, "结算不受影响，请看纸上是否完整"],
  [{ outcome: "sent" }, "不回报结果"],
] as const)("%j is said as what happened, what is safe and what to do", (result, words) => {
  expect(outcomeWords(result)).toContain(words);
});

test.each([
  [{ state: "paperOut" }, "failed", "打印机缺纸"],
  [{ state: "gone" }, "absent", "连接不到打印机"],
  [{ state: "silent" }, "ready", "不回报状态"],
  [{ state: "ready", paperLow: true }, "ready", "纸将用完"],
] as const)("%j in the status feed", (condition, state, reason) => {
  const port = printerPortSettings.parse({ by: "tcp", host: "127.0.0.1" });
  const event = printerStateEvent({ device: "p1", at: 5, port }, condition);
  expect(deviceEvent.parse(event)).toMatchObject({ kind: "printer", state, reason, simulated: false });
});
