import { Worker } from "node:worker_threads";

import type { Chip } from "../native/card/chip-card.ts";

export interface VirtualCard {
  /** Takes it out; with an answer on its way that is in the middle of it. */
  readonly takeOut: () => Promise<void>;
}

/** How a card is slow or leaves. */
export interface Manner extends Chip {
  readonly delayMs?: number;
  /** Leaves with this command unanswered, counted from 1. */
  readonly leavesAt?: number;
  /** Never answers this command, counted from 1. */
  readonly mutesAt?: number;
}

/**
 * Puts a card into the virtual reader of pcscd. It has a thread of its own: letting go of a card keeps ours waiting until
 * the card has answered.
 */
export async function putIn(manner: Manner = {}): Promise<VirtualCard> {
  const worker = new Worker(new URL("card-worker.ts", import.meta.url), { workerData: manner });
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  worker.once("message", () => {
    resolve(undefined);
  });
  worker.once("error", reject);
  await promise;
  return {
    takeOut: async () => {
      await worker.terminate();
    },
  };
}
