import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { openTerminal } from "../../src/app/open-terminal.ts";
import { institution, requestOf, temporaryDir, valueOf } from "../app/test-desk.ts";
import { jsonLines, runOnestop } from "./run-onestop.ts";

const printed = /(?:[0-9A-Z]{5}-){7}[0-9A-Z]{5}/;

/** A directory as `init` makes it, with one settlement in it, and the recovery key as it was printed. */
async function initBooks(): Promise<{ readonly data: string; readonly recoveryKey: string }> {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = join(dir, "institution.json");
  const data = join(dir, "data");
  writeFileSync(file, JSON.stringify(institution));
  const made = await runOnestop(["init", "--data", data, "--institution", file]);
  expect(made.code).toBe(0);
  expect(jsonLines(made.out)).toEqual([{ ok: true, data, institution: institution.code, demo: false }]);
  const recoveryKey = printed.exec(made.err)?.[0] ?? "";
  const terminal = openTerminal({ dir: data, passphrase: null, clock: Date.now });
  // A line nobody insures needs no value that only a supplement has.
  const items = [{ class: "C" as const, kind: "service" }];
  valueOf(terminal.commit(requestOf("k1", { person: { psnNo: "P-990-1" }, items })));
  terminal.close();
  return { data, recoveryKey };
}

test("the recovery key is printed once, on stderr; with it a lost key file comes back", async () => {
  const { data, recoveryKey } = await initBooks();
  expect(recoveryKey).not.toBe("");
  for (const name of ["onestop.key", "onestop.recovery", "outbox.key"]) {
    expect(statSync(join(data, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(data, name), "utf8").includes(recoveryKey)).toBe(false);
  }
  rmSync(join(data, "onestop.key"));
  expect((await runOnestop(["verify", "--data", data])).err).toMatch(/^KEY /);
  const wrong = await runOnestop(["keys", "recover", "--data", data], "7777\n");
  expect(wrong).toMatchObject({ code: 1, out: "" });
  const back = await runOnestop(["keys", "recover", "--data", data], `${recoveryKey}\nmore\n`);
  expect([back.code, jsonLines(back.out)]).toEqual([0, [{ ok: true, data }]]);
  expect(await runOnestop(["verify", "--data", data])).toMatchObject({ code: 0, out: "" });
});

test("rotate, another passphrase, another recovery key", async () => {
  const { data, recoveryKey } = await initBooks();
  const rotated = await runOnestop(["keys", "rotate", "--data", data]);
  expect(jsonLines(rotated.out)).toEqual([{ ok: true, data, generation: 2 }]);
  const short = await runOnestop(["keys", "rotate-passphrase", "--data", data], "short\n");
  expect([short.code, short.out]).toEqual([2, ""]);
  const words = await runOnestop(["keys", "rotate-passphrase", "--data", data], "words of ours\n");
  expect(jsonLines(words.out)).toEqual([{ ok: true, data, passphrase: true }]);
  expect((await runOnestop(["verify", "--data", data])).err).toContain("ONESTOP_PASSPHRASE");
  // Without the passphrase nothing of it can be changed, but the recovery key sets it anew: here to none.
  expect((await runOnestop(["keys", "new-recovery", "--data", data])).code).toBe(1);
  expect((await runOnestop(["keys", "recover", "--data", data], recoveryKey)).code).toBe(0);
  const renewed = await runOnestop(["keys", "new-recovery", "--data", data]);
  expect(printed.exec(renewed.out)).toBeNull();
  const next = printed.exec(renewed.err)?.[0] ?? "";
  expect((await runOnestop(["keys", "recover", "--data", data], recoveryKey)).err).toContain("作废");
  expect((await runOnestop(["keys", "recover", "--data", data], next)).code).toBe(0);
  expect(await runOnestop(["verify", "--data", data])).toMatchObject({ code: 0, out: "" });
});

test("without any key the unsent messages go to a new file for its owner only, and nowhere else", async () => {
  const { data } = await initBooks();
  for (const name of ["onestop.key", "onestop.recovery"]) rmSync(join(data, name));
  const to = join(data, "..", "unsent.jsonl");
  const run = await runOnestop(["keys", "unsent", "--data", data, "--to", to]);
  expect(jsonLines(run.out)).toEqual([{ ok: true, unsent: 1, outOfReach: 0, file: to }]);
  expect(statSync(to).mode & 0o777).toBe(0o600);
  const [message] = jsonLines(readFileSync(to, "utf8"));
  expect(message).toMatchObject({ number: 1, state: "pending", message: { envelope: { infno: "2207" } } });
  expect(run.out + run.err).not.toContain("P-990-1");
  const again = await runOnestop(["keys", "unsent", "--data", data, "--to", to]);
  expect([again.code, again.err]).toEqual([1, "EXISTS 文件已存在，请换一个文件名\n"]);
});

test("what nobody asked for is wrong usage; what is not there is said in words", async () => {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  for (const args of [["keys"], ["keys", "burn"], ["keys", "rotate", "twice"], ["keys", "unsent"]])
    expect((await runOnestop([...args, "--data", dir])).code).toBe(2);
  for (const args of [["rotate"], ["new-recovery"], ["recover"], ["unsent", "--to", join(dir, "to")]]) {
    const run = await runOnestop(["keys", ...args, "--data", dir]);
    expect([run.code, run.out]).toEqual([1, ""]);
    expect(run.err).toMatch(/^(?:MISSING|KEY) /);
  }
});
