import { createHash } from "node:crypto";

import type { Fault } from "../base/faults.ts";
import type { Claim } from "../settle/claim.ts";
import { parseClaim } from "../settle/claim.ts";

/** A claim that has been read and checked. */
export interface ReadClaim {
  readonly claim: Claim;
  /** Digest of the claim: the same for the same claim, whatever the order of its keys and the way amounts are written. */
  readonly mark: string;
  readonly personKey: Buffer;
}

export type ReadClaimResult =
  { readonly ok: true; readonly read: ReadClaim } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads claims; one that was read a moment ago, as every commit that follows its preview, is not read again. */
export interface Claims {
  /** @param text  the claim in JSON  @param json  the same, parsed */
  readonly read: (text: string, json: unknown) => ReadClaimResult;
  /** Seals a claim before it is committed: a preview has the time, a commit has not. */
  readonly sealAhead: (text: string, personKey: Buffer) => void;
  /** The claim sealed: ahead, for the first commit that asks, else now. */
  readonly sealed: (text: string, personKey: Buffer) => Buffer;
}

/** What claims are read and kept with. */
export interface ClaimVault {
  /** Finds a person without holding their number in clear. */
  readonly personKeyOf: (psnNo: string) => Buffer;
  readonly seal: (text: string, personKey: Buffer) => Buffer;
}

/** Bills that are open at the desks of one engine; longer claims are read anew. */
const keptClaims = 64;
const keptLength = 65_536;

export function openClaims({ personKeyOf, seal }: ClaimVault): Claims {
  const kept = new Map<string, ReadClaim>();
  const ahead = new Map<string, Buffer>();
  return {
    read: (text, json) => {
      const known = kept.get(text);
      if (known !== undefined) return { ok: true, read: known };
      const parsed = parseClaim(json);
      if (!parsed.ok) return parsed;
      const { claim } = parsed;
      // The parser gives keys in the order of its schema.
      const mark = createHash("sha256").update(JSON.stringify(claim)).digest("base64");
      const read = { claim, mark, personKey: personKeyOf(claim.person.psnNo) };
      if (text.length <= keptLength) {
        kept.set(text, read);
        const [oldest] = kept.keys();
        if (kept.size > keptClaims && oldest !== undefined) {
          kept.delete(oldest);
          ahead.delete(oldest);
        }
      }
      return { ok: true, read };
    },
    sealAhead: (text, personKey) => {
      if (kept.has(text) && !ahead.has(text)) ahead.set(text, seal(text, personKey));
    },
    sealed: (text, personKey) => {
      const before = ahead.get(text);
      // Once: two settlements of the same claim do not show that they are the same.
      ahead.delete(text);
      return before ?? seal(text, personKey);
    },
  };
}
