import { setImmediate } from "node:timers/promises";

/**
 * Gives out turns of the event loop, one piece of work to each: whoever sells gets in between any two, however many
 * answers came at once.
 */
export function turnsOf(): () => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  return async () => {
    const mine = last.then(async () => {
      await setImmediate();
    });
    last = mine;
    await mine;
  };
}
