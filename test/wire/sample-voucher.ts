import { fen } from "../../src/base/money.ts";
import type { OfflineVoucher, VoucherFacts } from "../../src/wire/offline-voucher.ts";

/** A voucher for somebody in Shiyan who does not exist, issued on 10 May 2024 at 09:59 for ten minutes. */
export function sampleVoucher(
  facts: Partial<VoucherFacts> = {},
  head: Partial<Omit<OfflineVoucher, "facts">> = {},
): OfflineVoucher {
  const issuedAt = Date.parse("2024-05-10T09:59:00+08:00") / 1000;
  return {
    algorithm: "ed25519",
    issuer: "0102030405060708",
    nonce: "000102030405060708090a0b0c0d0e0f",
    issuedAt,
    expiresAt: issuedAt + 600,
    ...head,
    facts: {
      psnNo: "99100000000001",
      name: "张示安",
      certType: "01",
      certNo: "991101199003070018",
      cardNo: "99C100000001",
      cardSn: "SN1001",
      plan: "shiyan",
      insutype: "310",
      asOf: "2024-05-10",
      birthDate: "1990-03-07",
      status: "active",
      population: "employee",
      employer: null,
      assistance: null,
      coverageFrom: "2020-01-01",
      chronicDiseases: [{ code: "M01600", from: "2023-01-01", to: null }],
      inpatientStay: null,
      family: [{ relation: "spouse", psnNo: "99100000000002" }],
      balance: fen(123_456),
      accumulators: { "outpatient.deductible": 30_000, "outpatient.fund": 5000 },
      ...facts,
    },
  };
}
