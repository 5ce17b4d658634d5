/**
 * The first books of a centre. Every table that holds something of a person begins its key with the person's number, so
 * that it can be distributed by person; what is looked up without one (credentials, message numbers, trace codes) is a
 * table of its own.
 */
export const migration1: readonly string[] = [
  `CREATE TABLE institutions (
    code text PRIMARY KEY,
    name text NOT NULL,
    type text NOT NULL CHECK (type IN ('hospital', 'pharmacy')),
    level text NOT NULL,
    region text NOT NULL CHECK (length(region) = 6),
    designations text NOT NULL
  )`,
  `CREATE TABLE persons (
    psn_no text PRIMARY KEY CHECK (psn_no <> ''),
    name text NOT NULL,
    cert_no text NOT NULL,
    card_sn text,
    plan text NOT NULL,
    insutype text NOT NULL,
    facts text NOT NULL,
    as_of text NOT NULL,
    opening_fen bigint NOT NULL CHECK (opening_fen >= 0),
    balance_fen bigint NOT NULL CHECK (balance_fen >= 0),
    last_number bigint NOT NULL CHECK (last_number >= 0)
  )`,
  `CREATE TABLE relatives (
    psn_no text NOT NULL,
    seq integer NOT NULL,
    relation text NOT NULL,
    relative_no text NOT NULL CHECK (relative_no <> psn_no),
    PRIMARY KEY (psn_no, seq)
  )`,
  `CREATE TABLE credentials (
    kind text NOT NULL CHECK (kind IN ('01', '02', '03')),
    number text NOT NULL,
    psn_no text NOT NULL,
    PRIMARY KEY (kind, number)
  )`,
  `CREATE TABLE accumulators (
    psn_no text NOT NULL,
    plan text NOT NULL,
    period text NOT NULL,
    accumulator text NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (psn_no, plan, period, accumulator)
  )`,
  `CREATE TABLE postings (
    psn_no text NOT NULL,
    number bigint NOT NULL,
    seq integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('settlement', 'opening')),
    plan text NOT NULL,
    period text NOT NULL,
    accumulator text NOT NULL,
    before_value bigint NOT NULL,
    after_value bigint NOT NULL,
    PRIMARY KEY (psn_no, number, seq)
  )`,
  `CREATE TABLE settlements (
    psn_no text NOT NULL,
    number bigint NOT NULL CHECK (number > 0),
    settlement_id text NOT NULL,
    institution text NOT NULL,
    msgid text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('sale', 'reversal')),
    reverses bigint CHECK (reverses < number),
    replaces bigint CHECK (replaces < number),
    visit_id text NOT NULL,
    plan text NOT NULL,
    insutype text NOT NULL,
    medical_type text NOT NULL,
    service_date text NOT NULL,
    committed_at text NOT NULL,
    committed_day text NOT NULL,
    pack_sha256 text NOT NULL,
    supplement_sha256 text,
    total_fen bigint NOT NULL,
    own_pay_fen bigint NOT NULL,
    over_limit_fen bigint NOT NULL,
    self_pay_first_fen bigint NOT NULL,
    in_scope_fen bigint NOT NULL,
    deductible_fen bigint NOT NULL,
    basic_fen bigint NOT NULL,
    major_medical_fen bigint NOT NULL,
    supplementary_fen bigint NOT NULL,
    civil_servant_fen bigint NOT NULL,
    assistance_fen bigint NOT NULL,
    other_fen bigint NOT NULL,
    fund_total_fen bigint NOT NULL,
    personal_fen bigint NOT NULL,
    account_fen bigint NOT NULL,
    family_fen bigint NOT NULL,
    cash_fen bigint NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (psn_no, number),
    UNIQUE (psn_no, settlement_id),
    UNIQUE (psn_no, institution, msgid),
    UNIQUE (psn_no, reverses),
    UNIQUE (psn_no, replaces),
    CHECK ((kind = 'reversal') = (reverses IS NOT NULL)),
    CHECK (total_fen = own_pay_fen + over_limit_fen + self_pay_first_fen + in_scope_fen),
    CHECK (fund_total_fen = basic_fen + major_medical_fen + supplementary_fen + civil_servant_fen + assistance_fen
      + other_fen),
    CHECK (total_fen = fund_total_fen + personal_fen),
    CHECK (personal_fen = account_fen + family_fen + cash_fen),
    CHECK (kind = 'reversal' OR least(own_pay_fen, over_limit_fen, self_pay_first_fen, in_scope_fen, deductible_fen,
      basic_fen, major_medical_fen, supplementary_fen, civil_servant_fen, assistance_fen, other_fen, account_fen,
      family_fen, cash_fen) >= 0),
    CHECK (kind = 'sale' OR greatest(own_pay_fen, over_limit_fen, self_pay_first_fen, in_scope_fen, deductible_fen,
      basic_fen, major_medical_fen, supplementary_fen, civil_servant_fen, assistance_fen, other_fen, account_fen,
      family_fen, cash_fen) <= 0)
  )`,
  `CREATE INDEX settlements_by_day ON settlements (institution, committed_day)`,
  `CREATE TABLE account_movements (
    psn_no text NOT NULL,
    settled_for text NOT NULL,
    number bigint NOT NULL,
    seq integer NOT NULL,
    amount_fen bigint NOT NULL,
    PRIMARY KEY (psn_no, settled_for, number, seq)
  )`,
  `CREATE TABLE flow_state (
    psn_no text NOT NULL,
    institution text NOT NULL,
    kind text NOT NULL,
    id text NOT NULL,
    body text NOT NULL,
    kept_at bigint NOT NULL,
    PRIMARY KEY (psn_no, institution, kind, id)
  )`,
  `CREATE TABLE message_numbers (
    institution text NOT NULL,
    msgid text NOT NULL,
    psn_no text NOT NULL,
    PRIMARY KEY (institution, msgid)
  )`,
  `CREATE TABLE trace_codes (
    code text PRIMARY KEY,
    psn_no text NOT NULL,
    number bigint NOT NULL
  )`,
  `CREATE TABLE catalogue (
    code text NOT NULL,
    from_day text NOT NULL,
    to_day text,
    version bigint NOT NULL CHECK (version > 0),
    body text NOT NULL,
    PRIMARY KEY (code, from_day),
    CHECK (to_day >= from_day)
  )`,
  `CREATE TABLE packs (
    sha256 text PRIMARY KEY CHECK (length(sha256) = 64),
    kind text NOT NULL CHECK (kind IN ('pack', 'supplement')),
    name text NOT NULL,
    text text NOT NULL,
    effective_from text NOT NULL
  )`,
  `CREATE TABLE clearings (
    institution text NOT NULL,
    id text NOT NULL,
    month text NOT NULL,
    clearing_type text NOT NULL,
    from_day text NOT NULL,
    to_day text NOT NULL,
    withdrawn boolean NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (institution, id)
  )`,
];
