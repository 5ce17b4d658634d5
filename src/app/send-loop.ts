import type { Sender } from "./sending.ts";

/** Keeps a sender going while the engine runs. */
export interface SendLoop {
  /** Looks now. */
  readonly nudge: () => void;
  /** Ends what is under way and begins nothing. */
  readonly stop: () => Promise<void>;
}

export function keepSending(sender: Sender, failed: (error: unknown) => void): SendLoop {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const look = (): void => {
    clearTimeout(timer);
    if (isStopped) return;
    let waitMs = 1000;
    try {
      waitMs = sender.pump();
    } catch (error) {
      // The books could not be read: they are asked again, and say so to whoever sells meanwhile.
      failed(error);
    }
    timer = setTimeout(look, waitMs);
  };
  look();
  return {
    nudge: look,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      sender.stop();
      await sender.idle();
    },
  };
}
