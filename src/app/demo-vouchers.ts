import { createHash } from "node:crypto";

import { present } from "../base/assert.ts";
import type { VoucherFacts } from "../wire/offline-voucher.ts";
import { demoIssuers } from "./demo-issuers.ts";
import type { DemoPerson } from "./demo-people.ts";
import { shanghaiDay } from "./clock.ts";
import { issueVoucher } from "./issue-voucher.ts";

/** Every tenth of the demo people carries one, by turns under each sort of signature. */
const every = 10;
/** Long enough to try things for a while; an issuer of real ones gives minutes. */
const lifeSeconds = 30 * 86_400;

/** An offline voucher of somebody in the demo town, as of the moment it is issued; null for who carries none. */
export function demoVoucher(person: DemoPerson, at: number, issuedMs: number): string | null {
  if (at % every !== 0) return null;
  const issuedAt = Math.floor(issuedMs / 1000);
  const nonce = createHash("sha256").update(`${person.psnNo} ${issuedAt}`).digest("hex").slice(0, 32);
  const issuer = present(demoIssuers[(at / every) % demoIssuers.length], "issuer");
  return issueVoucher(issuer, {
    nonce,
    issuedAt,
    expiresAt: issuedAt + lifeSeconds,
    facts: { ...factsOf(person), asOf: shanghaiDay(issuedMs) },
  });
}

function factsOf(told: DemoPerson): VoucherFacts {
  const { name, certType, certNo, cardNo, cardSn, plan, insutype, asOf } = told;
  const { person, family, balance, accumulators } = told;
  const identity = { name, certType, certNo, cardNo, cardSn };
  return { ...identity, plan, insutype, asOf, ...person, family, balance, accumulators };
}
