import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { resultJson } from "../../src/settle/result.ts";
import { shippedBook } from "../shipped-packs.ts";
import type { Answer } from "./run-claim.ts";
import { createDesk } from "./run-claim.ts";

interface Published {
  readonly claim: { readonly claimId: string };
  readonly expect: { readonly split: unknown } | { readonly error: string };
}

function shown(answer: Answer): Published["expect"] {
  return answer.ok ? { split: resultJson(answer.settlement).split } : { error: answer.refusal.code };
}

test("the 300 published claims come out as published, in order, with what each leaves for the next", () => {
  const lines = readFileSync(new URL("../cases/carry-300.jsonl", import.meta.url), "utf8")
    .trim()
    .split("\n");
  const published = lines.map((line) => JSON.parse(line) as Published);
  const desk = createDesk(shippedBook(null), { carry: true });
  const answers = published.map(({ claim }) => ({ id: claim.claimId, answer: shown(desk(claim)) }));
  expect(published).toHaveLength(300);
  expect(answers).toEqual(published.map(({ claim, expect: answer }) => ({ id: claim.claimId, answer })));
});
