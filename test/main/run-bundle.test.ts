import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { codeFileOf, runBundle } from "../../main/run-bundle.ts";

const said = `globalThis.saidBy`;

/** A bundle that says which one it is, in a folder of its own. */
function bundleOf(source: string): string {
  const dir = mkdtempSync(join(tmpdir(), "onestop-bundle-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const bundle = join(dir, "bundle.cjs");
  writeFileSync(bundle, source);
  return bundle;
}

function heard(): unknown {
  const word: unknown = Reflect.get(globalThis, "saidBy");
  Reflect.deleteProperty(globalThis, "saidBy");
  return word;
}

test("a bundle runs out of the code that was kept of it", () => {
  const bundle = bundleOf(`${said} = [__filename, typeof require("node:fs").statSync].join(" ");`);
  const first = runBundle(bundle);
  expect([first.isFromCache, heard()]).toEqual([false, `${bundle} function`]);
  writeFileSync(codeFileOf(bundle), first.keep());
  expect([runBundle(bundle).isFromCache, heard()]).toEqual([true, `${bundle} function`]);
});

test("kept code that is damaged, cut, or of another bundle of the same length is not run", () => {
  const bundle = bundleOf(`${said} = "one";`);
  const kept = runBundle(bundle).keep();
  heard();
  const changed = (at: number): Buffer => {
    const bytes = Buffer.from(kept);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    return bytes;
  };
  const damaged = [0, 31, 32, 40, kept.length >> 1, kept.length - 1].map(changed);
  for (const bytes of [...damaged, kept.subarray(0, -1), kept.subarray(0, 32), Buffer.alloc(0)]) {
    writeFileSync(codeFileOf(bundle), bytes);
    expect([runBundle(bundle).isFromCache, heard()]).toEqual([false, "one"]);
  }
  writeFileSync(codeFileOf(bundle), kept);
  writeFileSync(bundle, readFileSync(bundle, "utf8").replace("one", "two"));
  expect([runBundle(bundle).isFromCache, heard()]).toEqual([false, "two"]);
});

test("a part that is loaded later finds the bundle itself, not a second one", () => {
  const bundle = bundleOf(`exports.mark = {}; exports.same = () => require("./part.cjs") === exports.mark;
    ${said} = exports;`);
  writeFileSync(join(bundle, "../part.cjs"), `module.exports = require("./bundle.cjs").mark;`);
  runBundle(bundle);
  const exports = heard() as { readonly same: () => boolean };
  expect(exports.same()).toBe(true);
});
