import { randomUUID } from "node:crypto";

import { settlementText } from "../ledger/same-money.ts";
import type { RulesInForce } from "../rules/rules-in-force.ts";
import type { Claim } from "../settle/claim.ts";
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

interface Bill {
  readonly input: string;
  readonly before: string;
}

/** A bill that only lacks its number. */
export type BillText = (settlementId: string) => Bill;

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
  /**
   * The bill of a settlement as it goes to the centre, written once.
   *
   * @param about  everything in it that is not the settlement's
   * @param write  writes it with a mark in every place of the settlement's number
   */
  readonly bill: (settlement: Settlement, about: string, write: (mark: string) => Bill) => BillText;
}

/** Remembers as long as somebody holds the claim, see `Claims`. */
export function openSettledBefore(): SettledBefore {
  const results = new WeakMap<Claim, Before>();
  const previews = new WeakMap<Settlement, Preview>();
  const texts = new WeakMap<Settlement, string>();
  const bills = new WeakMap<Settlement, { readonly about: string; readonly text: BillText }>();
  // Drawn anew at every start: nobody can have written it into a claim.
  const mark = randomUUID();
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
    bill: (settlement, about, write) => {
      const known = bills.get(settlement);
      if (known?.about === about) return known.text;
      const written = gapped(write(mark), mark);
      bills.set(settlement, { about, text: written });
      return written;
    },
    preview: (settlement, markOf) => {
      const known = previews.get(settlement);
      if (known !== undefined) return known;
      const preview = { settlement, previewHash: markOf(text(settlement)) };
      previews.set(settlement, preview);
      return preview;
    },
  };
}

function gapped({ input, before }: Bill, mark: string): BillText {
  const parts = { input: input.split(mark), before: before.split(mark) };
  return (number) => ({ input: parts.input.join(number), before: parts.before.join(number) });
}

function isAsTold({ id, period, value }: Asked, facts: Facts): boolean {
  return facts.before(id, period) === value;
}
