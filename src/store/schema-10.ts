/** What stands in front of a desk: scanners, readers, a printer. One row a desk, as its settings are changed as a whole. */
export const schema10 = `
CREATE TABLE desk_devices (
  desk TEXT PRIMARY KEY CHECK (length(desk) BETWEEN 1 AND 64),
  settings TEXT NOT NULL CHECK (json_valid(settings)),
  changed_at TEXT NOT NULL,
  changed_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
