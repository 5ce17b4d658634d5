import type { Backoff } from "../upload/backoff.ts";
import { delayMs } from "../upload/backoff.ts";
import type { FilingCarrier } from "./filing-delivery.ts";
import { deliverFiling } from "./filing-delivery.ts";
import type { Filing, FilingBooks } from "./filings.ts";

/** Brings filings to the centre, each person's in their order. */
export interface FilingSender {
  /** Tries what may be tried now, one after the other. */
  readonly pump: () => Promise<void>;
  /** Everything may be tried at once. */
  readonly retryNow: () => void;
}

export interface FilingSenderOptions extends FilingCarrier {
  readonly books: FilingCarrier["books"] & Pick<FilingBooks, "openFilings">;
  readonly now: () => number;
  /** 0 ≤ chance < 1, drawn anew. */
  readonly random: () => number;
  /** The centre has given its answer: what it says of the person is of interest now. */
  readonly answered?: (filing: Filing) => Promise<void>;
}

const retry: Backoff = { baseMs: 1000, maxMs: 120_000 };
/** More are not looked at in one round. */
const openMax = 500;

export function openFilingSender(options: FilingSenderOptions): FilingSender {
  const later = new Map<string, { readonly failures: number; readonly atMs: number }>();
  let running: Promise<void> | null = null;
  const round = async (): Promise<void> => {
    for (const filing of oldestOfEach(options.books.openFilings(openMax))) {
      const { msgid } = filing;
      if ((later.get(msgid)?.atMs ?? 0) > options.now()) continue;
      const { end } = await deliverFiling(options, filing);
      if (end === "answered") {
        later.delete(msgid);
        await options.answered?.(filing);
        continue;
      }
      const failures = (later.get(msgid)?.failures ?? 0) + 1;
      later.set(msgid, { failures, atMs: options.now() + delayMs(failures, retry, options.random()) });
      // Where nobody answers the others would fare no better.
      if (end === "down") return;
    }
  };
  return {
    pump: async () => {
      running ??= round().finally(() => {
        running = null;
      });
      await running;
    },
    retryNow: () => later.clear(),
  };
}

/** What a person asked for later may rest on what they asked for before. */
function oldestOfEach(open: readonly Filing[]): readonly Filing[] {
  const people = new Set<string>();
  return open.filter(({ psnNo }) => {
    if (people.has(psnNo)) return false;
    people.add(psnNo);
    return true;
  });
}
