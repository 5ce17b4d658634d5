import { amountColumns } from "./settlements.ts";

const amounts = amountColumns.map((name) => `${name} INTEGER NOT NULL`).join(",\n  ");
const appendOnly = ["adjustments", "adjusted_accounts", "adjusted_tenders"]
  .flatMap((table) =>
    ["UPDATE", "DELETE"].map(
      (verb) => `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}
BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`,
    ),
  )
  .join("\n");

/**
 * What the centre settled otherwise and was accepted: each amount by as much as it differs, with the account that has it
 * and the way in which it was paid. A settlement is paid as it was written and as it was adjusted; neither is changed.
 */
export const schema13 = `
CREATE TABLE adjustments (
  id INTEGER PRIMARY KEY,
  number INTEGER NOT NULL REFERENCES settlements (number),
  ${amounts},
  operator TEXT NOT NULL,
  desk TEXT NOT NULL,
  adjusted_at TEXT NOT NULL,
  adjusted_day TEXT NOT NULL CHECK (adjusted_day GLOB '????-??-??'),
  CHECK (total_fen = own_pay_fen + over_limit_fen + self_pay_first_fen + in_scope_fen),
  CHECK (fund_total_fen = basic_fen + major_medical_fen + supplementary_fen + civil_servant_fen
    + assistance_fen + other_fen),
  CHECK (total_fen = fund_total_fen + personal_fen),
  CHECK (personal_fen = account_fen + family_fen + cash_fen)
) STRICT;
CREATE INDEX adjustments_by_number ON adjustments (number);
CREATE INDEX adjustments_by_day ON adjustments (adjusted_day);
CREATE INDEX adjustments_by_desk ON adjustments (operator, desk);
CREATE TABLE adjusted_accounts (
  adjustment INTEGER NOT NULL REFERENCES adjustments (id),
  seq INTEGER NOT NULL CHECK (seq >= 0),
  number INTEGER NOT NULL REFERENCES settlements (number),
  person_key BLOB CHECK (length(person_key) = 16),
  member INTEGER CHECK (member >= 0),
  relation TEXT,
  amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
  PRIMARY KEY (adjustment, seq),
  CHECK (member IS NOT NULL OR person_key IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX adjusted_accounts_by_person ON adjusted_accounts (person_key, number, amount_fen)
  WHERE person_key IS NOT NULL;
CREATE TABLE adjusted_tenders (
  adjustment INTEGER NOT NULL REFERENCES adjustments (id),
  kind TEXT NOT NULL CHECK (kind IN ('cash', 'bankCard', 'wechat', 'alipay')),
  amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
  PRIMARY KEY (adjustment, kind)
) STRICT, WITHOUT ROWID;
ALTER TABLE shifts ADD COLUMN after_adjustment INTEGER NOT NULL DEFAULT 0;
${appendOnly}
`;
