/**
 * Messages with what the line to the centre needs: the transaction that settles, the key that sealed the payload (0: the
 * data key, in the shape before this one), when it left and was answered, and the centre's own numbers. The payload of
 * an answered message is gone; a digest of it stays.
 */
export const schema2 = `
DROP INDEX messages_open;
ALTER TABLE messages RENAME TO messages_1;
CREATE TABLE messages (
  msgid TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE REFERENCES settlements (number),
  origin TEXT NOT NULL CHECK (origin IN ('terminal', 'his')),
  infno TEXT NOT NULL CHECK (infno IN ('2102', '2103', '2207', '2208', '2304', '2305')),
  state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'confirmed', 'rejected', 'unknown')),
  payload_key INTEGER NOT NULL CHECK (payload_key BETWEEN 0 AND 255),
  payload BLOB,
  payload_digest BLOB CHECK (length(payload_digest) = 32),
  tries INTEGER NOT NULL CHECK (tries >= 0),
  sent_at TEXT,
  answered_at TEXT,
  centre_settlement TEXT,
  centre_visit TEXT,
  CHECK ((payload IS NULL) = (state IN ('confirmed', 'rejected'))),
  CHECK ((payload IS NULL) = (payload_digest IS NOT NULL)),
  CHECK ((payload IS NULL) = (answered_at IS NOT NULL)),
  CHECK ((state = 'pending') = (tries = 0)),
  CHECK ((tries > 0) = (sent_at IS NOT NULL)),
  CHECK (state = 'confirmed' OR centre_settlement IS NULL AND centre_visit IS NULL)
) STRICT;
INSERT INTO messages (msgid, number, origin, infno, state, payload_key, payload, tries)
SELECT m.msgid, m.number, m.origin,
  CASE
    WHEN (SELECT type FROM institution) = 'pharmacy' THEN iif(s.kind = 'sale', '2102', '2103')
    WHEN s.medical_type IN ('21', '52') THEN iif(s.kind = 'sale', '2304', '2305')
    ELSE iif(s.kind = 'sale', '2207', '2208')
  END,
  'pending', 0, m.payload, 0
FROM messages_1 AS m JOIN settlements AS s ON s.number = m.number;
DROP TABLE messages_1;
CREATE INDEX messages_open ON messages (number) WHERE payload IS NOT NULL;
CREATE INDEX messages_to_renew ON messages (number) WHERE payload_key = 0;
CREATE TRIGGER messages_no_delete BEFORE DELETE ON messages
BEGIN SELECT RAISE(ABORT, 'a message stays with its settlement'); END;
`;
