/**
 * What the papers need: a closed shift is found again, and how often the slip of a settlement has been printed, and what became of each print: the number stands on the paper, so
 * two papers never look alike.
 */
export const schema9 = `
CREATE TABLE slip_copies (
  id INTEGER PRIMARY KEY,
  number INTEGER NOT NULL REFERENCES settlements (number),
  copy INTEGER NOT NULL CHECK (copy >= 1),
  paper TEXT NOT NULL CHECK (paper IN ('58', '80', 'a4')),
  operator TEXT NOT NULL,
  desk TEXT NOT NULL,
  issued_at TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('issued', 'sent', 'printed', 'unknown', 'failed')),
  UNIQUE (number, copy)
) STRICT;
CREATE TRIGGER slip_copies_keep_number BEFORE UPDATE OF number, copy ON slip_copies
BEGIN SELECT RAISE(ABORT, 'slip_copies keeps its numbers'); END;
CREATE TRIGGER slip_copies_no_delete BEFORE DELETE ON slip_copies
BEGIN SELECT RAISE(ABORT, 'slip_copies is append-only'); END;
CREATE INDEX shifts_closed ON shifts (operator, desk, closed_at) WHERE closed_at IS NOT NULL;
`;
