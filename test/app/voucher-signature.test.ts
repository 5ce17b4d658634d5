import { describe, expect, test } from "vitest";

import { openVerifiers, signatureSchemes } from "../../src/app/voucher-signature.ts";

const bytes = (hex: string): Buffer => Buffer.from(hex, "hex");

/** RFC 8032 §7.1, tests 1 to 3. */
const ed25519Vectors = [
  {
    key: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    message: "",
    signature:
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  },
  {
    key: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    message: "72",
    signature:
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  },
];

/** GB/T 32918.5-2017 appendix A: the signature of "message digest" under the identity 1234567812345678. */
const sm2Vector = {
  key: "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8",
  publicKey:
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13",
  message: Buffer.from("message digest"),
  signature:
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa",
};

describe("Ed25519", () => {
  const scheme = signatureSchemes.ed25519;

  test.each(ed25519Vectors)(
    "RFC 8032: the signature of $message",
    ({ key, publicKey, message, signature }) => {
      expect(scheme.publicKeyOf(bytes(key)).toString("hex")).toBe(publicKey);
      expect(scheme.sign(bytes(key), bytes(message)).toString("hex")).toBe(signature);
      expect(scheme.verifier(bytes(publicKey)).verify(bytes(message), bytes(signature))).toBe(true);
    },
  );
});

describe("SM2 with SM3", () => {
  const scheme = signatureSchemes.sm2;
  const verifier = scheme.verifier(bytes(sm2Vector.publicKey));

  test("GB/T 32918.5: the key and the signature of the example", () => {
    expect(scheme.publicKeyOf(bytes(sm2Vector.key)).toString("hex")).toBe(sm2Vector.publicKey);
    expect(verifier.verify(sm2Vector.message, bytes(sm2Vector.signature))).toBe(true);
  });

  test("what is signed here is verified, each time by another number", () => {
    const [first, second] = [1, 2].map(() => scheme.sign(bytes(sm2Vector.key), sm2Vector.message));
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(false);
    for (const one of [first, second])
      expect(verifier.verify(sm2Vector.message, one ?? Buffer.alloc(0))).toBe(true);
  });

  test.each(["00", "ff"])(
    "numbers outside of the group (%s …) are no signature, and nothing is thrown",
    (byte) => {
      expect(verifier.verify(sm2Vector.message, bytes(byte.repeat(64)))).toBe(false);
    },
  );
});

test.each([
  ["ed25519", bytes(ed25519Vectors[0]?.publicKey ?? ""), Buffer.alloc(0), ed25519Vectors[0]?.signature ?? ""],
  ["sm2", bytes(sm2Vector.publicKey), sm2Vector.message, sm2Vector.signature],
] as const)("%s: with any bit of the signature flipped it is none", (algorithm, publicKey, message, hex) => {
  const { verify } = openVerifiers()(algorithm, publicKey.toString("hex"));
  const signature = bytes(hex);
  expect(verify(message, signature)).toBe(true);
  for (let bit = 0; bit < signature.length * 8; bit += 7) {
    const changed = Buffer.from(signature);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(verify(message, changed), `bit ${bit}`).toBe(false);
  }
});
