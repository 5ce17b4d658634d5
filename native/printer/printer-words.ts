import type { StateEvent } from "../../src/scan/device-event.ts";
import type { PrintOutcome, PrintTrouble } from "../../src/scan/print-outcome.ts";
import { fakePrinterName } from "../fake/fake-printer.ts";
import type { PrinterPortSettings } from "../../src/scan/printer-port-settings.ts";
import type { PrinterCondition } from "./printer-status.ts";

/** What is wrong, for the cashier. */
const troubleWords: Readonly<Record<PrintTrouble, string>> = {
  paperOut: "打印机缺纸",
  coverOpen: "打印机上盖未合",
  offline: "打印机脱机",
  error: "打印机故障（切刀或打印头）",
  silent: "打印机没有应答",
  unreachable: "连接不到打印机",
  cut: "与打印机的连接中断",
  stuck: "打印机不再接收数据",
};

/** What a printer is called on the screen; a simulated one is never taken for a real one. */
export function printerName(port: PrinterPortSettings): string {
  switch (port.by) {
    case "tcp":
      return `网络打印机 ${port.host}:${port.port}`;
    case "serial":
      return `串口打印机 ${port.path}`;
    case "file":
      return `USB 打印机 ${port.path}`;
    case "simulated":
      return `${fakePrinterName}（不出纸）`;
  }
}

/** What happened, what is safe, what to do. */
export function outcomeWords(result: PrintOutcome): string {
  switch (result.outcome) {
    case "printed":
      return "打印机确认已打印";
    case "sent":
      return "已发送；这台打印机不回报结果，请看纸上是否完整";
    case "failed":
      return `${troubleWords[result.because]}，没有打印任何内容；处理后可再次打印`;
    case "unknown":
      return `${troubleWords[result.because]}，结果不明：结算不受影响，请看纸上是否完整，需要时再重打`;
  }
}

/** How a printer is doing, for the status feed. */
export function printerStateEvent(
  about: { readonly device: string; readonly at: number; readonly port: PrinterPortSettings },
  condition: PrinterCondition,
): StateEvent {
  const { device, at, port } = about;
  const told = { event: "state", device, at, kind: "printer", simulated: port.by === "simulated" } as const;
  switch (condition.state) {
    case "ready":
      return { ...told, state: "ready", reason: condition.paperLow ? "纸将用完" : null };
    case "silent":
      return { ...told, state: "ready", reason: "不回报状态" };
    case "gone":
      return { ...told, state: "absent", reason: troubleWords.unreachable };
    case "paperOut":
    case "coverOpen":
    case "offline":
    case "error":
      return { ...told, state: "failed", reason: troubleWords[condition.state] };
  }
}
