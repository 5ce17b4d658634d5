import type { Generated } from "kysely";

/** Rows of the centre's books. Money is a bigint of fen; whole numbers of PostgreSQL come back as numbers. */
export interface Tables {
  institutions: InstitutionRow;
  persons: PersonRow;
  relatives: RelativeRow;
  credentials: CredentialRow;
  accumulators: AccumulatorRow;
  postings: PostingRow;
  settlements: SettlementRow;
  account_movements: AccountMovementRow;
  flow_state: FlowStateRow;
  message_numbers: MessageNumberRow;
  trace_codes: TraceCodeRow;
  catalogue: CatalogueRow;
  packs: CentrePackRow;
  clearings: ClearingRow;
}

export interface InstitutionRow {
  code: string;
  name: string;
  type: "hospital" | "pharmacy";
  level: string;
  region: string;
  /** A JSON list. */
  designations: string;
}

export interface PersonRow {
  psn_no: string;
  name: string;
  cert_no: string;
  card_sn: string | null;
  plan: string;
  insutype: string;
  /** The `person` of a claim, as JSON. */
  facts: string;
  as_of: string;
  opening_fen: number;
  balance_fen: number;
  /** Number of the last entry of this person. */
  last_number: number;
  /** What is on file of them, as JSON. */
  filings: string;
}

export interface RelativeRow {
  psn_no: string;
  seq: number;
  relation: string;
  relative_no: string;
}

export interface CredentialRow {
  kind: string;
  number: string;
  psn_no: string;
}

export interface AccumulatorRow {
  psn_no: string;
  plan: string;
  period: string;
  accumulator: string;
  value: number;
}

export interface PostingRow {
  psn_no: string;
  number: number;
  seq: number;
  kind: "settlement" | "opening";
  plan: string;
  period: string;
  accumulator: string;
  before_value: number;
  after_value: number;
}

export interface SettlementRow {
  psn_no: string;
  number: number;
  settlement_id: string;
  institution: string;
  msgid: string;
  kind: "sale" | "reversal";
  /** Number of the settlement that a reversal takes back. */
  reverses: number | null;
  /** Number of the settlement whose place this one has taken. */
  replaces: number | null;
  visit_id: string;
  plan: string;
  insutype: string;
  medical_type: string;
  service_date: string;
  committed_at: string;
  committed_day: string;
  pack_sha256: string;
  supplement_sha256: string | null;
  total_fen: number;
  own_pay_fen: number;
  over_limit_fen: number;
  self_pay_first_fen: number;
  in_scope_fen: number;
  deductible_fen: number;
  basic_fen: number;
  major_medical_fen: number;
  supplementary_fen: number;
  civil_servant_fen: number;
  assistance_fen: number;
  other_fen: number;
  fund_total_fen: number;
  personal_fen: number;
  account_fen: number;
  family_fen: number;
  cash_fen: number;
  /** How statements flag it, where that was set by hand; null: by its kind. */
  listed_as_refund: boolean | null;
  /** Claim and settlement without its steps, as JSON. */
  body: string;
}

export interface AccountMovementRow {
  /** Whose account it is. */
  psn_no: string;
  settled_for: string;
  number: number;
  seq: number;
  amount_fen: number;
}

export interface FlowStateRow {
  psn_no: string;
  institution: string;
  kind: string;
  id: string;
  body: string;
  kept_at: number;
  /** Who lists it; null: nobody. */
  owner: string | null;
  /** Its place among the owner's. */
  first_kept: Generated<number>;
}

export interface MessageNumberRow {
  institution: string;
  msgid: string;
  psn_no: string;
}

export interface TraceCodeRow {
  code: string;
  psn_no: string;
  number: number;
}

export interface CatalogueRow {
  code: string;
  from_day: string;
  to_day: string | null;
  version: number;
  /** The item, as JSON. */
  body: string;
}

export interface CentrePackRow {
  sha256: string;
  kind: "pack" | "supplement";
  name: string;
  text: string;
  /** An ISO instant of Shanghai: from then on it is in use. */
  effective_from: string;
}

export interface ClearingRow {
  institution: string;
  id: string;
  month: string;
  clearing_type: string;
  from_day: string;
  to_day: string;
  withdrawn: boolean;
  body: string;
}
