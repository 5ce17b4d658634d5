import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { bundleMark, bundleSources } from "../../main/shell-bundle.ts";

const root = join(import.meta.dirname, "../..");

/** A checkout of its own with a bundle that says so. @param change  what happens to the sources after it was built */
function saysOf(args: readonly string[], change: (checkout: string) => void): string {
  const checkout = mkdtempSync(join(tmpdir(), "onestop-checkout-"));
  onTestFinished(() => rmSync(checkout, { recursive: true, force: true }));
  for (const part of bundleSources) cpSync(join(root, part), join(checkout, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
  mkdirSync(join(checkout, "dist/shell"), { recursive: true });
  const says = 'process.stdout.write("the bundle");';
  for (const command of ["serve", "export"])
    writeFileSync(join(checkout, `dist/shell/${command}-process.js`), says);
  // The same sources, so the same mark.
  writeFileSync(join(checkout, "dist/shell/sources.sha256"), bundleMark());
  change(checkout);
  const program = join(checkout, "main/onestop.js");
  return spawnSync(process.execPath, [program, ...args], { encoding: "utf8", timeout: 60_000 }).stdout;
}

const nothing = (): void => undefined;

test.each(["serve", "export"])("%s comes out of the bundle when that is what the sources make", (command) => {
  expect(saysOf([command], nothing)).toBe("the bundle");
});

test("another command, and a source that has changed since, are read as they are written", () => {
  expect(saysOf(["--help"], nothing)).toContain("onestop serve");
  for (const command of ["serve", "export"]) {
    const changed = saysOf([command, "--help"], (checkout) =>
      writeFileSync(join(checkout, "src/base/new.ts"), "export const one = 1;\n"),
    );
    expect(changed).not.toContain("the bundle");
  }
});
