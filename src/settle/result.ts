import type { Fen } from "../base/money.ts";
import { addFen, formatFen, subtractFen, zeroFen } from "../base/money.ts";
import { formatUsed } from "./accumulator-id.ts";
import type { Refusal } from "./refusal.ts";
import type { BenefitShare, Settlement, Split, Step } from "./settlement.ts";
import { linePartsOf, shareAmountsOf, splitOf } from "./settlement.ts";

type Texts<Keys extends string> = Readonly<Record<Keys, string>>;

/** A settlement as others read it: amounts as yuan with two decimals (contract §3). */
export interface ResultJson {
  readonly claimId: string;
  readonly ok: true;
  readonly pack: string;
  readonly packSha256: string;
  readonly supplement: string | null;
  readonly split: Texts<keyof Split>;
  readonly lines: readonly Texts<
    "id" | "benefit" | "amount" | "ownPay" | "overLimit" | "selfPayFirst" | "inScope"
  >[];
  readonly benefits: readonly Texts<
    "id" | "total" | "inScope" | "deductible" | "basic" | "majorMedical" | "supplementary" | "assistance"
  >[];
  readonly accumulators: Readonly<Record<string, { readonly before: string; readonly after: string }>>;
  readonly accounts: readonly {
    readonly member: number | null;
    readonly relation: string | null;
    readonly amount: string;
  }[];
  /** What a claim at the employer needs when its layer is not settled here (SUPPLEMENTARY_MANUAL), else null. */
  readonly supplementaryManual: {
    readonly inScope: string;
    readonly paid: string;
    readonly inScopeUnpaid: string;
  } | null;
  readonly steps: readonly Step[];
  readonly notes: readonly string[];
}

export interface RefusalJson {
  readonly claimId: string | null;
  readonly ok: false;
  readonly error: Refusal;
}

/** Writes a settlement with its amounts in yuan. */
export function resultJson(settlement: Settlement): ResultJson {
  const { split, lines, benefits, movements, draws } = settlement;
  const accumulators: Record<string, { before: string; after: string }> = {};
  for (const { id, before, after } of movements) {
    accumulators[id] = { before: formatUsed(id, before), after: formatUsed(id, after) };
  }
  return {
    claimId: settlement.claimId,
    ok: true,
    pack: settlement.pack,
    packSha256: settlement.packSha256,
    supplement: settlement.supplement,
    split: splitOf((name) => formatFen(split[name])),
    lines: lines.map((line) => ({
      id: line.id,
      benefit: line.benefit,
      ...linePartsOf((name) => formatFen(line[name])),
    })),
    benefits: benefits.map((share) => ({
      id: share.id,
      ...shareAmountsOf((name) => formatFen(share[name])),
    })),
    accumulators,
    accounts: draws.map(({ member, relation, amount }) => ({ member, relation, amount: formatFen(amount) })),
    supplementaryManual: settlement.notes.includes("SUPPLEMENTARY_MANUAL") ? manualJson(benefits) : null,
    steps: settlement.steps,
    notes: settlement.notes,
  };
}

/** A refusal as others read it. @param claimId  null when the claim has none that can be read */
export function refusalJson(claimId: string | null, refusal: Refusal): RefusalJson {
  return { claimId, ok: false, error: refusal };
}

/** What was in scope and what of it nobody here has paid, over the benefits that were settled, fen. */
export function supplementaryManualOf(
  benefits: readonly BenefitShare[],
): Readonly<Record<"inScope" | "paid" | "inScopeUnpaid", Fen>> {
  const settled = benefits.filter((share) => share.id !== "accountOnly");
  const inScope = settled.reduce((sum, share) => addFen(sum, share.inScope), zeroFen);
  const paid = settled.reduce((sum, share) => addFen(sum, addFen(share.basic, share.majorMedical)), zeroFen);
  return { inScope, paid, inScopeUnpaid: subtractFen(inScope, paid) };
}

function manualJson(benefits: readonly BenefitShare[]): ResultJson["supplementaryManual"] {
  const { inScope, paid, inScopeUnpaid } = supplementaryManualOf(benefits);
  return {
    inScope: formatFen(inScope),
    paid: formatFen(paid),
    inScopeUnpaid: formatFen(inScopeUnpaid),
  };
}
