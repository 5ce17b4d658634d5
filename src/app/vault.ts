import { createHmac } from "node:crypto";

import { present } from "../base/assert.ts";
import { StoreError } from "../store/store-error.ts";
import { deriveKey, openSealer } from "./sealer.ts";

/** What is sealed; a value sealed as one thing does not open as another. */
export type Purpose = "person" | "facts" | "settlement" | "message" | "state" | "operator";
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

const lookupBytes = 16;

/**
 * A vault over the data keys of a directory.
 *
 * @param dataKeys  by generation: all of them open, the newest seals. Hashes and the chain stay with the first: a
 *   number must be found, and a day's seal must hold, whatever has been rotated since.
 */
export function openVault(dataKeys: readonly Buffer[]): Vault {
  const root = present(dataKeys[0], "data key");
  const sealer = openSealer(dataKeys.map((key) => deriveKey(key, "seal")));
  const finding = deriveKey(root, "lookup");
  const chaining = deriveKey(root, "audit");
  return {
    seal: (purpose, owner, text) => sealer.seal(`${purpose}\n${owner}`, text),
    open: (purpose, owner, sealed) => {
      try {
        return sealer.open(`${purpose}\n${owner}`, sealed);
      } catch {
        throw new StoreError("DAMAGED", `加密的数据打不开（${purpose}）：密钥不符或已损坏`);
      }
    },
    lookup: (purpose, text) =>
      createHmac("sha256", finding).update(`${purpose}\n${text}`).digest().subarray(0, lookupBytes),
    digest: (text) => createHmac("sha256", chaining).update(text).digest(),
  };
}
