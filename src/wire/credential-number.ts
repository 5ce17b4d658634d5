import { voucherPrefix } from "./offline-voucher.ts";
import { text } from "./scalars.ts";

/**
 * `mdtrt_cert_no`: 50 characters as the national interface has it; an offline voucher, which no other interface knows,
 * is longer, and what is too long for one is refused with that reason by who reads it.
 */
export const credentialNumber = text(10_000).refine(
  (number) => number.length <= 50 || number.startsWith(voucherPrefix),
  "不得超过 50 个字符",
);
