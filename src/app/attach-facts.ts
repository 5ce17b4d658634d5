import { openLine } from "../line/client.ts";
import { openDownloads } from "../line/download.ts";
import { openSession } from "../line/session.ts";
import type { CentreAddress } from "./attach-line.ts";
import type { FactsControl, FactsOptions } from "./facts-control.ts";
import { openFactsControl } from "./facts-control.ts";
import type { FilingSenderOptions } from "./filing-sender.ts";
import { openFilingSender } from "./filing-sender.ts";

export interface AttachedFacts {
  readonly control: FactsControl;
  readonly stop: () => Promise<void>;
}

/** How often it is looked for filings to send. */
const lookMs = 500;
/** How often people of another day are looked for, and how many are asked about then. */
const refreshEveryMs = 60_000;
const refreshAtOnce = 20;

/** Attaches a running engine to what its centre hands out: on a way of its own, so that no sale waits behind a download. */
export function attachFacts(
  terminal: FactsOptions["terminal"] & FilingSenderOptions["books"],
  centre: CentreAddress,
  log: (line: string) => void,
): AttachedFacts {
  const now = Date.now;
  const { adapter } = centre;
  const client = openLine({ url: centre.url, adapter, now });
  const { newMsgid } = terminal;
  const session = openSession({ client, adapter, institution: () => terminal.institution, newMsgid, now });
  const downloads = openDownloads({ url: centre.url, adapter, now });
  const control = openFactsControl({ terminal, session, downloads, path: adapter.path });
  const sender = openFilingSender({
    books: terminal,
    session,
    habits: adapter.habits,
    now,
    random: Math.random,
    // What the filing has changed comes back with the person.
    answered: async ({ psnNo }) => void (await control.refreshPerson(psnNo)),
  });
  let refreshedMs = now();
  let differingFromMs = 0;
  const loop = keepLooking(log, async () => {
    await sender.pump();
    if (now() >= differingFromMs) {
      const told = await control.refreshDiffering(refreshAtOnce);
      if (!told.ok || told.value.left > 0) differingFromMs = now() + refreshEveryMs;
    }
    if (now() - refreshedMs < refreshEveryMs) return;
    refreshedMs = now();
    await control.refreshStale(refreshAtOnce);
  });
  return {
    control: { ...control, retryFilings: sender.retryNow },
    stop: async () => {
      await loop.stop();
      client.close();
    },
  };
}

function keepLooking(log: (line: string) => void, work: () => Promise<void>) {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await work();
      } catch (error) {
        log(
          `${JSON.stringify({ facts: "failed", error: error instanceof Error ? error.name : "unknown" })}\n`,
        );
      }
      await rest(signal);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function rest(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, lookMs);
  const wake = (): void => resolve();
  signal.addEventListener("abort", wake, { once: true });
  await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", wake);
}
