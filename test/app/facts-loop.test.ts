import { expect, test } from "vitest";

import { keepFacts } from "../../src/app/facts-loop.ts";

/** The longest that each step may take, while the engine is as busy as told. */
async function stepsOf(busy: readonly number[]): Promise<number[]> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const given: number[] = [];
  const terminal = {
    applyDueRules: () => false,
    stepCatalogue: (msMax: number) => {
      given.push(msMax);
      if (given.length === busy.length) resolve();
      return given.length < busy.length;
    },
  };
  const meter = { begin: () => undefined, busy: () => busy[given.length] ?? 0 };
  const loop = keepFacts(
    terminal,
    (error) => {
      throw error;
    },
    meter,
  );
  await promise;
  loop.stop();
  return given;
}

test("steps are long while the engine rests, short as soon as somebody keeps it busy, and long again a while after", async () => {
  const rest = Array.from({ length: 12 }, () => 0);
  const given = await stepsOf([0, 0.02, 1, 1, ...rest]);
  const [atRest = 0, hardly, atOnce = 0, still] = given;
  expect([hardly, still]).toEqual([atRest, atOnce]);
  expect(atOnce).toBeLessThan(atRest);
  // A pause between two customers is no rest yet.
  expect(given[4]).toBe(atOnce);
  expect(given.at(-1)).toBe(atRest);
  expect(new Set(given).size).toBe(2);
});
