import { expect, test } from "vitest";

import { simulateDays } from "./simulate-days.ts";

test("after its day and the repair a hospital agrees with the centre to the fen, every sale confirmed exactly once", async () => {
  await expect(simulateDays("hospital", Number(process.env["ONESTOP_DAYS"] ?? 25))).resolves.toBeUndefined();
}, 7_200_000);
