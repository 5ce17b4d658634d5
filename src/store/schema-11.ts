/**
 * The day close with the centre: how far it has come, and where a settlement is told otherwise than the ledger has it —
 * on another day, in another total, with the centre's amounts. The ledger itself never changes.
 */
export const schema11 = `
CREATE TABLE closings (
  day TEXT PRIMARY KEY CHECK (day GLOB '????-??-??'),
  step TEXT NOT NULL CHECK (step IN ('counting', 'totals', 'details', 'differences', 'balanced')),
  outcome TEXT NOT NULL CHECK (outcome IN ('open', 'provisional', 'balanced')),
  started_at TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER closings_no_delete BEFORE DELETE ON closings
BEGIN SELECT RAISE(ABORT, 'closings is never emptied'); END;
CREATE TRIGGER closings_stay_balanced BEFORE UPDATE ON closings WHEN OLD.outcome = 'balanced'
BEGIN SELECT RAISE(ABORT, 'a balanced day is done'); END;
CREATE TABLE statement_marks (
  id INTEGER PRIMARY KEY,
  number INTEGER NOT NULL REFERENCES settlements (number),
  cause TEXT NOT NULL,
  told TEXT,
  day TEXT,
  insutype TEXT,
  clearing_type TEXT,
  as_refund INTEGER CHECK (as_refund IN (0, 1)),
  total_fen INTEGER NOT NULL,
  fund_total_fen INTEGER NOT NULL,
  account_fen INTEGER NOT NULL,
  family_fen INTEGER NOT NULL,
  cash_fen INTEGER NOT NULL,
  funds TEXT NOT NULL,
  operator TEXT NOT NULL,
  desk TEXT NOT NULL,
  marked_at TEXT NOT NULL
) STRICT;
CREATE INDEX statement_marks_by_number ON statement_marks (number);
CREATE INDEX statement_marks_by_day ON statement_marks (day) WHERE day IS NOT NULL;
CREATE TRIGGER statement_marks_no_update BEFORE UPDATE ON statement_marks
BEGIN SELECT RAISE(ABORT, 'statement_marks is append-only'); END;
CREATE TRIGGER statement_marks_no_delete BEFORE DELETE ON statement_marks
BEGIN SELECT RAISE(ABORT, 'statement_marks is append-only'); END;
CREATE INDEX messages_by_visit ON messages (centre_visit) WHERE centre_visit IS NOT NULL;
`;
