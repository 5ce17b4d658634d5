import { randomBytes } from "node:crypto";

import { sm2, sm3 } from "sm-crypto-v2";

import { referenceHabits } from "../../upload/habits.ts";
import { asksToSignIn } from "../../wire/centre-answer.ts";
import { regionFields } from "../../wire/centre-request.ts";
import type { LineAdapter } from "../adapter.ts";

/** What a region gave an institution for its line. Hex. */
export interface Sm2Keys {
  readonly appId: string;
  readonly secret: string;
  readonly privateKey: string;
  /** The centre's; null where it signs nothing. */
  readonly centrePublicKey: string | null;
}

/** Names of the headers, as regions differ in them. */
export interface Sm2Names {
  readonly path: string;
  readonly app: string;
  readonly time: string;
  readonly nonce: string;
  readonly signature: string;
}

const usualNames: Sm2Names = {
  path: "/fsi/api",
  app: "x-tif-paasid",
  time: "x-tif-timestamp",
  nonce: "x-tif-nonce",
  signature: "x-tif-signature",
};
/** What SM2 is told of the signer where nothing else was agreed. @source GB/T 35276 默认标识 */
const usualSigner = "1234567812345678";

/**
 * A region that signs its line by SM2 over SM3 (GM/T 0003, 0004): application, time, nonce and the digest of the body
 * go into the signature, so that neither can be exchanged.
 */
export function sm2Adapter(
  keys: Sm2Keys,
  {
    names = usualNames,
    nonce = randomNonce,
  }: { readonly names?: Sm2Names; readonly nonce?: () => string } = {},
): LineAdapter {
  const options = { hash: true, der: true, userId: usualSigner } as const;
  return {
    habits: referenceHabits,
    path: names.path,
    region: regionFields("V1.0", null),
    headers: (body, nowMs) => {
      const time = String(Math.floor(nowMs / 1000));
      const once = nonce();
      const signed = signedText({ appId: keys.appId, secret: keys.secret, time, once }, body);
      return {
        [names.app]: keys.appId,
        [names.time]: time,
        [names.nonce]: once,
        [names.signature]: sm2.doSignature(signed, keys.privateKey, options),
      };
    },
    accepts: (body, headers) => {
      if (keys.centrePublicKey === null) return true;
      const signature = headers[names.signature] ?? "";
      const time = headers[names.time] ?? "";
      const once = headers[names.nonce] ?? "";
      const signed = signedText({ appId: keys.appId, secret: keys.secret, time, once }, body);
      return isSigned(signed, signature, keys.centrePublicKey);
    },
    asksToSignIn,
  };
}

/** What a signature is over. */
export function signedText(
  { appId, secret, time, once }: Record<"appId" | "secret" | "time" | "once", string>,
  body: string,
): string {
  return [appId, secret, time, once, sm3(body)].join("\n");
}

function isSigned(text: string, signature: string, publicKey: string): boolean {
  try {
    return sm2.doVerifySignature(text, signature, publicKey, { hash: true, der: true, userId: usualSigner });
  } catch {
    // Bytes that are no signature at all.
    return false;
  }
}

function randomNonce(): string {
  return randomBytes(16).toString("hex");
}
