import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { jsonLines, runOnestop } from "./run-onestop.ts";

const cases = readFileSync(new URL("../cases/carry-300.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map(
    (line) => JSON.parse(line) as { claim: { claimId: string }; expect: { split?: object; error?: string } },
  );
const first = JSON.stringify(cases[0]?.claim);

describe("onestop settle", () => {
  test("settles 300 claims in order with --carry; refusals make exit 1", async () => {
    const run = await runOnestop(
      ["settle", "--carry"],
      cases.map((one) => JSON.stringify(one.claim)).join("\n"),
    );
    const answers = jsonLines(run.out);
    expect(answers.length).toBe(300);
    for (const [at, answer] of answers.entries()) {
      const wanted = cases[at]?.expect;
      const got =
        answer["ok"] === true
          ? { split: answer["split"] }
          : { error: (answer["error"] as { code: string }).code };
      expect({ id: answer["claimId"], ...got }).toEqual({ id: cases[at]?.claim.claimId, ...wanted });
    }
    expect(run.code).toBe(1);
    expect(run.err).toBe("");
  });

  test("without --carry nothing is remembered, and all settled means exit 0", async () => {
    const run = await runOnestop(["settle"], `${first}\n${first}\n`);
    const [a, b] = jsonLines(run.out);
    expect(a).toEqual(b);
    expect(run.code).toBe(0);
  });

  test("one bad line never stops the run", async () => {
    const bad: (string | Uint8Array)[] = [
      "not json",
      Uint8Array.from([0xff, 0xfe, 0x7b, 0x7d]),
      '{"claimId":"a","claimId":"b"}',
      '{"claimId":"p","__proto__":{"ok":true}}',
      `{"claimId":"${"x".repeat(50 * 1024 * 1024)}"}`,
      "[".repeat(200_000),
      "null",
      "NaN",
      '{"claimId":"e","items":[{"price":1e999}]}',
    ];
    const input = Buffer.concat(
      [first, ...bad, first].map((part) => Buffer.concat([Buffer.from(part), Buffer.from("\n")])),
    );
    const run = await runOnestop(["settle"], input);
    const answers = jsonLines(run.out);
    expect(answers.length).toBe(bad.length + 2);
    expect(answers.at(0)?.["ok"]).toBe(true);
    expect(answers.at(-1)?.["ok"]).toBe(true);
    for (const [at, answer] of answers.slice(1, -1).entries()) {
      expect(answer["ok"]).toBe(false);
      expect(answer["error"]).toMatchObject({ code: "CLAIM_INVALID" });
      // Without an id the line number says which one is meant.
      expect([answer["claimId"], answer["line"]]).toEqual(
        at === bad.length - 1 ? ["e", undefined] : [null, at + 2],
      );
    }
    expect(run.code).toBe(1);
  });

  test("--stats reports on stderr, --no-steps leaves the steps out, blank lines count for nothing", async () => {
    const run = await runOnestop(["settle", "--stats", "--no-steps"], `\n${first}\n\n`);
    expect(jsonLines(run.err)[0]).toMatchObject({ settled: 1, refused: 0 });
    expect(jsonLines(run.out)[0]?.["steps"]).toEqual([]);
  });

  test("wrong words and a missing supplement are exit 2 with the usage", async () => {
    for (const args of [["settle", "--bogus"], ["settle", "--supplement", "nowhere"], ["bogus"], []]) {
      const run = await runOnestop(args);
      expect(run.code).toBe(2);
      expect(run.err).toContain("onestop");
      expect(run.out).toBe("");
    }
  });

  test("--supplement demo is named on every bill that used it", async () => {
    const jingmen = { ...cases[0]?.claim, plan: "jingmen" };
    const claim = JSON.parse(JSON.stringify(jingmen)) as { institution: { region: string } };
    claim.institution.region = "420800";
    const run = await runOnestop(["settle", "--supplement", "demo"], JSON.stringify(claim));
    const [answer] = jsonLines(run.out);
    expect(answer).toMatchObject({ ok: true, supplement: "demo" });
    expect(answer?.["notes"]).toContain("SUPPLEMENT_DEMO");
  });
});
