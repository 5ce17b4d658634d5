import { sm2, sm3 } from "sm-crypto-v2";
import { describe, expect, test } from "vitest";

import { signedText, sm2Adapter } from "../../src/line/adapters/sm2.ts";

const keys = sm2.generateKeyPairHex();
const centre = sm2.generateKeyPairHex();
const told = {
  appId: "APP1",
  secret: "secret",
  privateKey: keys.privateKey,
  centrePublicKey: centre.publicKey,
};
const options = { hash: true, der: true, userId: "1234567812345678" } as const;

describe("a line signed by SM2", () => {
  test("SM3 gives the digest of the standard", () => {
    // GB/T 32905-2016, A.1
    expect(sm3("abc")).toBe("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  });

  test("signs application, time, nonce and body; whoever has the key can tell", () => {
    const adapter = sm2Adapter(told, { nonce: () => "n1" });
    const headers = adapter.headers('{"a":1}', 1_700_000_000_999);
    expect(headers).toMatchObject({
      "x-tif-paasid": "APP1",
      "x-tif-timestamp": "1700000000",
      "x-tif-nonce": "n1",
    });
    const signature = headers["x-tif-signature"] ?? "";
    const text = (body: string): string =>
      signedText({ appId: "APP1", secret: "secret", time: "1700000000", once: "n1" }, body);
    expect(sm2.doVerifySignature(text('{"a":1}'), signature, keys.publicKey, options)).toBe(true);
    expect(sm2.doVerifySignature(text('{"a":2}'), signature, keys.publicKey, options)).toBe(false);
  });

  test("two requests never bear the same nonce", () => {
    const adapter = sm2Adapter(told);
    const nonces = Array.from({ length: 50 }, () => adapter.headers("{}", 0)["x-tif-nonce"]);
    expect(new Set(nonces).size).toBe(50);
  });

  test("takes an answer that the centre signed, and no other", () => {
    const adapter = sm2Adapter(told);
    const about = { appId: "APP1", secret: "secret", time: "1", once: "n" };
    const signature = sm2.doSignature(signedText(about, "{}"), centre.privateKey, options);
    const headers = { "x-tif-timestamp": "1", "x-tif-nonce": "n", "x-tif-signature": signature };
    expect(adapter.accepts("{}", headers)).toBe(true);
    expect(adapter.accepts("{ }", headers)).toBe(false);
    expect(adapter.accepts("{}", { ...headers, "x-tif-signature": "no signature" })).toBe(false);
    expect(adapter.accepts("{}", {})).toBe(false);
    expect(sm2Adapter({ ...told, centrePublicKey: null }).accepts("{}", {})).toBe(true);
  });
});
