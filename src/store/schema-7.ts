/**
 * State of the doors goes to the end of its table, where a sale touches few pages, instead of between others by its hash;
 * and it may belong to somebody, whose states are then found without a list of them that every sale would write anew.
 */
export const schema7 = `
DROP INDEX door_state_by_age;
ALTER TABLE door_state RENAME TO door_state_before;
CREATE TABLE door_state (
  id INTEGER PRIMARY KEY,
  state_key BLOB NOT NULL UNIQUE CHECK (length(state_key) = 16),
  kind TEXT NOT NULL,
  kept_ms INTEGER NOT NULL,
  owner_key BLOB CHECK (length(owner_key) = 16),
  sealed BLOB NOT NULL
) STRICT;
INSERT INTO door_state (state_key, kind, kept_ms, sealed)
  SELECT state_key, kind, kept_ms, sealed FROM door_state_before ORDER BY kept_ms, state_key;
DROP TABLE door_state_before;
CREATE INDEX door_state_by_age ON door_state (kind, kept_ms);
CREATE INDEX door_state_by_owner ON door_state (owner_key) WHERE owner_key IS NOT NULL;
`;
