import { randomBytes } from "node:crypto";

import type { DeviceEvent } from "../scan/device-event.ts";
import type { DeviceLook } from "../scan/device-look.ts";

/** Something that a device has told, or that was seen of it while it was looked at. */
export type FeedItem = DeviceEvent | DeviceLook;

/** What came after a place, and the place to ask from next. */
export interface FeedPart {
  readonly next: string;
  readonly items: readonly FeedItem[];
  /** Items that are too old to be kept were missed. */
  readonly hasGap: boolean;
}

/** What the devices of one desk tell, for those who ask again and again. */
export interface DeviceFeed {
  readonly put: (item: FeedItem) => void;
  /**
   * What came after `after`; waits for it when there is nothing yet. null, or a place of another run: from now on.
   *
   * @param waitMs  so long at the most
   */
  readonly take: (after: string | null, waitMs: number) => Promise<FeedPart>;
  /** Answers everybody who waits. */
  readonly close: () => void;
}

/** More than come between two questions of a page that is there. */
const keptMax = 500;

/** Numbered, so that a page that asks again gets each item once, and one that was away no scan of long ago. */
export function openDeviceFeed(): DeviceFeed {
  // Another run numbers anew: its places are not ours.
  const run = randomBytes(6).toString("hex");
  const waiting = new Set<() => void>();
  let items: readonly FeedItem[] = [];
  let last = 0;
  let isOpen = true;
  const wake = (): void => {
    const now = [...waiting];
    waiting.clear();
    for (const one of now) one();
  };
  return {
    put: (item) => {
      last += 1;
      items = [...items.slice(-(keptMax - 1)), item];
      wake();
    },
    take: async (after, waitMs) => {
      const [of, place] = (after ?? "").split(":");
      const from = of === run && /^\d{1,15}$/.test(place ?? "") ? Number(place) : null;
      // Whoever comes anew is told its place at once, and what comes later on is not missed.
      if (from === last && isOpen) await next(waiting, waitMs);
      const missed = from === null ? 0 : last - from;
      return {
        next: `${run}:${last}`,
        items: missed > 0 ? items.slice(-missed) : [],
        hasGap: missed > items.length,
      };
    },
    close: () => {
      isOpen = false;
      wake();
    },
  };
}

async function next(waiting: Set<() => void>, waitMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, waitMs);
  waiting.add(resolve);
  await promise;
  clearTimeout(timer);
  waiting.delete(resolve);
}
