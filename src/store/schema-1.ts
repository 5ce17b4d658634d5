/** The 17 amounts of a split, as columns, in the order of `splitNames`. */
const amounts = [
  "total_fen",
  "own_pay_fen",
  "over_limit_fen",
  "self_pay_first_fen",
  "in_scope_fen",
  "deductible_fen",
  "basic_fen",
  "major_medical_fen",
  "supplementary_fen",
  "civil_servant_fen",
  "assistance_fen",
  "other_fen",
  "fund_total_fen",
  "personal_fen",
  "account_fen",
  "family_fen",
  "cash_fen",
] as const;

const amountColumns = amounts.map((name) => `${name} INTEGER NOT NULL`).join(",\n  ");
const signs = (sign: string): string => amounts.map((name) => `${name} ${sign} 0`).join(" AND ");

const people = `
CREATE TABLE institution (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  code TEXT NOT NULL CHECK (length(code) = 12),
  name TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('hospital', 'pharmacy')),
  level TEXT NOT NULL,
  region TEXT NOT NULL,
  designations TEXT NOT NULL,
  block_from INTEGER NOT NULL CHECK (block_from BETWEEN 0 AND 9999),
  block_to INTEGER NOT NULL CHECK (block_to BETWEEN block_from AND 9999)
) STRICT;
CREATE TABLE operators (
  id TEXT PRIMARY KEY,
  name_sealed BLOB NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('cashier', 'pharmacist', 'supervisor')),
  pin_salt BLOB NOT NULL CHECK (length(pin_salt) = 16),
  pin_hash BLOB NOT NULL CHECK (length(pin_hash) = 32)
) STRICT;
CREATE TABLE persons (
  person_key BLOB PRIMARY KEY CHECK (length(person_key) = 16),
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE credentials (
  credential_key BLOB PRIMARY KEY CHECK (length(credential_key) = 16),
  person_key BLOB NOT NULL REFERENCES persons (person_key)
) STRICT, WITHOUT ROWID;
CREATE TABLE person_facts (
  id INTEGER PRIMARY KEY,
  person_key BLOB NOT NULL REFERENCES persons (person_key),
  as_of TEXT NOT NULL,
  after_number INTEGER NOT NULL CHECK (after_number >= 0),
  balance_fen INTEGER NOT NULL CHECK (balance_fen >= 0),
  sealed BLOB NOT NULL
) STRICT;
CREATE INDEX person_facts_by_person ON person_facts (person_key, id);
`;

const catalogue = `
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
  UNIQUE (code, from_day)
) STRICT;
CREATE INDEX catalogue_by_barcode ON catalogue (barcode) WHERE barcode IS NOT NULL;
CREATE INDEX catalogue_by_pinyin ON catalogue (pinyin);
CREATE VIRTUAL TABLE catalogue_names USING fts5 (characters, content = '', tokenize = 'unicode61');
CREATE TABLE packs (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  kind TEXT NOT NULL CHECK (kind IN ('pack', 'supplement')),
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  in_use INTEGER NOT NULL CHECK (in_use IN (0, 1)),
  received_at TEXT NOT NULL
) STRICT;
`;

