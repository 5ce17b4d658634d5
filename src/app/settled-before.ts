import type { RulesInForce } from "../rules/rules-in-force.ts";
import type { Claim } from "../settle/claim.ts";
import { settlementText } from "../ledger/same-money.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { Facts } from "../settle/tally.ts";
import type { Preview, Result } from "./terminal.ts";

/** An accumulator that a settlement asked for, and what it was told. */
interface Asked {
  readonly id: string;
  readonly period: string;
  readonly value: number;
}

interface Before {
  readonly rules: RulesInForce | null;
  readonly asked: readonly Asked[];
  readonly result: Result<Settlement>;
}

/**
 * What claims came to a moment ago. A settlement is a function of its claim, its rules and the accumulators that it asks
 * for: where all of these are as they were, a commit need not compute again what its preview computed.
 */
export interface SettledBefore {
  /** @param settle  settles from facts; called when anything that it would read has moved */
  readonly settle: (
    sale: { readonly claim: Claim; readonly rules: RulesInForce | null },
    facts: Facts,
    settle: (facts: Facts) => Result<Settlement>,
  ) => Result<Settlement>;
  /** The preview of a settlement, made once. @param markOf  marks everything in it */
  readonly preview: (settlement: Settlement, markOf: (text: string) => string) => Preview;
  /** `settlementText`, written once. */
  readonly text: (settlement: Settlement) => string;
}

/** Remembers as long as somebody holds the claim, see `Claims`. */
export function openSettledBefore(): SettledBefore {
  const results = new WeakMap<Claim, Before>();
  const previews = new WeakMap<Settlement, Preview>();
  const texts = new WeakMap<Settlement, string>();
  const text = (settlement: Settlement): string => {
    const known = texts.get(settlement);
    if (known !== undefined) return known;
    const made = settlementText(settlement);
    texts.set(settlement, made);
    return made;
  };
  return {
    settle: ({ claim, rules }, facts, settle) => {
      const before = results.get(claim);
      if (before?.rules === rules && before.asked.every((one) => isAsTold(one, facts))) return before.result;
      const asked: Asked[] = [];
      const result = settle({
        before: (id, period) => {
          const value = facts.before(id, period);
          asked.push({ id, period, value });
          return value;
        },
      });
      results.set(claim, { rules, asked, result });
      return result;
    },
    text,
    preview: (settlement, markOf) => {
      const known = previews.get(settlement);
      if (known !== undefined) return known;
      const preview = { settlement, previewHash: markOf(text(settlement)) };
      previews.set(settlement, preview);
      return preview;
    },
  };
}

function isAsTold({ id, period, value }: Asked, facts: Facts): boolean {
  return facts.before(id, period) === value;
}
