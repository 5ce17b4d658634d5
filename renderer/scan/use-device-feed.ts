import { useEffect, useEffectEvent } from "react";

import type { VerbOutput } from "../../src/gateway/contract.ts";
import { inBackground } from "../parts/in-background.ts";
import { useAsk } from "../rpc/rpc-context.ts";

export type FeedItem = VerbOutput<"deviceEvents">["items"][number];

/** An engine is given time for its answer; one that has none is asked again soon, one without devices seldom. */
const waitMs = 20_000;
const againMs = 1000;
const seldomMs = 30_000;

/**
 * Follows the devices of a desk for as long as the page is there.
 *
 * @param looks  bytes and frames as well, for a test scan
 */
export function useDeviceFeed(desk: string, looks: boolean, onItem: (item: FeedItem) => void): void {
  const ask = useAsk();
  const told = useEffectEvent(onItem);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const follow = async (): Promise<void> => {
      let after: string | null = null;
      for (;;) {
        const answer: Awaited<ReturnType<typeof ask<"deviceEvents">>> = await ask(
          "deviceEvents",
          { desk, after, waitMs: after === null ? 0 : waitMs, looks },
          signal,
        );
        if (signal.aborted) return;
        if (answer.ok) {
          after = answer.value.next;
          for (const item of answer.value.items) told(item);
          continue;
        }
        await pause(answer.refusal.code === "UNREACHABLE" ? againMs : seldomMs, signal);
      }
    };
    const run = async (): Promise<void> => {
      try {
        await follow();
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    };
    inBackground(run());
    return () => stop.abort();
  }, [ask, desk, looks]);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
  signal.throwIfAborted();
}
