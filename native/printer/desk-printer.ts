import type { PrinterSetting } from "../../src/scan/device-settings.ts";
import type { DeviceEvent, StateEvent } from "../../src/scan/device-event.ts";
import type { PrintOutcome } from "../../src/scan/print-outcome.ts";
import type { JobLimits } from "./print-job.ts";
import type { PrinterCondition } from "./printer-status.ts";
import { printerStateEvent } from "./printer-words.ts";
import { openPrinter } from "./printer.ts";

/** What is to come out of it: bytes under an id, and whether the drawer opens after them. */
export interface DeskJob {
  readonly id: string;
  /** Empty: only the drawer. */
  readonly bytes: Uint8Array;
  readonly drawer: 2 | 5 | null;
}

/** The printer of a desk, with its state told whenever that changes. */
export interface DeskPrinter {
  readonly print: (job: DeskJob) => Promise<PrintOutcome>;
  /** Looks at once. */
  readonly nudge: () => void;
  readonly close: () => Promise<void>;
}

const nothingAsked: PrintOutcome = { outcome: "failed", because: "error" };

/** Between two looks at a printer that has nothing to do: its port is opened for each. */
const lookMs = 10_000;

/** @param everyMs  how often it is asked how it is */
export function openDeskPrinter(
  { id: device, port }: PrinterSetting,
  emit: (event: DeviceEvent) => void,
  { everyMs = lookMs, limits }: { readonly everyMs?: number; readonly limits?: JobLimits } = {},
): DeskPrinter {
  let isOpen = true;
  let told = "";
  const tell = (event: StateEvent): void => {
    const now = `${event.state} ${event.reason ?? ""}`;
    if (!isOpen || now === told) return;
    told = now;
    emit(event);
  };
  const tellCondition = (condition: PrinterCondition): void =>
    tell(printerStateEvent({ device, at: Date.now(), port }, condition));
  const printer = openPrinter({ port, ...(limits === undefined ? {} : { limits }) }, tellCondition);
  let looking: Promise<void> | null = null;
  const look = async (): Promise<void> => {
    const condition = await printer.condition();
    looking = null;
    tellCondition(condition);
  };
  // One look at a time: a printer that answers slowly is not asked by a queue of timers.
  const lookOnce = (): void => {
    if (isOpen) looking ??= look();
  };
  const simulated = port.by === "simulated";
  tell({
    event: "state",
    device,
    at: Date.now(),
    kind: "printer",
    state: "opening",
    reason: null,
    simulated,
  });
  lookOnce();
  const timer = setInterval(lookOnce, everyMs);
  return {
    print: async ({ id, bytes, drawer }) => {
      if (bytes.length === 0) return drawer === null ? nothingAsked : await printer.openDrawer(drawer);
      const outcome = await printer.print({ id, bytes });
      const isOut = outcome.outcome === "printed" || outcome.outcome === "sent";
      // The paper is what counts; what became of the drawer is seen by whoever stands before it.
      if (drawer !== null && isOut) await printer.openDrawer(drawer);
      lookOnce();
      return outcome;
    },
    nudge: lookOnce,
    close: async () => {
      isOpen = false;
      clearInterval(timer);
      await looking;
    },
  };
}
