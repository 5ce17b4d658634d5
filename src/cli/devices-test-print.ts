import { parseArgs } from "node:util";

import { rollBytes } from "../app/papers/render-roll.ts";
import { testSlip } from "../app/papers/test-slip.ts";
import type { PrinterSetting } from "../scan/device-settings.ts";
import type { PrinterPortSettings } from "../scan/printer-port-settings.ts";
import { printerPortSettings } from "../scan/printer-port-settings.ts";
import type { ExitCode, Io } from "./command.ts";
import { UsageError, writeJson } from "./command.ts";

const places = { "58": 32, "80": 48 } as const;

/** Prints a test page at a printer that is named. 1: it is certain, or possible, that nothing came out of it. */
export async function testPrint(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      paper: { type: "string", default: "80" },
      baud: { type: "string", default: "9600" },
      drawer: { type: "boolean", default: false },
    },
  });
  const [where, ...rest] = positionals;
  if (where === undefined || rest.length > 0)
    throw new UsageError("请给出一台打印机：主机[:端口]、设备文件、串口或 simulated");
  const { paper } = values;
  if (paper !== "58" && paper !== "80") throw new UsageError("--paper 应为 58 或 80");
  if (!/^[1-9]\d{2,6}$/.test(values.baud)) throw new UsageError("--baud 应为波特率");
  const setting: PrinterSetting = {
    id: "test",
    kind: "printer",
    port: portOf(where, Number(values.baud)),
    paper,
    drawer: 2,
  };
  const bytes = rollBytes(testSlip(places[paper], io.today), places[paper]);
  const job = { id: "test", bytes, drawer: values.drawer ? setting.drawer : null };
  const told = await (await io.devices()).testPrint(setting, job);
  await writeJson(io, told);
  return "outcome" in told && (told.outcome === "printed" || told.outcome === "sent") ? 0 : 1;
}

/** A path under /dev is a serial line where its name says so, else a file that takes bytes; COM3 is a serial line. */
function portOf(where: string, baudRate: number): PrinterPortSettings {
  const isSerial = /^COM\d+$/i.test(where) || /^\/dev\/(?:tty|cu\.|pts\/)/.test(where);
  const host = /^(\[[0-9a-f:]+\]|[^:/]+)(?::(\d{1,5}))?$/i.exec(where);
  const port =
    where === "simulated"
      ? { by: "simulated" }
      : isSerial
        ? { by: "serial", path: where, baudRate }
        : where.startsWith("/")
          ? { by: "file", path: where }
          : host === null
            ? null
            : { by: "tcp", host: host[1]?.replace(/^\[|\]$/g, ""), port: Number(host[2] ?? 9100) };
  const parsed = printerPortSettings.safeParse(port);
  if (!parsed.success) throw new UsageError(`${where} 不是打印机的地址`);
  return parsed.data;
}
