import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { completeLock, missingParts } from "./complete-lock.ts";

const lockOf = (packages: object): string => `${JSON.stringify({ name: "a", packages }, null, 2)}\n`;

test("a part that the registry did not carry gets an entry beside its parent, with the platform in its name", () => {
  const before = {
    "": { name: "a" },
    "node_modules/@tool/linux-x64": { version: "1.2.3", integrity: "sha512-x", optional: true },
    "node_modules/tool": {
      version: "1.2.3",
      dev: true,
      optionalDependencies: {
        "@tool/linux-x64": "1.2.3",
        "@tool/linux-arm64-musl": "1.2.3",
        "@tool/wasm32-wasi": "1.2.3",
      },
    },
  };
  const after = JSON.parse(completeLock(lockOf(before))) as { readonly packages: object };
  expect(after.packages).toEqual({
    ...before,
    "node_modules/@tool/linux-arm64-musl": {
      version: "1.2.3",
      cpu: ["arm64"],
      dev: true,
      libc: ["musl"],
      optional: true,
      os: ["linux"],
    },
    "node_modules/@tool/wasm32-wasi": { version: "1.2.3", cpu: ["wasm32"], dev: true, optional: true },
  });
  expect(Object.keys(after.packages)).toEqual([
    "",
    "node_modules/@tool/linux-arm64-musl",
    "node_modules/@tool/linux-x64",
    "node_modules/@tool/wasm32-wasi",
    "node_modules/tool",
  ]);
});

test("a part of another version further out does not count", () => {
  const lock = lockOf({
    "node_modules/part-win32-x64": { version: "2.0.0" },
    "node_modules/outer/node_modules/tool": {
      version: "1.0.0",
      optionalDependencies: { "part-win32-x64": "1.0.0" },
    },
    "node_modules/tool": { version: "1.0.0", optionalDependencies: { "part-win32-x64": "1.0.0" } },
  });
  expect(missingParts(lock).map((part) => part.path)).toEqual([
    "node_modules/outer/node_modules/part-win32-x64",
    "node_modules/tool/node_modules/part-win32-x64",
  ]);
});

test("a range is left to npm, and a complete lock file stays as it is", () => {
  const lock = lockOf({
    "node_modules/vite": { version: "8.0.0", optionalDependencies: { fsevents: "~2.3.3" } },
  });
  expect(completeLock(lock)).toBe(lock);
  const ours = readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8");
  expect(completeLock(ours)).toBe(ours);
});
