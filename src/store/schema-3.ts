import { noRules } from "../settle/cash-sale.ts";

/**
 * What the verbs of a counter need beyond settling: cash sales, open bills, shifts, totals of a closed day, roles.
 *
 * A cash sale has no fund and no account in it, whatever its claim would be worth; the pack of one that knew no rules is
 * an empty text.
 */
export const schema3 = `
ALTER TABLE settlements ADD COLUMN mode TEXT NOT NULL DEFAULT 'insured' CHECK (mode = 'insured' OR
  (mode = 'cash' AND fund_total_fen = 0 AND own_pay_fen = total_fen AND cash_fen = total_fen));
INSERT OR IGNORE INTO packs (sha256, kind, name, text, in_use, received_at) VALUES
  ('${noRules.sha256}', 'pack', '${noRules.id}', '', 0, '');
CREATE TABLE open_bills (
  bill_key BLOB PRIMARY KEY CHECK (length(bill_key) = 16),
  desk TEXT NOT NULL,
  kept_at TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX open_bills_by_desk ON open_bills (desk, kept_at);
ALTER TABLE shifts ADD COLUMN float_fen INTEGER NOT NULL DEFAULT 0 CHECK (float_fen >= 0);
ALTER TABLE shifts ADD COLUMN after_number INTEGER NOT NULL DEFAULT 0 CHECK (after_number >= 0);
CREATE UNIQUE INDEX shifts_open ON shifts (operator, desk) WHERE closed_at IS NULL;
CREATE TABLE shift_tenders (
  shift INTEGER NOT NULL REFERENCES shifts (id),
  kind TEXT NOT NULL CHECK (kind IN ('cash', 'bankCard', 'wechat', 'alipay')),
  expected_fen INTEGER NOT NULL,
  counted_fen INTEGER NOT NULL CHECK (counted_fen >= 0),
  PRIMARY KEY (shift, kind)
) STRICT, WITHOUT ROWID;
ALTER TABLE day_closes ADD COLUMN totals TEXT;
CREATE TABLE operators_with_roles (
  id TEXT PRIMARY KEY,
  name_sealed BLOB NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('cashier', 'pharmacist', 'supervisor', 'administrator', 'auditor')),
  pin_salt BLOB NOT NULL CHECK (length(pin_salt) = 16),
  pin_hash BLOB NOT NULL CHECK (length(pin_hash) = 32),
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  wrong_pins INTEGER NOT NULL CHECK (wrong_pins >= 0),
  locked_until_ms INTEGER NOT NULL CHECK (locked_until_ms >= 0)
) STRICT;
INSERT INTO operators_with_roles SELECT id, name_sealed, role, pin_salt, pin_hash, 1, 0, 0 FROM operators;
DROP TABLE operators;
ALTER TABLE operators_with_roles RENAME TO operators;
`;
