/**
 * Names are found by three characters together instead of by each of them, so that a phrase of common characters is
 * found without reading all names that have them. The parts hold no ASCII but letters, digits and decimal points.
 */
export const schema5 = `
DROP TABLE catalogue_names;
CREATE VIRTUAL TABLE catalogue_names USING fts5 (
  parts, content = '', columnsize = 0, prefix = '1 2', tokenize = "ascii tokenchars '.'"
);
INSERT INTO catalogue_names (rowid, parts) SELECT id, parts_of_name(name) FROM catalogue ORDER BY id;
`;
