import { z } from "zod";

import { columnOf } from "../app/split-columns.ts";
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
  const split = splitOf((name) => fen(row[columnOf[name]]));
  return { row, json, claim: parsed.claim, settlement: { ...settlement, split, steps: [] } };
}
