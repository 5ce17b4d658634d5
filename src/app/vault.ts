import type { KeyObject } from "node:crypto";
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomFillSync,
} from "node:crypto";

import { StoreError } from "../store/store-error.ts";

/** What is sealed; a value sealed as one thing does not open as another. */
type Purpose = "person" | "facts" | "settlement" | "message" | "state" | "operator";
/** What is looked up by a keyed hash. */
type Lookup = "person" | "credential" | "idempotency" | "request" | "state" | "item";

/** Seals personal values and finds them again without holding them in clear. */
export interface Vault {
  /** @param owner  the row that the value belongs to: moved to another it does not open */
  readonly seal: (purpose: Purpose, owner: string, text: string) => Buffer;
  /** @throws StoreError DAMAGED when the bytes are not what was sealed */
  readonly open: (purpose: Purpose, owner: string, sealed: Buffer) => string;
  /** The same 16 bytes for the same text, without the key for nobody. */
  readonly lookup: (purpose: Lookup, text: string) => Buffer;
  /** Keyed digest of an entry of the audit chain. */
  readonly digest: (text: string) => Buffer;
}

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const lookupBytes = 16;

/** A vault over the data key of a directory. */
export function openVault(dataKey: Buffer): Vault {
  const derive = (label: string): KeyObject =>
    createSecretKey(Buffer.from(hkdfSync("sha256", dataKey, "", `onestop ${label}`, 32)));
  const sealing = derive("seal");
  const finding = derive("lookup");
  const chaining = derive("audit");
  const nextNonce = nonces();
  return {
    seal: (purpose, owner, text) => {
      const nonce = nextNonce();
      const cipher = createCipheriv("aes-256-gcm", sealing, nonce);
      cipher.setAAD(Buffer.from(`${purpose}\n${owner}`));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body]);
    },
    open: (purpose, owner, sealed) => {
      try {
        return unseal(sealing, `${purpose}\n${owner}`, sealed);
      } catch {
        throw new StoreError("DAMAGED", `加密的数据打不开（${purpose}）：密钥不符或已损坏`);
      }
    },
    lookup: (purpose, text) =>
      createHmac("sha256", finding).update(`${purpose}\n${text}`).digest().subarray(0, lookupBytes),
    digest: (text) => createHmac("sha256", chaining).update(text).digest(),
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

function unseal(key: KeyObject, about: string, sealed: Buffer): string {
  if (sealed[0] !== version) throw new Error("version");
  const tagAt = 1 + nonceBytes;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(1, tagAt));
  decipher.setAAD(Buffer.from(about));
  decipher.setAuthTag(sealed.subarray(tagAt, tagAt + tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(tagAt + tagBytes)), decipher.final()]).toString(
    "utf8",
  );
}
