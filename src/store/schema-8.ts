/**
 * Offline vouchers that were taken. A voucher counts once and nobody can make room for it again; of the newest of a
 * person it is asked when it was issued.
 */
export const schema8 = `
CREATE TABLE vouchers (
  voucher_key BLOB PRIMARY KEY CHECK (length(voucher_key) = 24),
  person_key BLOB NOT NULL CHECK (length(person_key) = 16),
  issued_s INTEGER NOT NULL CHECK (issued_s >= 0),
  expires_s INTEGER NOT NULL CHECK (expires_s > issued_s),
  taken_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX vouchers_by_person ON vouchers (person_key, issued_s);
CREATE TRIGGER vouchers_no_update BEFORE UPDATE ON vouchers
BEGIN SELECT RAISE(ABORT, 'vouchers is append-only'); END;
CREATE TRIGGER vouchers_no_delete BEFORE DELETE ON vouchers
BEGIN SELECT RAISE(ABORT, 'vouchers is append-only'); END;
`;
