import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { keyFileOf, wrapOf } from "../../src/app/key-file.ts";
import { keyWrapOf } from "../../src/app/key-wrap.ts";
import { rewrapKeys } from "../../src/app/keys.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import { makeDirectory } from "../../src/cli/make-directory.ts";
import { StoreError } from "../../src/store/store-error.ts";

test("what one key wraps it unwraps, and another key or a changed byte does not", () => {
  const wrap = keyWrapOf(randomBytes(32));
  const bytes = randomBytes(200);
  const wrapped = wrap.wrap(bytes);
  expect(wrap.unwrap(wrapped).equals(bytes)).toBe(true);
  expect(wrapped.includes(bytes.subarray(0, 16))).toBe(false);
  expect(wrap.wrap(bytes).equals(wrapped)).toBe(false);
  expect(() => keyWrapOf(randomBytes(32)).unwrap(wrapped)).toThrow(/authenticate/);
  wrapped[40] = (wrapped[40] ?? 0) ^ 1;
  expect(() => wrap.unwrap(wrapped)).toThrow(/authenticate/);
});

test("a directory that the key store has taken over opens with it alone, and says so without it", () => {
  const dir = join(mkdtempSync(join(tmpdir(), "onestop-wrap-")), "data");
  makeDirectory(dir, { demo: true, institution: null });
  const plain = { dir, passphrase: null, clock: Date.now };
  const ring = readFileSync(keyFileOf(dir), "utf8");
  expect(wrapOf(dir)).toBe("none");

  const keyWrap = keyWrapOf(randomBytes(32));
  rewrapKeys(plain, { passphrase: null, keyWrap });
  expect(wrapOf(dir)).toBe("keyStore");
  expect(readFileSync(keyFileOf(dir), "utf8")).not.toBe(ring);
  const terminal = openTerminal({ ...plain, keyWrap });
  expect(terminal.institution.name).toBe("十堰示范医院");
  expect([...terminal.verify()]).toEqual([]);
  terminal.close();
  expect(() => openTerminal(plain)).toThrow(StoreError);
  expect(() => openTerminal({ ...plain, keyWrap: keyWrapOf(randomBytes(32)) })).toThrow(/系统钥匙串打不开/);
});
