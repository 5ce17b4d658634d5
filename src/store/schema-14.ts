/**
 * A catalogue goes into use at one moment: what is prepared for the next edition stands beside what is in use, and the
 * one row that tells the edition in use decides which of both is seen.
 */
export const schema14 = `
CREATE TABLE catalogue_edition (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  edition INTEGER NOT NULL CHECK (edition >= 0)
) STRICT;
INSERT INTO catalogue_edition (id, edition) VALUES (1, 0);
DROP INDEX catalogue_by_barcode;
DROP INDEX catalogue_by_pinyin;
ALTER TABLE catalogue RENAME TO catalogue_before;
CREATE TABLE catalogue (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  from_day TEXT NOT NULL,
  to_day TEXT CHECK (to_day >= from_day),
  barcode TEXT,
  name TEXT NOT NULL,
  pinyin TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('drug', 'device', 'consumable', 'service', 'wellness', 'other')),
  class TEXT NOT NULL CHECK (class IN ('A', 'B', 'C')),
  price TEXT NOT NULL,
  price_limit TEXT,
  self_pay_ratio TEXT NOT NULL,
  chronic_listed INTEGER NOT NULL CHECK (chronic_listed IN (0, 1)),
  dual_channel INTEGER NOT NULL CHECK (dual_channel IN (0, 1)),
  check_mark BLOB NOT NULL,
  since_edition INTEGER NOT NULL DEFAULT 0 CHECK (since_edition >= 0),
  until_edition INTEGER CHECK (until_edition > since_edition),
  UNIQUE (code, from_day, since_edition)
) STRICT;
INSERT INTO catalogue (id, code, from_day, to_day, barcode, name, pinyin, kind, class, price, price_limit,
    self_pay_ratio, chronic_listed, dual_channel, check_mark)
  SELECT id, code, from_day, to_day, barcode, name, pinyin, kind, class, price, price_limit,
    self_pay_ratio, chronic_listed, dual_channel, check_mark FROM catalogue_before ORDER BY id;
DROP TABLE catalogue_before;
CREATE INDEX catalogue_by_barcode ON catalogue (barcode) WHERE barcode IS NOT NULL;
CREATE INDEX catalogue_by_pinyin ON catalogue (pinyin);
CREATE INDEX catalogue_by_since ON catalogue (since_edition);
CREATE INDEX catalogue_by_until ON catalogue (until_edition) WHERE until_edition IS NOT NULL;
`;
