import type { IssuerKey } from "./issue-voucher.ts";

/**
 * Who signs the vouchers of the demo town. The private keys are the words that stand here, for everybody to read: only
 * the demo supplement (`src/rules/supplements/demo.yaml`) names their public keys, and no official one may.
 */
export const demoIssuers = [
  { algorithm: "ed25519", privateKey: Buffer.from("OneStop demo key, not a secret 1") },
  { algorithm: "sm2", privateKey: Buffer.from("OneStop demo key, not a secret 2") },
] as const satisfies readonly IssuerKey[];
