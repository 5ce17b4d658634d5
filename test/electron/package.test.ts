import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { person, resultIs, ringUp } from "../renderer/cashier.ts";
import { signIn } from "../renderer/desk-host.ts";
import { readFuses } from "./runtime/fuses.ts";
import { defaultProgram } from "./runtime/old-electron.ts";
import { runProgram } from "./runtime/run-program.ts";
import { useDeskPrograms } from "./use-desk-program.ts";

const desks = useDeskPrograms();
const root = join(import.meta.dirname, "../..");
let out = "";
let program = "";

/** As `npm run package` makes it, from the runtime that is here. */
beforeAll(async () => {
  const { home, version, sqlite } = desks.runtime();
  out = mkdtempSync(join(tmpdir(), "onestop-package-"));
  const builder = join(root, "node_modules/electron-builder/cli.js");
  const config = [`-c.electronDist=${home}`, `-c.electronVersion=${version}`, `-c.directories.output=${out}`];
  await runProgram(process.execPath, [builder, "--linux", "dir", "--publish", "never", ...config], root);
  const unpacked = join(out, "linux-unpacked");
  rmSync(join(unpacked, defaultProgram), { recursive: true, force: true });
  const native = "resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node";
  if (sqlite !== null) cpSync(sqlite, join(unpacked, native));
  program = join(unpacked, "onestop-desk");
}, 300_000);

afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

test("the program is switched so that it runs nothing but itself", () => {
  expect(readFuses(program)).toMatchObject({
    runAsNode: false,
    nodeOptions: false,
    nodeCliInspect: false,
    asarIntegrity: true,
    onlyLoadAppFromAsar: true,
    fileProtocolPrivileges: false,
  });
});

test("the packaged program starts, and a cashier settles a bill in it", async () => {
  const desk = desks.start(desks.place(), { program, args: [] });
  const page = await desk.page();
  await signIn(page);
  await ringUp(page, person(12));
  await page.keyboard.press("F9");
  await resultIs(page, "结算成功");
  const booked = await desk.call("settlementsOf", { psnNo: person(12).psnNo, day: null, limit: 10 });
  expect(booked.map(({ kind, mode }) => [kind, mode])).toEqual([["sale", "insured"]]);
  expect(await desk.call("verify", {})).toEqual([]);
  expect(desk.said()).not.toContain("结算引擎未使用预编译代码");
  expect(await desk.quit()).toBe(0);
});
