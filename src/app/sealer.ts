import type { KeyObject } from "node:crypto";
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomFillSync } from "node:crypto";

/** Seals text so that it opens only about the same thing. */
export interface Sealer {
  readonly seal: (about: string, text: string) => Buffer;
  /** @throws when the bytes are not what was sealed about this, or sealed by a key that is not here */
  readonly open: (about: string, sealed: Buffer) => string;
  /** Which key seals now, from 1. */
  readonly generation: number;
}

const nonceBytes = 12;
const tagBytes = 16;

/** A key for one use, out of a key for many. */
export function deriveKey(key: Buffer, use: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync("sha256", key, "", `onestop ${use}`, 32)));
}

/** @param keys  by generation; the newest seals, and its number is the first byte of what it sealed */
export function openSealer(keys: readonly KeyObject[]): Sealer {
  const generation = keys.length;
  const newest = keys.at(-1);
  if (newest === undefined) throw new Error("no key to seal with");
  const nextNonce = nonces();
  return {
    generation,
    seal: (about, text) => {
      const nonce = nextNonce();
      const cipher = createCipheriv("aes-256-gcm", newest, nonce);
      cipher.setAAD(Buffer.from(about));
      const [body, end] = [cipher.update(text, "utf8"), cipher.final()];
      return Buffer.concat([Buffer.of(generation), nonce, cipher.getAuthTag(), body, end]);
    },
    open: (about, sealed) => {
      const key = keys[(sealed[0] ?? 0) - 1];
      if (key === undefined) throw new Error("no key of this generation");
      const tagAt = 1 + nonceBytes;
      const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(1, tagAt));
      decipher.setAAD(Buffer.from(about));
      decipher.setAuthTag(sealed.subarray(tagAt, tagAt + tagBytes));
      const body = decipher.update(sealed.subarray(tagAt + tagBytes));
      // The end of this cipher gives no bytes, it only throws when they were others.
      decipher.final();
      return body.toString("utf8");
    },
  };
}

/** Random nonces, each given out once; drawn many at a time, because asking the system costs more than sealing. */
function nonces(): () => Buffer {
  const pool = Buffer.alloc(nonceBytes * 256);
  const drawn = { upTo: pool.length };
  return () => {
    if (drawn.upTo >= pool.length) {
      randomFillSync(pool);
      drawn.upTo = 0;
    }
    drawn.upTo += nonceBytes;
    return Buffer.from(pool.subarray(drawn.upTo - nonceBytes, drawn.upTo));
  };
}
