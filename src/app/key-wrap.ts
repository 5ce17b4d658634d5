import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

import { assert } from "../base/assert.ts";
import type { KeyWrap } from "./key-file.ts";

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * A wrap by a key that the system's key store keeps. The store itself is reached by another process and by text alone;
 * what it keeps is therefore this one key, and the keys of the directory are wrapped here.
 */
export function keyWrapOf(key: Buffer): KeyWrap {
  assert(key.length === keyBytes, "a wrapping key of 32 bytes");
  return {
    wrap: (bytes) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    unwrap: (wrapped) => {
      const decipher = createDecipheriv("aes-256-gcm", key, wrapped.subarray(0, nonceBytes));
      decipher.setAuthTag(wrapped.subarray(nonceBytes, nonceBytes + tagBytes));
      return Buffer.concat([decipher.update(wrapped.subarray(nonceBytes + tagBytes)), decipher.final()]);
    },
  };
}
