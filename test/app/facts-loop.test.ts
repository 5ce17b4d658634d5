import { setImmediate } from "node:timers/promises";

import { expect, test } from "vitest";

import { keepFacts } from "../../src/app/facts-loop.ts";

test("steps are long while the engine rests and short while somebody keeps it busy", async () => {
  const given: number[] = [];
  const step = Promise.withResolvers<void>();
  let asked = step;
  const next = async (): Promise<number> => {
    asked = Promise.withResolvers<void>();
    await asked.promise;
    return given.at(-1) ?? Number.NaN;
  };
  const terminal = {
    applyDueRules: () => false,
    stepCatalogue: (msMax: number) => {
      given.push(msMax);
      asked.resolve();
      return true;
    },
  };
  const loop = keepFacts(terminal, (error) => {
    throw error;
  });
  try {
    const atRest = await next();
    const busy = { isOn: true };
    const working = (async (): Promise<void> => {
      while (busy.isOn) await setImmediate();
    })();
    let whileBusy = await next();
    for (let tries = 0; whileBusy >= atRest && tries < 200; tries += 1) whileBusy = await next();
    busy.isOn = false;
    await working;
    expect(whileBusy).toBeLessThan(atRest);
    let after = await next();
    for (let tries = 0; after < atRest && tries < 200; tries += 1) after = await next();
    expect(after).toBe(atRest);
  } finally {
    loop.stop();
  }
});
