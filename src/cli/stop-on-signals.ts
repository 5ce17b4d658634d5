/** What stops a command that runs until it is told to end. */
export interface Stopping {
  readonly stopped: Promise<void>;
}

/** Stops at the first signal to end; used by the process that owns the signals. */
export function stopOnSignals(): Stopping {
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = (): void => resolve();
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  return { stopped: promise };
}
