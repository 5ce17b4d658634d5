import { expect, test } from "vitest";

import { causeNames, causes, deedNames, deedOf } from "../../src/recon/causes.ts";
import { runOnestop } from "./run-onestop.ts";

test("a day with an outage, in processes of their own: what was broken is named, repaired by its one deed, and balanced to the fen", async () => {
  const { code, out, err } = await runOnestop(["demo", "outage"]);
  expect([code, err]).toEqual([0, ""]);
  const lines = out.trimEnd().split("\n");
  expect(lines.at(-1)).toBe("balanced 0.00");
  expect(lines.length).toBeLessThanOrEqual(60);
  // Sold on without the centre in both modes, and what was paid in cash was settled afterwards.
  expect(lines.filter((line) => line.endsWith("临时分担"))).toHaveLength(2);
  const codes = lines.flatMap((line) => /收现，补结算码 (\S+)$/.exec(line)?.[1] ?? []);
  expect(codes).toHaveLength(2);
  for (const one of codes) expect(out).toMatch(new RegExp(`补结算码 ${one}：按就医日结算`));

  const planted = lines.flatMap((line) => /〔(.+)〕$/.exec(line)?.[1] ?? []);
  const named = lines.flatMap((line) => {
    const found = / (\w+) +→ (\S+) +中心/.exec(line);
    const cause = causes.find((one) => one === found?.[1]);
    return cause === undefined ? [] : [{ cause, deed: found?.[2] }];
  });
  expect(planted.toSorted()).toEqual(named.map(({ cause }) => causeNames[cause]).toSorted());
  expect(named.map(({ cause }) => cause).toSorted()).toEqual(
    ["amount", "answerLost", "duplicate", "missingThere", "rejected"].toSorted(),
  );
  for (const { cause, deed } of named) expect(deed).toBe(deedNames[deedOf[cause]]);
}, 240_000);

test("other words than `outage` are refused", async () => {
  expect((await runOnestop(["demo", "outrage"])).code).toBe(2);
});
