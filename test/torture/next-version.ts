import type { Migration } from "../../src/store/migrations.ts";
import { migrations } from "../../src/store/migrations.ts";

/** Rows that the next version adds: enough that it takes its time. */
export const addedRows = 20_000;

/** The books as a later program would have them. */
export const nextVersion: readonly Migration[] = [
  ...migrations,
  {
    version: (migrations.at(-1)?.version ?? 0) + 1,
    sql: `CREATE TABLE added (id INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT;
INSERT INTO added (id, word)
  WITH RECURSIVE counted (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM counted WHERE id < ${addedRows})
  SELECT id, hex(randomblob(16)) FROM counted;
CREATE INDEX added_by_word ON added (word);`,
  },
];