const ledger = `
CREATE TABLE settlements (
  number INTEGER PRIMARY KEY CHECK (number > 0),
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('sale', 'reversal')),
  reverses INTEGER UNIQUE REFERENCES settlements (number),
  replaces INTEGER UNIQUE REFERENCES settlements (number),
  idempotency_key BLOB NOT NULL UNIQUE CHECK (length(idempotency_key) = 16),
  request_hash BLOB NOT NULL CHECK (length(request_hash) = 16),
  msgid TEXT NOT NULL UNIQUE,
  person_key BLOB NOT NULL CHECK (length(person_key) = 16),
  plan TEXT NOT NULL,
  medical_type TEXT NOT NULL,
  service_date TEXT NOT NULL,
  committed_at TEXT NOT NULL,
  committed_day TEXT NOT NULL,
  operator TEXT NOT NULL,
  pharmacist TEXT,
  desk TEXT NOT NULL,
  pack TEXT NOT NULL,
  pack_sha256 TEXT NOT NULL REFERENCES packs (sha256),
  supplement TEXT,
  supplement_sha256 TEXT REFERENCES packs (sha256),
  engine_version TEXT NOT NULL,
  notes TEXT NOT NULL,
  ${amountColumns},
  sealed BLOB NOT NULL,
  CHECK ((kind = 'reversal') = (reverses IS NOT NULL)),
  CHECK (reverses < number),
  CHECK (kind = 'sale' OR replaces IS NULL),
  CHECK (CASE kind WHEN 'sale' THEN ${signs(">=")} ELSE ${signs("<=")} END),
  CHECK (total_fen = own_pay_fen + over_limit_fen + self_pay_first_fen + in_scope_fen),
  CHECK (fund_total_fen = basic_fen + major_medical_fen + supplementary_fen + civil_servant_fen
    + assistance_fen + other_fen),
  CHECK (total_fen = fund_total_fen + personal_fen),
  CHECK (personal_fen = account_fen + family_fen + cash_fen)
) STRICT;
CREATE INDEX settlements_by_person ON settlements (person_key, number);
CREATE INDEX settlements_by_day ON settlements (committed_day, number);
CREATE TABLE lines (
  number INTEGER NOT NULL REFERENCES settlements (number),
  seq INTEGER NOT NULL CHECK (seq >= 0),
  id TEXT NOT NULL,
  benefit TEXT NOT NULL,
  amount_fen INTEGER NOT NULL,
  own_pay_fen INTEGER NOT NULL,
  over_limit_fen INTEGER NOT NULL,
  self_pay_first_fen INTEGER NOT NULL,
  in_scope_fen INTEGER NOT NULL,
  PRIMARY KEY (number, seq),
  CHECK (amount_fen = own_pay_fen + over_limit_fen + self_pay_first_fen + in_scope_fen)
) STRICT, WITHOUT ROWID;
CREATE TABLE funding (
  number INTEGER NOT NULL REFERENCES settlements (number),
  seq INTEGER NOT NULL CHECK (seq >= 0),
  benefit TEXT NOT NULL,
  total_fen INTEGER NOT NULL,
  in_scope_fen INTEGER NOT NULL,
  deductible_fen INTEGER NOT NULL,
  basic_fen INTEGER NOT NULL,
  major_medical_fen INTEGER NOT NULL,
  supplementary_fen INTEGER NOT NULL,
  assistance_fen INTEGER NOT NULL,
  PRIMARY KEY (number, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE postings (
  id INTEGER PRIMARY KEY,
  number INTEGER REFERENCES settlements (number),
  kind TEXT NOT NULL CHECK (kind IN ('settlement', 'named', 'opening')),
  person_key BLOB NOT NULL CHECK (length(person_key) = 16),
  plan TEXT NOT NULL,
  period TEXT NOT NULL,
  accumulator TEXT NOT NULL,
  before_value INTEGER NOT NULL,
  after_value INTEGER NOT NULL,
  posted_at TEXT NOT NULL,
  CHECK ((kind = 'opening') = (number IS NULL))
) STRICT;
CREATE INDEX postings_by_accumulator ON postings (person_key, plan, period, accumulator, id, after_value);
CREATE INDEX postings_by_number ON postings (number, id) WHERE number IS NOT NULL;
CREATE TABLE account_movements (
  number INTEGER NOT NULL REFERENCES settlements (number),
  seq INTEGER NOT NULL CHECK (seq >= 0),
  person_key BLOB,
  member INTEGER CHECK (member >= 0),
  relation TEXT,
  amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
  PRIMARY KEY (number, seq),
  CHECK ((member IS NULL) = (person_key IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX account_movements_by_person ON account_movements (person_key, number, amount_fen)
  WHERE person_key IS NOT NULL;
CREATE TABLE tenders (
  number INTEGER NOT NULL REFERENCES settlements (number),
  seq INTEGER NOT NULL CHECK (seq >= 0),
  kind TEXT NOT NULL CHECK (kind IN ('cash', 'bankCard', 'wechat', 'alipay')),
  amount_fen INTEGER NOT NULL,
  PRIMARY KEY (number, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE trace_codes (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  number INTEGER NOT NULL REFERENCES settlements (number),
  line TEXT NOT NULL,
  freed_by INTEGER REFERENCES settlements (number)
) STRICT;
CREATE UNIQUE INDEX trace_codes_in_use ON trace_codes (code) WHERE freed_by IS NULL;
CREATE INDEX trace_codes_by_number ON trace_codes (number);
`;

const desk = `
CREATE TABLE messages (
  msgid TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE REFERENCES settlements (number),
  origin TEXT NOT NULL CHECK (origin IN ('terminal', 'his')),
  state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'confirmed', 'rejected', 'unknown')),
  payload BLOB NOT NULL,
  tries INTEGER NOT NULL CHECK (tries >= 0)
) STRICT;
CREATE INDEX messages_open ON messages (state, number) WHERE state IN ('pending', 'sent', 'unknown');
CREATE TABLE audit (
  number INTEGER PRIMARY KEY CHECK (number > 0),
  at TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  operator TEXT NOT NULL,
  desk TEXT NOT NULL,
  content BLOB NOT NULL,
  previous BLOB NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE door_state (
  state_key BLOB PRIMARY KEY CHECK (length(state_key) = 16),
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE day_closes (
  day TEXT PRIMARY KEY,
  closed_at TEXT NOT NULL,
  operator TEXT NOT NULL,
  audit_hash BLOB NOT NULL
) STRICT;
CREATE TABLE shifts (
  id INTEGER PRIMARY KEY,
  operator TEXT NOT NULL,
  desk TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  closed_at TEXT
) STRICT;
`;

/** What has happened stays as it was written: a correction is a new row. */
const appendOnly = ["settlements", "lines", "funding", "postings", "account_movements", "tenders", "audit"]
  .flatMap((table) =>
    ["UPDATE", "DELETE"].map(
      (verb) => `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}
BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`,
    ),
  )
  .join("\n");

/** The first shape of the file. */
export const schema1 = `${people}${catalogue}${ledger}${desk}${appendOnly}`;
