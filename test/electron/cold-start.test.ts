import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { codeFileOf } from "../../main/run-bundle.ts";
import { makeDirectory } from "../../src/cli/make-directory.ts";
import { signIn } from "../renderer/desk-host.ts";
import { changeBooks } from "../store/version-1-books.ts";
import { until } from "./desk-program.ts";
import { useDeskPrograms } from "./use-desk-program.ts";

const desks = useDeskPrograms();
const codeFile = codeFileOf(join(import.meta.dirname, "../../dist/engine/engine-process.cjs"));
const compiles = "结算引擎未使用预编译代码";

test("every thread that the engine's bundle starts is there", () => {
  const bundle = codeFile.slice(0, -".code".length);
  const files = [...readFileSync(bundle, "utf8").matchAll(/new URL\([`"']([^`"']+\.[jt]s)[`"']/g)].map(
    ([, name]) => name ?? "",
  );
  expect(files.length).toBeGreaterThan(1);
  expect(files.filter((name) => !existsSync(join(bundle, "..", name)))).toEqual([]);
});

test("the engine starts out of the code that the build has compiled", async () => {
  const desk = desks.start();
  await signIn(await desk.page());
  expect(desk.said()).not.toContain(compiles);
});

test("kept code that is damaged is left, and the desk opens all the same", async () => {
  const kept = readFileSync(codeFile);
  onTestFinished(() => writeFileSync(codeFile, kept));
  const damaged = Buffer.from(kept);
  damaged.fill(0xff, kept.length >> 1, (kept.length >> 1) + 64);
  writeFileSync(codeFile, damaged);
  const desk = desks.start();
  await signIn(await desk.page());
  expect(desk.said()).toContain(compiles);
});

test("a pack that is not what it was is told of, and stays told while the engine is tried again", async () => {
  const dir = mkdtempSync(join(tmpdir(), "onestop-window-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const place = { dataDir: join(dir, "data"), userDir: join(dir, "user") };
  makeDirectory(place.dataDir, { demo: true, institution: null });
  changeBooks(place.dataDir, "packs", "UPDATE packs SET text = text || ' ' WHERE kind = 'pack'");
  const desk = desks.start(place);
  const page = await desk.page();
  const banner = page.getByRole("alert").filter({ hasText: "与其校验值不符" });
  await banner.waitFor();
  const restarts = (): number => desk.said().split("结算引擎已结束").length - 1;
  await until("a third start", () => (restarts() >= 3 ? true : null));
  expect(await banner.count()).toBe(1);
  expect(await page.locator(".engine-banner").getAttribute("data-state")).toBe("failed");
});
