import { once } from "node:events";
import { Worker } from "node:worker_threads";

import { openReadOnly } from "../store/read-only-store.ts";
import { StoreError } from "../store/store-error.ts";
import type { OpenDirectory, OpenedDirectory } from "./directory.ts";
import { openDirectory } from "./directory.ts";
import { readRing } from "./key-file.ts";
import type { KeyRing } from "./key-ring.ts";
import type { Finding } from "./terminal.ts";
import { errorOfThread } from "./thread-error.ts";
import type { Part, Place, Step } from "./verify-order.ts";
import { stepShape } from "./verify-order.ts";
import type { Left, Range } from "./verify.ts";
import { joinLefts, planOf, restParts } from "./verify.ts";

export interface Beside extends Pick<OpenDirectory, "dir" | "clock">, Pick<OpenedDirectory, "ring"> {
  /** How many threads share the work. */
  readonly threads: number;
  /** Ends the threads, wherever they are. */
  readonly signal: AbortSignal;
  /** Called with the parts that are done and how many there are. */
  readonly progress?: (done: number, of: number) => void;
}

/** Ranges for each thread: one that is done with its share takes of what is left, and none waits long at the end. */
const rangesPerThread = 4;

/**
 * Verifies the books of a directory in threads that only read, whoever else has it open. What is written after it has
 * begun is left out.
 *
 * @throws StoreError when the books cannot be read at all
 */
export async function* verifyBeside(beside: Beside): AsyncGenerator<Finding> {
  const { dir, ring, threads, signal, progress } = beside;
  const nowMs = beside.clock();
  const store = openReadOnly(dir);
  const { ranges, lastDay, unreadable } = planOf({ store }, threads * rangesPerThread);
  store.close();
  if (unreadable !== null) yield unreadable;
  // Copies: a small buffer is a view on a larger one, which would go along.
  const dataKeys = ring.dataKeys.map((key) => Uint8Array.from(key));
  const outboxKeys = ring.outboxKeys.map((key) => Uint8Array.from(key));
  const crew = Array.from({ length: threads }, () => startThread({ dir, dataKeys, outboxKeys, nowMs }));
  try {
    const parts = partsOf(ranges);
    const all = parts.length + 1;
    let done = 0;
    const ended = (): void => {
      done += 1;
      progress?.(done, all);
    };
    progress?.(0, all);
    const lefts = yield* together(crew, parts, { signal, ended });
    yield* together(crew.slice(0, 1), [{ kind: "left", left: joinLefts(lefts), lastDay }], { signal, ended });
  } finally {
    // Who leaves early leaves the threads in the middle of a step.
    await Promise.all(crew.map(async (thread) => await thread.terminate()));
  }
}

/** What does not come in pieces first, so that the pieces fill up what is left of the time. */
function partsOf(ranges: readonly Range[]): Part[] {
  return [
    ...restParts.map((rest) => ({ kind: "rest" as const, rest })),
    ...ranges.map((range) => ({ kind: "range" as const, range })),
  ];
}

/**
 * The same for whoever has the directory but not its terminal: opened for a moment where it is free, so that what an
 * older program or a rotation left to do is done; read as it is where an engine has it.
 *
 * @throws StoreError when the directory cannot be used
 */
export async function* verifyDirectory(options: OpenDirectory, threads: number): AsyncGenerator<Finding> {
  const { signal } = new AbortController();
  yield* verifyBeside({ ...options, ring: ringOf(options), threads, signal });
}

function ringOf(options: OpenDirectory): KeyRing {
  try {
    const { ring, close } = openDirectory(options);
    close();
    return ring;
  } catch (error) {
    if (error instanceof StoreError && error.code === "IN_USE") return readRing(options.dir, options);
    throw error;
  }
}

/** Every thread takes the next part when it is done with one; whatever any of them finds, as it comes. */
async function* together(
  crew: readonly Worker[],
  parts: Part[],
  { signal, ended: partEnded }: { readonly signal: AbortSignal; readonly ended: () => void },
): AsyncGenerator<Finding, readonly Left[]> {
  const lefts: Left[] = [];
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  const ask = async (thread: Worker, what: Part | "next") => ({
    thread,
    step: await stepOf(thread, what, either),
  });
  const running = new Map<Worker, ReturnType<typeof ask>>();
  const begin = (thread: Worker): void => {
    const part = parts.shift();
    if (part !== undefined) running.set(thread, ask(thread, part));
  };
  try {
    for (const thread of crew) begin(thread);
    while (running.size > 0) {
      const { thread, step } = await Promise.race(running.values());
      running.delete(thread);
      if (step.done) {
        partEnded();
        if (step.value !== null) lefts.push(step.value);
        begin(thread);
      } else {
        running.set(thread, ask(thread, "next"));
        yield step.value;
      }
    }
    return lefts;
  } finally {
    ended.abort();
    await Promise.allSettled(running.values());
  }
}

function startThread(place: Place): Worker {
  return new Worker(new URL("verify-worker.ts", import.meta.url), { workerData: place, execArgv: [] });
}

async function stepOf(thread: Worker, what: Part | "next", signal: AbortSignal): Promise<Step> {
  thread.postMessage(what, []);
  try {
    const message: unknown = (await once(thread, "message", { signal }))[0];
    return stepShape.parse(message);
  } catch (error) {
    throw errorOfThread(error);
  }
}
