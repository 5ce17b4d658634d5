/**
 * How many names have a part: a phrase is looked for by its rarest parts, so that a long name whose parts stand in a
 * sixth of the catalogue each is found without reading all of these.
 */
export const schema6 = `
CREATE TABLE catalogue_names_counts (
  part TEXT PRIMARY KEY,
  names INTEGER NOT NULL CHECK (names > 0)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE catalogue_names_seen USING fts5vocab (catalogue_names, row);
INSERT INTO catalogue_names_counts (part, names) SELECT term, doc FROM catalogue_names_seen ORDER BY term;
DROP TABLE catalogue_names_seen;
`;
