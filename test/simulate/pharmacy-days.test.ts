import { expect, test } from "vitest";

import { playDays } from "./play-days.ts";

test("after its day and the repair a pharmacy agrees with the centre to the fen, every sale confirmed exactly once", async () => {
  await expect(playDays("pharmacy")).resolves.toBeUndefined();
}, 14_400_000);
