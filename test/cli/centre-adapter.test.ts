import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { sm2 } from "sm-crypto-v2";
import { expect, onTestFinished, test } from "vitest";

import { centreAdapter } from "../../src/cli/centre-adapter.ts";
import { signedText } from "../../src/line/adapters/sm2.ts";
import { temporaryDir } from "../app/test-desk.ts";

const keys = sm2.generateKeyPairHex();
const told = {
  adapter: "sm2",
  appId: "APP1",
  secret: "s",
  privateKey: keys.privateKey,
  centrePublicKey: null,
};

function dirWith(line: unknown, mode = 0o600): string {
  const dir = temporaryDir();
  writeFileSync(join(dir, "line.json"), typeof line === "string" ? line : JSON.stringify(line));
  chmodSync(join(dir, "line.json"), mode);
  return dir;
}

test("a directory with line.json signs as the region asks", () => {
  const headers = centreAdapter(dirWith(told)).headers("{}", 1_700_000_000_000);
  const once = headers["x-tif-nonce"] ?? "";
  const text = signedText({ appId: "APP1", secret: "s", time: "1700000000", once }, "{}");
  const options = { hash: true, der: true, userId: "1234567812345678" } as const;
  expect(sm2.doVerifySignature(text, headers["x-tif-signature"] ?? "", keys.publicKey, options)).toBe(true);
});

test("without one the token is shown, and asked for where there is none", () => {
  const dir = temporaryDir();
  const before = process.env["ONESTOP_CENTRE_TOKEN"];
  delete process.env["ONESTOP_CENTRE_TOKEN"];
  onTestFinished(() => void (before === undefined ? 0 : (process.env["ONESTOP_CENTRE_TOKEN"] = before)));
  expect(() => centreAdapter(dir)).toThrow("ONESTOP_CENTRE_TOKEN");
  writeFileSync(join(dir, "centre.token"), "abc\n");
  expect(centreAdapter(dir).headers("{}", 0)).toEqual({ authorization: "Bearer abc" });
});

test("a key that others could read, or that is none, is not used, and not said", () => {
  expect(() => centreAdapter(dirWith(told, 0o644))).toThrow("chmod 600");
  const wrong = { ...told, privateKey: "not a key" };
  expect(() => centreAdapter(dirWith(wrong))).toThrow(/^line\.json 有误：privateKey$/);
  expect(() => centreAdapter(dirWith("{"))).toThrow("line.json 有误");
});
