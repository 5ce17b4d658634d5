import { assert } from "../base/assert.ts";
import { addFen, negateFen } from "../base/money.ts";
import type { RulesInForce } from "../rules/rules-in-force.ts";
import type { Claim } from "./claim.ts";
import { assertIdentities } from "./identities.ts";
import type { Refusal } from "./refusal.ts";
import type { SettleOptions } from "./settle.ts";
import { settle } from "./settle.ts";
import type { Settlement, Split } from "./settlement.ts";
import { linePartsOf, shareAmountsOf, splitOf } from "./settlement.ts";
import type { Facts } from "./tally.ts";

/**
 * The exact mirror of a settlement: every amount negated, every accumulator moved back by what it had moved, account money
 * back to the account it came from, cash to cash.
 *
 * @param original  a settlement that is not itself a reversal
 * @param facts     accumulators as they stand now; later settlements may have moved them since
 * @returns original + reversal = 0, part by part
 * @source domain §6；定点医药机构退费按原渠道退回
 */
export function reverse(original: Settlement, facts: Facts): Settlement {
  assert(!original.notes.includes("REVERSAL"), `claim ${original.claimId} is a reversal itself`);
  const reversal: Settlement = {
    ...original,
    split: splitOf((name) => negateFen(original.split[name])),
    lines: original.lines.map((line) => ({ ...line, ...linePartsOf((name) => negateFen(line[name])) })),
    benefits: original.benefits.map((share) => ({
      ...share,
      ...shareAmountsOf((name) => negateFen(share[name])),
    })),
    movements: original.movements.map(({ id, period, before, after }) => {
      const now = facts.before(id, period);
      return { id, period, before: now, after: now - (after - before) };
    }),
    draws: original.draws.map((draw) => ({ ...draw, amount: negateFen(draw.amount) })),
    steps: [],
    notes: [...original.notes, "REVERSAL"],
  };
  assertIdentities(reversal);
  return reversal;
}

export type Refund =
  | {
      readonly ok: true;
      readonly reversal: Settlement;
      /** The remainder settled anew; null when everything is given back. */
      readonly remainder: Settlement | null;
      /** What each pays less than before, ≤ 0; a fund can pay more again when a cap or a class was in play. */
      readonly net: Split;
    }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * A partial refund: the whole is reversed, and what is kept is settled on the original service date under the original
 * rules, with the accumulators as the reversal leaves them.
 *
 * @param kept   the original claim less what is given back; null when nothing is kept
 * @param rules  the very rules of the original settlement
 */
export function refund(
  original: Settlement,
  kept: Claim | null,
  context: { readonly facts: Facts; readonly rules: RulesInForce } & SettleOptions,
): Refund {
  const reversal = reverse(original, context.facts);
  if (kept === null) return { ok: true, reversal, remainder: null, net: reversal.split };
  const { rules } = context;
  assert(rules.id === original.pack && rules.sha256 === original.packSha256, "a refund keeps its pack");
  assert((rules.supplement?.id ?? null) === original.supplement, "a refund keeps its supplement");
  // What the claim told of its person was true before the original: the reversal's movements have it by now.
  const told = { ...kept, accumulators: undefined };
  const settled = settle(told, afterReversal(context.facts, reversal), rules, context);
  if (!settled.ok) return settled;
  const remainder = settled.settlement;
  return {
    ok: true,
    reversal,
    remainder,
    net: splitOf((name) => addFen(reversal.split[name], remainder.split[name])),
  };
}

/** Accumulators with the movements of a settlement on top. */
function afterReversal(facts: Facts, reversal: Settlement): Facts {
  const after = new Map(reversal.movements.map((one) => [`${one.period} ${one.id}`, one.after]));
  return { before: (id, period) => after.get(`${period} ${id}`) ?? facts.before(id, period) };
}
