import { Worker } from "node:worker_threads";

import { present } from "../../base/assert.ts";
import type { Stretch } from "../../store/export-pages.ts";
import type { KeyRing } from "../key-ring.ts";
import { errorOfThread } from "../thread-error.ts";
import type { Reached } from "./ledger-table.ts";
import type { Masked, MaskedByKey } from "./masked-people.ts";
import type { RowsOrder, RowsPlace, RowsWritten } from "./rows-order.ts";
import { rowsWrittenShape } from "./rows-order.ts";

/** Where threads find the books, and how many of them share the work. */
export interface Threads {
  readonly dir: string;
  readonly ring: KeyRing;
  readonly threads: number;
}

/** What a stretch leaves behind is taken away at once: it would be twice as much memory otherwise. */
const resourceLimits = { maxYoungGenerationSizeMb: 16 };

/** Stretches that a thread is asked for at a time: while one is taken from it, it has the next. */
const askedAhead = 2;

/**
 * Rows of stretches as they stand in a file, written in threads that only read, whoever else has the books open: this
 * thread only finds the stretches and takes what was written, in their order.
 *
 * @param stretches  pulled as far as the threads can take them
 * @throws StoreError when a thread cannot read the books
 */
export async function* rowsBeside(
  { dir, ring, threads }: Threads,
  what: Pick<RowsPlace, "sort" | "format">,
  stretches: Iterator<Reached, undefined>,
): AsyncGenerator<RowsWritten & Pick<Reached, "done">, undefined> {
  // Copies: a small buffer is a view on a larger one, which would go along.
  const dataKeys = ring.dataKeys.map((key) => Uint8Array.from(key));
  const crew = Array.from({ length: threads }, () => startThread({ dir, dataKeys, ...what }));
  const asked: Promise<RowsWritten & Pick<Reached, "done">>[] = [];
  let turn = 0;
  const ask = (): void => {
    const next = stretches.next();
    if (next.done === true) return;
    const { stretch, done } = next.value;
    const thread = present(crew[turn % threads], "a thread");
    turn += 1;
    const written = thread.write(stretch).then((rows) => {
      // Nobody opens again what another has opened.
      for (const other of crew) if (other !== thread) other.tell(rows.people);
      return { ...rows, done };
    });
    // Whoever takes the one before hears first of what is wrong; this one is not forgotten.
    written.catch(() => undefined);
    asked.push(written);
  };
  try {
    for (let at = 0; at < threads * askedAhead; at += 1) ask();
    for (let first = asked.shift(); first !== undefined; first = asked.shift()) {
      yield await first;
      ask();
    }
    return undefined;
  } finally {
    // Who leaves early leaves the threads in the middle of a stretch.
    await Promise.all(crew.map(async (thread) => await thread.end()));
  }
}

interface Thread {
  /** Goes along with what is asked next. */
  readonly tell: (people: MaskedByKey) => void;
  readonly write: (stretch: Stretch) => Promise<RowsWritten>;
  readonly end: () => Promise<unknown>;
}

/** A thread answers in the order in which it was asked. */
function startThread(place: RowsPlace): Thread {
  const worker = new Worker(new URL("rows-worker.ts", import.meta.url), {
    workerData: place,
    execArgv: [],
    resourceLimits,
  });
  const waiting: PromiseWithResolvers<unknown>[] = [];
  let fault: unknown = null;
  let people = new Map<string, Masked>();
  const fail = (error: unknown): void => {
    fault ??= error;
    for (const one of waiting.splice(0)) one.reject(fault);
  };
  worker.on("message", (message: unknown) => waiting.shift()?.resolve(message));
  worker.on("error", (error) => fail(errorOfThread(error)));
  worker.on("exit", () => fail(new Error("a thread of the export has ended")));
  return {
    tell: (found) => {
      for (const [key, masked] of found) people.set(key, masked);
    },
    write: async (stretch) => {
      const answer = Promise.withResolvers<unknown>();
      if (fault !== null) answer.reject(fault);
      else waiting.push(answer);
      worker.postMessage({ stretch, people } satisfies RowsOrder, []);
      people = new Map();
      return rowsWrittenShape.parse(await answer.promise);
    },
    end: async () => await worker.terminate(),
  };
}
