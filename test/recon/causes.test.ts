import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { causes } from "../../src/recon/causes.ts";
import type { Ground } from "./inject-causes.ts";
import { injectCause, openGround } from "./inject-causes.ts";

/** In the quick set; `npm run simulate:causes` has a hundred and more of each. */
const times = Number(process.env["ONESTOP_CAUSES"] ?? 2);

describe.each(["pharmacy", "hospital"] as const)("a day of a %s with one thing gone wrong", (kind) => {
  let ground: Ground;
  beforeAll(async () => {
    ground = await openGround(kind);
  }, 240_000);
  afterAll(async () => await ground.close());

  test.each(causes)(
    "%s is found under its name, and its one deed brings the day to 0.00",
    async (cause) => {
      const injected = await injectCause(ground, cause, { times, seed: 7 });
      expect(injected).toEqual({ cause, times, labelled: times, repaired: times, failures: [] });
    },
    120_000,
  );
});
