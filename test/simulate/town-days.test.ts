import { expect, test } from "vitest";

import { playDays } from "./play-days.ts";

test("after its day and the repair a town of both agrees with its centre to the fen, every sale confirmed exactly once", async () => {
  await expect(playDays("town")).resolves.toBeUndefined();
}, 14_400_000);
