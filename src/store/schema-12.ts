/**
 * Rows of a catalogue that came in and wait, in the order in which they came; with each that has been applied stands
 * what it took the place of, so that it can be taken back.
 */
export const schema12 = `
CREATE TABLE catalogue_changes (
  download TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq > 0),
  entry TEXT NOT NULL,
  before TEXT,
  PRIMARY KEY (download, seq)
) STRICT, WITHOUT ROWID;
`;
