import { parseArgs } from "node:util";

import type { DeviceSettings } from "../scan/device-settings.ts";
import type { Framing } from "../scan/framing.ts";
import { usualFramings } from "../scan/framing.ts";
import { repeatMsUsual } from "../scan/repeat-guard.ts";
import type { Command, ExitCode, Io } from "./command.ts";
import { UsageError, writeJson } from "./command.ts";
import { maskedEvent } from "./masked-event.ts";
import { testPrint } from "./devices-test-print.ts";
import { deviceSettingsIn } from "./device-settings-in.ts";
import type { Stopping } from "./stop-on-signals.ts";
import { usualScanRules } from "../scan/usual-devices.ts";

const scansToLearn = 3;
/** No scanner pauses as long within a code. */
const quietMs = 500;
const framingNames = Object.keys(usualFramings);

export function devicesCommand(stop: () => Stopping): Command {
  return {
    usage: `devices [list | watch [--settings <文件>] [--simulated] | learn <路径> | test-serial <路径> [--baud 9600] [--parity none] [--framing ${framingNames.join("|")}] [--raw] [--count <次数>] | test-print <主机[:端口]|设备文件|串口|simulated> [--paper 80] [--baud 9600] [--drawer]]`,
    does: "列出串口、扫码设备、读卡器、打印机；watch 逐行输出设备事件（JSON），个人信息遮盖；test-print 打印测试页并报告结果；learn 由三次扫码推断串口的分帧；test-serial 试读一个串口，--raw 另外显示原始字节与分帧",
    run: async ([name = "list", ...args], io) => {
      switch (name) {
        case "list":
          return await list(args, io);
        case "watch":
          return await watch(args, io, stop);
        case "test-serial":
          return await testSerial(args, io, stop);
        case "test-print":
          return await testPrint(args, io);
        case "learn":
          return await learn(args, io, stop);
        default:
          throw new UsageError(`没有 devices ${name}`);
      }
    },
  };
}

async function list(args: readonly string[], io: Io): Promise<ExitCode> {
  if (args.length > 0) throw new UsageError("devices list 没有参数");
  const devices = await (await io.devices()).list();
  for (const device of devices) await writeJson(io, device);
  if (devices.length === 0) io.log("没有串口、HID 扫码设备、读卡器或打印机\n");
  return 0;
}

/** Without settings: HID-POS scanners and PC/SC readers, which say by themselves what they are; a port has to be named. */
async function watch(args: readonly string[], io: Io, stop: () => Stopping): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: { settings: { type: "string" }, simulated: { type: "boolean", default: false } },
  });
  const settings =
    values.settings === undefined ? usualSettings(values.simulated) : deviceSettingsIn(values.settings);
  if (!("devices" in settings)) {
    io.log(`${settings.refusal}\n`);
    return 1;
  }
  const { stopped } = stop();
  const write = lineWriter(io);
  const line = (told: object): void => write.line(maskedEvent(told));
  await (await io.devices()).watch(settings, false, line, stopped);
  await write.done();
  return 0;
}

async function testSerial(args: readonly string[], io: Io, stop: () => Stopping): Promise<ExitCode> {
  const { settings, looks, count } = readTest(args);
  const { stopped } = stop();
  const write = lineWriter(io);
  const enough = Promise.withResolvers<void>();
  let scans = 0;
  const line = (told: object): void => {
    write.line(told);
    if ("event" in told && told.event === "scan") scans += 1;
    if (count !== null && scans >= count) enough.resolve();
  };
  await (await io.devices()).watch(settings, looks, line, Promise.race([stopped, enough.promise]));
  await write.done();
  return count === null || scans >= count ? 0 : 1;
}

/** Three scans of anything, a second apart; the third is over when it has been quiet as long. */
async function learn(args: readonly string[], io: Io, stop: () => Stopping): Promise<ExitCode> {
  const { settings } = readTest([...args, "--framing", "idle"]);
  const devices = await io.devices();
  const chunks: { readonly hex: string; readonly ms: number }[] = [];
  const { stopped } = stop();
  const enough = Promise.withResolvers<void>();
  let quiet: NodeJS.Timeout | undefined;
  let scans = 0;
  const onQuiet = (): void => {
    scans += 1;
    io.log(`第 ${scans} 次\n`);
    if (scans === scansToLearn) enough.resolve();
  };
  const take = (told: object): void => {
    if ("state" in told)
      io.log(told.state === "ready" ? `请扫码 ${scansToLearn} 次，每次间隔一秒以上\n` : waiting(told));
    if (!("report" in told && told.report === "bytes" && "hex" in told && "ms" in told)) return;
    chunks.push({ hex: String(told.hex), ms: Number(told.ms) });
    clearTimeout(quiet);
    quiet = setTimeout(onQuiet, quietMs);
  };
  await devices.watch(settings, true, take, Promise.race([stopped, enough.promise]));
  clearTimeout(quiet);
  const learnt = devices.learn(chunks);
  await writeJson(io, learnt);
  return learnt.ok ? 0 : 1;
}

/** What a port was sent before it was open is lost, so nobody is asked to scan before that. */
function waiting(told: object): string {
  return "reason" in told && typeof told.reason === "string" ? `${told.reason}\n` : "";
}

function readTest(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      baud: { type: "string", default: "9600" },
      parity: { type: "string", default: "none" },
      framing: { type: "string", default: "anyLineEnd" },
      raw: { type: "boolean", default: false },
      count: { type: "string" },
    },
  });
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) throw new UsageError("请给出一个串口路径");
  const parity = (["none", "even", "odd", "mark", "space"] as const).find((one) => one === values.parity);
  if (parity === undefined) throw new UsageError("--parity 应为 none、even、odd、mark 或 space");
  if (!/^[1-9]\d{1,6}$/.test(values.baud)) throw new UsageError("--baud 应为波特率");
  if (!/^[1-9]\d{0,5}$/.test(values.count ?? "1")) throw new UsageError("--count 应为正整数");
  const serial = { id: "test", kind: "serialScanner", path, baudRate: Number(values.baud), parity } as const;
  const settings: DeviceSettings = {
    ...usualSettings(false),
    devices: [{ ...serial, dataBits: 8, stopBits: 1, framing: framingOf(values.framing), encoding: "auto" }],
  };
  return { settings, looks: values.raw, count: values.count === undefined ? null : Number(values.count) };
}

function framingOf(name: string): Framing {
  const found = Object.entries(usualFramings).find(([one]) => one === name)?.[1];
  if (found === undefined) throw new UsageError(`--framing 应为 ${framingNames.join("、")}`);
  return found;
}

function usualSettings(simulated: boolean): DeviceSettings {
  const hid = { id: "hid", kind: "hidScanner", vendorId: null, productId: null, serialNumber: null } as const;
  const fake = { id: "simulated", kind: "simulatedScanner", framing: usualFramings.anyLineEnd } as const;
  return {
    devices: [
      { ...hid, encoding: "auto" },
      { id: "pcsc", kind: "pcscReader", reader: null, answerMsMax: 5000 },
      ...(simulated ? [fake] : []),
    ],
    rules: [...usualScanRules],
    repeatMs: repeatMsUsual,
  };
}

/** Events come faster than a slow reader of ours reads: they are written in their order, one after the other. */
function lineWriter(io: Io): { readonly line: (told: object) => void; readonly done: () => Promise<void> } {
  let last: Promise<void> = Promise.resolve();
  return {
    line: (told) => {
      last = last.then(async () => await writeJson(io, told));
    },
    done: async () => await last,
  };
}
