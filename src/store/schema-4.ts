/** State of the doors gets a kind and an age, so that what nobody will ask for again can be dropped. */
const doorState = `
ALTER TABLE door_state ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE door_state ADD COLUMN kept_ms INTEGER NOT NULL DEFAULT 0;
UPDATE door_state SET kept_ms =
  COALESCE((SELECT value FROM counters WHERE name = 'clockFloorMs'), unixepoch() * 1000);
CREATE INDEX door_state_by_age ON door_state (kind, kept_ms);
`;

/** A relative's account may be one that is held here: its movements then name its holder. */
const accountMovements = `
DROP INDEX account_movements_by_person;
ALTER TABLE account_movements RENAME TO account_movements_before;
CREATE TABLE account_movements (
  number INTEGER NOT NULL REFERENCES settlements (number),
  seq INTEGER NOT NULL CHECK (seq >= 0),
  person_key BLOB CHECK (length(person_key) = 16),
  member INTEGER CHECK (member >= 0),
  relation TEXT,
  amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
  PRIMARY KEY (number, seq),
  CHECK (member IS NOT NULL OR person_key IS NOT NULL)
) STRICT, WITHOUT ROWID;
INSERT INTO account_movements (number, seq, person_key, member, relation, amount_fen)
  SELECT number, seq, person_key, member, relation, amount_fen FROM account_movements_before;
DROP TABLE account_movements_before;
CREATE INDEX account_movements_by_person ON account_movements (person_key, number, amount_fen)
  WHERE person_key IS NOT NULL;
CREATE TRIGGER account_movements_no_update BEFORE UPDATE ON account_movements
BEGIN SELECT RAISE(ABORT, 'account_movements is append-only'); END;
CREATE TRIGGER account_movements_no_delete BEFORE DELETE ON account_movements
BEGIN SELECT RAISE(ABORT, 'account_movements is append-only'); END;
`;

/** What an institution has asked its clearing office for. */
const clearings = `
CREATE TABLE clearings (
  id TEXT PRIMARY KEY,
  clearing_type TEXT NOT NULL,
  clearing_way TEXT,
  month TEXT NOT NULL CHECK (length(month) = 6),
  from_day TEXT NOT NULL,
  to_day TEXT NOT NULL CHECK (to_day >= from_day),
  visits INTEGER NOT NULL,
  total_fen INTEGER NOT NULL,
  recognised_fen INTEGER NOT NULL,
  fund_fen INTEGER NOT NULL,
  account_fen INTEGER NOT NULL,
  cash_fen INTEGER NOT NULL,
  operator TEXT NOT NULL,
  applied_at TEXT NOT NULL,
  cancelled_at TEXT
) STRICT;
CREATE INDEX clearings_standing ON clearings (clearing_type, from_day) WHERE cancelled_at IS NULL;
`;

/** What the doors need beyond the first shape. */
export const schema4 = `${doorState}${accountMovements}${clearings}`;
