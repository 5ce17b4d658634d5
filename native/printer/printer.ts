import type { PrintOutcome } from "../../src/scan/print-outcome.ts";
import type { Conversation } from "./conversation.ts";
import { openConversation } from "./conversation.ts";
import { openPrinterPort } from "./open-printer-port.ts";
import type { JobLimits } from "./print-job.ts";
import { jobLimits, printJob } from "./print-job.ts";
import type { PrinterPortSettings } from "../../src/scan/printer-port-settings.ts";
import type { PrinterCondition } from "./printer-status.ts";
import { drawerPulse } from "./printer-status.ts";

export interface PrinterSettings {
  readonly port: PrinterPortSettings;
  /** Whether it is known to tell its state; a printer that once did is expected to. */
  readonly answers?: boolean;
  readonly limits?: JobLimits;
}

/** What is to be printed: under an id, because asking twice must not print twice. */
export interface PrintRequest {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** One printer: one job at a time, each at most once. */
export interface Printer {
  /**
   * Prints, or gives the answer that this id has had. After `unknown` nothing is printed by itself: whoever looks at the
   * paper decides, and asks under another id. After `failed` the same id may be asked again: nothing of it went out.
   */
  readonly print: (request: PrintRequest) => Promise<PrintOutcome>;
  readonly openDrawer: (pin: 2 | 5) => Promise<PrintOutcome>;
  readonly condition: () => Promise<PrinterCondition>;
}

/** Answers that are remembered; an id is asked again within a minute or never. */
const rememberedMax = 200;

/** A printer by its settings. @param waits  called while somebody has to help it */
export function openPrinter(
  settings: PrinterSettings,
  waits: (condition: PrinterCondition) => void = () => undefined,
): Printer {
  const limits = settings.limits ?? jobLimits;
  const given = new Map<string, Promise<PrintOutcome>>();
  let answers = settings.answers ?? false;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return await mine;
  };
  const run = async (bytes: Uint8Array): Promise<PrintOutcome> =>
    await inTurn(async () => {
      const talk = await reach(settings.port, limits);
      if (talk === null) return { outcome: "failed", because: "unreachable" };
      try {
        const done = await printJob(talk, { bytes, answers, limits, waits });
        answers = done.answers;
        return done.result;
      } finally {
        await talk.close();
      }
    });
  return {
    print: async ({ id, bytes }) => {
      const known = given.get(id);
      if (known !== undefined) return await known;
      const printing = run(bytes);
      remember(given, id, printing);
      const result = await printing;
      if (result.outcome === "failed") given.delete(id);
      return result;
    },
    openDrawer: async (pin) => await run(drawerPulse(pin)),
    condition: async () =>
      await inTurn(async () => {
        const talk = await reach(settings.port, limits);
        if (talk === null) return { state: "gone" };
        try {
          const condition = await talk.condition(limits.statusMs);
          if (condition.state !== "silent" && condition.state !== "gone") answers = true;
          return condition;
        } finally {
          await talk.close();
        }
      }),
  };
}

function remember(
  given: Map<string, Promise<PrintOutcome>>,
  id: string,
  printing: Promise<PrintOutcome>,
): void {
  given.set(id, printing);
  const [oldest] = given.keys();
  if (given.size > rememberedMax && oldest !== undefined) given.delete(oldest);
}

async function reach(port: PrinterPortSettings, { writeMs }: JobLimits): Promise<Conversation | null> {
  try {
    return openConversation(await openPrinterPort(port, writeMs));
  } catch {
    return null;
  }
}
