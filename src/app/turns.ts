import { setImmediate } from "node:timers/promises";

/**
 * Gives out turns of the event loop, one piece of work to each: whoever sells gets in between any two, however many
 * answers came at once.
 */
export function turnsOf(): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const after = async (before: Promise<void>): Promise<void> => {
    await before;
    await setImmediate();
  };
  return async () => {
    const mine = after(last);
    last = mine;
    await mine;
  };
}
