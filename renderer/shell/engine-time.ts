/** Now in Shanghai as a claim wants it, by the engine's clock. @param aheadMs  how far that is ahead of this page's */
export function shanghaiNow(aheadMs: number): string {
  const eightHours = 8 * 3_600_000;
  return new Date(Date.now() + aheadMs + eightHours).toISOString().replace(/\.\d{3}Z$/, "+08:00");
}

/** How far the engine's clock is ahead of ours, from what it has just told. */
export function aheadOf(now: string): number {
  return Date.parse(now) - Date.now();
}
