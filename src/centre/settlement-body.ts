import { z } from "zod";

import type { Fen } from "../base/money.ts";
import { fen } from "../base/money.ts";
import { benefitIds } from "../rules/schema-parts.ts";
import type { Claim } from "../settle/claim.ts";
import { parseClaim } from "../settle/claim.ts";
import type { Settlement } from "../settle/settlement.ts";
import { noteOrder, splitOf } from "../settle/settlement.ts";
import { assert } from "../base/assert.ts";
import type { SettlementRow } from "./store/tables.ts";

const money = z.int().transform((value): Fen => fen(value));
const lineParts = { amount: money, ownPay: money, overLimit: money, selfPayFirst: money, inScope: money };
const share = {
  total: money,
  inScope: money,
  deductible: money,
  basic: money,
  majorMedical: money,
  supplementary: money,
  assistance: money,
};

const settlementShape = z.strictObject({
  claimId: z.string(),
  pack: z.string(),
  packSha256: z.string(),
  supplement: z.string().nullable(),
  lines: z.array(z.strictObject({ id: z.string(), benefit: z.enum(benefitIds), ...lineParts })),
  benefits: z.array(z.strictObject({ id: z.enum(benefitIds), ...share })),
  movements: z.array(z.strictObject({ id: z.string(), period: z.string(), before: z.int(), after: z.int() })),
  draws: z.array(
    z.strictObject({ member: z.int().nullable(), relation: z.string().nullable(), amount: money }),
  ),
  notes: z.array(z.enum(noteOrder)),
});

const bodyShape = z.strictObject({ claim: z.record(z.string(), z.unknown()), settlement: settlementShape });

/** A settlement of the books: what was asked, and what it came to without its steps. */
export interface Stored {
  readonly row: SettlementRow;
  readonly json: Readonly<Record<string, unknown>>;
  readonly claim: Claim;
  readonly settlement: Settlement;
}

/** What a row keeps beside its columns. */
export function bodyText(json: unknown, settlement: Settlement): string {
  const { claimId, pack, packSha256, supplement, lines, benefits, movements, draws, notes } = settlement;
  const kept = { claimId, pack, packSha256, supplement, lines, benefits, movements, draws, notes };
  return JSON.stringify({ claim: json, settlement: kept });
}

/** @throws ZodError, Bug when the row is not what was written */
export function readStored(row: SettlementRow): Stored {
  const { claim: json, settlement } = bodyShape.parse(JSON.parse(row.body));
  const parsed = parseClaim(json);
  assert(parsed.ok, `the claim of settlement ${row.settlement_id} no longer parses`);
  const split = splitOf((name) => fen(row[splitColumns[name]]));
  return { row, json, claim: parsed.claim, settlement: { ...settlement, split, steps: [] } };
}

/** The parts of a split as a row has them. */
export function amountsOf(split: Settlement["split"]) {
  return {
    total_fen: split.total,
    own_pay_fen: split.ownPay,
    over_limit_fen: split.overLimit,
    self_pay_first_fen: split.selfPayFirst,
    in_scope_fen: split.inScope,
    deductible_fen: split.deductible,
    basic_fen: split.basic,
    major_medical_fen: split.majorMedical,
    supplementary_fen: split.supplementary,
    civil_servant_fen: split.civilServant,
    assistance_fen: split.assistance,
    other_fen: split.other,
    fund_total_fen: split.fundTotal,
    personal_fen: split.personal,
    account_fen: split.account,
    family_fen: split.family,
    cash_fen: split.cash,
  };
}

const splitColumns = {
  total: "total_fen",
  ownPay: "own_pay_fen",
  overLimit: "over_limit_fen",
  selfPayFirst: "self_pay_first_fen",
  inScope: "in_scope_fen",
  deductible: "deductible_fen",
  basic: "basic_fen",
  majorMedical: "major_medical_fen",
  supplementary: "supplementary_fen",
  civilServant: "civil_servant_fen",
  assistance: "assistance_fen",
  other: "other_fen",
  fundTotal: "fund_total_fen",
  personal: "personal_fen",
  account: "account_fen",
  family: "family_fen",
  cash: "cash_fen",
} as const;
