import type { OfflineVoucher, VoucherAlgorithm } from "../wire/offline-voucher.ts";
import { signedBytes, voucherBytes, voucherText } from "../wire/offline-voucher.ts";
import { issuerIdOf, signatureSchemes } from "./voucher-signature.ts";

/** Who signs vouchers. */
export interface IssuerKey {
  readonly algorithm: VoucherAlgorithm;
  readonly privateKey: Uint8Array;
}

/** Signs what an issuer says of a person. @returns the text of the QR code */
export function issueVoucher(
  { algorithm, privateKey }: IssuerKey,
  content: Omit<OfflineVoucher, "algorithm" | "issuer">,
): string {
  const scheme = signatureSchemes[algorithm];
  const issuer = issuerIdOf(scheme.publicKeyOf(privateKey));
  const bytes = voucherBytes({ ...content, algorithm, issuer });
  return voucherText(bytes, scheme.sign(privateKey, signedBytes(bytes)));
}
