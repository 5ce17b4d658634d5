import type { Database } from "better-sqlite3";

import { appendTo } from "./rows.ts";

/** An offline voucher that was taken here. */
export interface VoucherRow {
  /** Eight bytes of the issuer's key, sixteen that the issuer gave once. */
  readonly voucher_key: Buffer;
  readonly person_key: Buffer;
  /** Seconds since 1970. */
  readonly issued_s: number;
  readonly expires_s: number;
  readonly taken_at: string;
}

export interface Vouchers {
  readonly add: (row: VoucherRow) => unknown;
  readonly takenAt: (voucherKey: Buffer) => string | undefined;
  /** When the newest that was taken of a person was issued. */
  readonly newestOf: (personKey: Buffer) => number | undefined;
}

export const voucherQueries = {
  newestOf: "SELECT issued_s FROM vouchers WHERE person_key = +? ORDER BY issued_s DESC LIMIT 1",
} as const;

export function vouchers(db: Database): Vouchers {
  const takenAt = db.prepare<[Buffer], { taken_at: string }>(
    "SELECT taken_at FROM vouchers WHERE voucher_key = ?",
  );
  const newestOf = db.prepare<[Buffer], { issued_s: number }>(voucherQueries.newestOf);
  return {
    add: appendTo<VoucherRow>(db, "vouchers", [
      "voucher_key",
      "person_key",
      "issued_s",
      "expires_s",
      "taken_at",
    ]),
    takenAt: (voucherKey) => takenAt.get(voucherKey)?.taken_at,
    newestOf: (personKey) => newestOf.get(personKey)?.issued_s,
  };
}
