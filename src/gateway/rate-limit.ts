/** A bucket that fills with time: short bursts pass, a flood does not. */
export interface RateLimit {
  readonly take: () => boolean;
}

export function rateLimit(
  now: () => number,
  { perSecond, burst }: { readonly perSecond: number; readonly burst: number },
): RateLimit {
  let left = burst;
  let seenMs = now();
  return {
    take: () => {
      const nowMs = now();
      left = Math.min(burst, left + (Math.max(0, nowMs - seenMs) / 1000) * perSecond);
      seenMs = nowMs;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
