import { once } from "node:events";
import { Worker } from "node:worker_threads";

import { openReadOnly } from "../store/read-only-store.ts";
import { StoreError } from "../store/store-error.ts";
import type { OpenDirectory, OpenedDirectory } from "./directory.ts";
import { openDirectory } from "./directory.ts";
import { readRing } from "./key-file.ts";
import type { KeyRing } from "./key-ring.ts";
import type { Finding } from "./terminal.ts";
import type { Order, Step } from "./verify-order.ts";
import { stepShape } from "./verify-order.ts";
import type { Left } from "./verify.ts";
import { joinLefts, planOf } from "./verify.ts";

export interface Beside extends Pick<OpenDirectory, "dir" | "clock">, Pick<OpenedDirectory, "ring"> {
  /** Into how many ranges the settlements are cut; a thread each, and one for everything else. */
  readonly parts: number;
  /** Ends the threads, wherever they are. */
  readonly signal: AbortSignal;
}

/**
 * Verifies the books of a directory in threads that only read, whoever else has it open. What is written after it has
 * begun is left out.
 *
 * @throws StoreError when the books cannot be read at all
 */
export async function* verifyBeside(beside: Beside): AsyncGenerator<Finding> {
  const { dir, ring, parts, signal } = beside;
  const nowMs = beside.clock();
  const store = openReadOnly(dir);
  const { ranges, lastDay, unreadable } = planOf({ store }, parts);
  store.close();
  if (unreadable !== null) yield unreadable;
  // Copies: a small buffer is a view on a larger one, which would go along.
  const dataKeys = ring.dataKeys.map((key) => Uint8Array.from(key));
  const outboxKeys = ring.outboxKeys.map((key) => Uint8Array.from(key));
  const orderOf = (part: Order["part"]): Order => ({ dir, dataKeys, outboxKeys, nowMs, part });
  const first = [...ranges.map((range) => ({ kind: "range" as const, range })), { kind: "rest" as const }];
  const lefts = yield* together(first.map(orderOf), signal);
  yield* inThread(orderOf({ kind: "left", left: joinLefts(lefts), lastDay }), signal);
}

/**
 * The same for whoever has the directory but not its terminal: opened for a moment where it is free, so that what an
 * older program or a rotation left to do is done; read as it is where an engine has it.
 *
 * @throws StoreError when the directory cannot be used
 */
export async function* verifyDirectory(options: OpenDirectory, parts: number): AsyncGenerator<Finding> {
  const { signal } = new AbortController();
  yield* verifyBeside({ ...options, ring: ringOf(options), parts, signal });
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

type Part = AsyncGenerator<Finding, Left | null>;

/** Whatever any of them finds, as it comes. @returns what they have left over */
async function* together(
  orders: readonly Order[],
  signal: AbortSignal,
): AsyncGenerator<Finding, readonly Left[]> {
  const lefts: Left[] = [];
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  const step = async (part: Part) => ({ part, result: await part.next() });
  const running = new Map(orders.map((order) => inThread(order, either)).map((part) => [part, step(part)]));
  try {
    while (running.size > 0) {
      const { part, result } = await Promise.race(running.values());
      running.delete(part);
      if (result.done !== true) {
        running.set(part, step(part));
        yield result.value;
      } else if (result.value !== null) lefts.push(result.value);
    }
    return lefts;
  } finally {
    // Who leaves early leaves the threads in the middle of a step.
    ended.abort();
    await Promise.allSettled(running.values());
  }
}

/** A part of the verification as its thread takes it, a step at a time. */
async function* inThread(order: Order, signal: AbortSignal): Part {
  const worker = new Worker(new URL("verify-worker.ts", import.meta.url), {
    workerData: order,
    execArgv: [],
  });
  try {
    for (;;) {
      const { done, value } = await nextOf(worker, signal);
      if (done) return value;
      yield value;
    }
  } finally {
    await worker.terminate();
  }
}

async function nextOf(worker: Worker, signal: AbortSignal): Promise<Step> {
  worker.postMessage("next", []);
  try {
    const message: unknown = (await once(worker, "message", { signal }))[0];
    return stepShape.parse(message);
  } catch (error) {
    // An error of another thread is a copy: its words are ours, its class is not.
    if (error instanceof Error && error.name === "StoreError") throw new StoreError("DAMAGED", error.message);
    throw error;
  }
}
