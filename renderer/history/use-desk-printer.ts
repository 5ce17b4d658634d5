import type { PrinterSetting } from "../../src/scan/device-settings.ts";
import { useVerb } from "../rpc/rpc-context.ts";
import { useShift } from "../session/operator.ts";

/** The printer that this desk has; null where it has none, or where this page is not at its machine. */
export function useDeskPrinter(): PrinterSetting | null {
  const { desk } = useShift();
  const { data } = useVerb("deskDevices", { desk });
  return data?.settings.devices.find((one): one is PrinterSetting => one.kind === "printer") ?? null;
}
