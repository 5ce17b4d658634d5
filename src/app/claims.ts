import { hash } from "node:crypto";

import type { Fault } from "../base/faults.ts";
import type { Claim } from "../settle/claim.ts";
import { parseClaim } from "../settle/claim.ts";
import type { Vault } from "./vault.ts";

/** A claim that has been read and checked. */
export interface ReadClaim {
  readonly claim: Claim;
  /** Digest of the claim: the same for the same claim, whatever the order of its keys and the way amounts are written. */
  readonly mark: string;
  readonly personKey: Buffer;
  /** What makes two requests to sell this the same. */
  readonly saleHash: Buffer;
}

export type ReadClaimResult =
  { readonly ok: true; readonly read: ReadClaim } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads claims; one that was read a moment ago, as every commit that follows its preview, is not read again. */
export interface Claims {
  /** @param text  the claim in JSON  @param json  the same, parsed */
  readonly read: (text: string, json: unknown) => ReadClaimResult;
  /** @param text  of a claim that has been committed */
  readonly forget: (text: string) => void;
}

/** Bills that are open at the desks of one engine; longer claims are read anew. */
const keptClaims = 64;
const keptLength = 65_536;

export function openClaims({ lookup }: Pick<Vault, "lookup">): Claims {
  const kept = new Map<string, ReadClaim>();
  return {
    read: (text, json) => {
      const known = kept.get(text);
      if (known !== undefined) return { ok: true, read: known };
      const parsed = parseClaim(json);
      if (!parsed.ok) return parsed;
      const { claim } = parsed;
      // The parser gives keys in the order of its schema.
      const mark = hash("sha256", JSON.stringify(claim), "base64");
      const personKey = lookup("person", claim.person.psnNo);
      const read = { claim, mark, personKey, saleHash: lookup("request", `sale\n${mark}`) };
      if (text.length <= keptLength) {
        kept.set(text, read);
        const [oldest] = kept.keys();
        if (kept.size > keptClaims && oldest !== undefined) kept.delete(oldest);
      }
      return { ok: true, read };
    },
    forget: (text) => {
      kept.delete(text);
    },
  };
}
