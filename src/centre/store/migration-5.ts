/**
 * No index stands in the way of the one that leads to a row. A plan that a connection keeps is chosen while the tables
 * may still be empty, and then all indexes cost the same: a settlement was looked for by its message among all of its
 * institution's. Now a plain `institution =` leads into no index but that one, and what most settlements leave empty is
 * in none.
 */
export const migration5: readonly string[] = [
  `DROP INDEX settlements_by_day`,
  `CREATE INDEX settlements_by_day ON settlements ((institution || ' ' || committed_day) COLLATE "C")`,
  `ALTER TABLE settlements DROP CONSTRAINT settlements_psn_no_reverses_key`,
  `ALTER TABLE settlements DROP CONSTRAINT settlements_psn_no_replaces_key`,
  `CREATE UNIQUE INDEX settlements_reverses ON settlements (psn_no, reverses) WHERE reverses IS NOT NULL`,
  `CREATE UNIQUE INDEX settlements_replaces ON settlements (psn_no, replaces) WHERE replaces IS NOT NULL`,
];
