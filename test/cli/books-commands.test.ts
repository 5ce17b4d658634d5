import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";

import { institution, temporaryDir } from "../app/test-desk.ts";
import { jsonLines, runOnestop } from "./run-onestop.ts";
import { serveDirectory } from "./served.ts";

function newDir(): string {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

test("init --demo, verify alone and beside an engine, backup, restore, verify", async () => {
  const dir = newDir();
  const data = join(dir, "data");
  const made = await runOnestop(["init", "--data", data, "--demo"]);
  expect(made).toMatchObject({ code: 0, err: "" });
  expect(statSync(data).mode & 0o777).toBe(0o700);
  expect(statSync(join(data, "demo.json")).mode & 0o777).toBe(0o600);
  const demo = JSON.parse(readFileSync(join(data, "demo.json"), "utf8")) as Record<string, unknown[]>;
  expect([demo["people"]?.length, demo["items"]?.length, demo["operators"]?.length]).toEqual([520, 3000, 5]);
  const again = await runOnestop(["init", "--data", data, "--demo"]);
  expect(again).toMatchObject({ code: 1, out: "" });
  expect(again.err).toContain("EXISTS");
  expect(await runOnestop(["verify", "--data", data])).toMatchObject({ code: 0, out: "" });
  const served = await serveDirectory(data);
  const beside = await runOnestop(["verify", "--data", data]);
  expect(beside).toEqual({ code: 0, out: "", err: "账本完好\n" });
  expect(await served.rpc("institution", {})).toMatchObject({ ok: true });
  await served.stop();
  const to = join(dir, "backup.db");
  expect(await runOnestop(["backup", "--data", data, "--to", to])).toMatchObject({ code: 0 });
  const restored = join(dir, "restored");
  expect(await runOnestop(["restore", "--from", to, "--data", restored])).toMatchObject({ code: 0 });
  expect(await runOnestop(["verify", "--data", restored])).toMatchObject({ code: 0, out: "" });
  const db = new Sqlite(join(restored, "onestop.db"));
  db.exec("UPDATE catalogue SET class = 'A' WHERE code = 'XW00001'");
  db.close();
  const found = await runOnestop(["verify", "--data", restored]);
  expect(found.code).toBe(1);
  expect(jsonLines(found.out)).toEqual([{ what: "file", id: "XW00001", reason: "目录项目被改动" }]);
});

test("init takes an institution from a file; a wrong one is wrong usage", async () => {
  const dir = newDir();
  const file = join(dir, "institution.json");
  writeFileSync(file, JSON.stringify(institution));
  const made = await runOnestop(["init", "--data", join(dir, "data"), "--institution", file]);
  expect(jsonLines(made.out)).toEqual([
    { ok: true, data: join(dir, "data"), institution: "H42030000001", demo: false },
  ]);
  writeFileSync(file, JSON.stringify({ ...institution, code: "short", more: 1 }));
  const wrong = await runOnestop(["init", "--data", join(dir, "other"), "--institution", file]);
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain("code 应为 12 位");
  for (const args of [["init", "--data", join(dir, "other")], ["backup"], ["restore"]])
    expect((await runOnestop(args)).code).toBe(2);
});

test("books that are not there are refused in words", async () => {
  const dir = newDir();
  for (const args of [
    ["verify", "--data", dir],
    ["backup", "--data", dir, "--to", join(dir, "b")],
    ["restore", "--from", join(dir, "none"), "--data", dir],
  ]) {
    const run = await runOnestop(args);
    expect(run).toMatchObject({ code: 1, out: "" });
    expect(run.err).toMatch(/^(?:MISSING|KEY) /);
  }
});
