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
  /** Once a claim is committed it is settled no more. */
  readonly forget: (claim: Claim) => void;
}

/** Bills that are open at the desks of one engine. */
const keptBills = 64;

/** What one claim came to, and what has been written about it so far. */
interface Remembered {
  readonly before: Before;
  preview: Preview | null;
  text: string | null;
  bill: { readonly about: string; readonly text: BillText } | null;
}

/**
 * Remembers the newest bills until they are committed. Not by WeakMaps: the collector of young objects keeps what a weak map
 * holds as if it were in use, and every sale would live until the next full collection.
 */
export function openSettledBefore(): SettledBefore {
  const byClaim = new Map<Claim, Remembered>();
  const bySettlement = new Map<Settlement, Remembered>();
  // Drawn anew at every start: nobody can have written it into a claim.
  const mark = randomUUID();
  const forget = (claim: Claim): void => {
    const known = byClaim.get(claim);
    if (known?.before.result.ok === true) bySettlement.delete(known.before.result.value);
    byClaim.delete(claim);
  };
  const remember = (claim: Claim, before: Before): void => {
    forget(claim);
    const [oldest] = byClaim.size < keptBills ? [] : byClaim.keys();
    if (oldest !== undefined) forget(oldest);
    const remembered = { before, preview: null, text: null, bill: null };
    byClaim.set(claim, remembered);
    if (before.result.ok) bySettlement.set(before.result.value, remembered);
  };
  const text = (settlement: Settlement): string => {
    const known = bySettlement.get(settlement);
    if (known === undefined) return settlementText(settlement);
    known.text ??= settlementText(settlement);
    return known.text;
  };
  return {
    settle: ({ claim, rules }, facts, settle) => {
      const before = byClaim.get(claim)?.before;
      if (before?.rules === rules && before.asked.every((one) => isAsTold(one, facts))) return before.result;
      const asked: Asked[] = [];
      const result = settle({
        before: (id, period) => {
          const value = facts.before(id, period);
          asked.push({ id, period, value });
          return value;
        },
      });
      remember(claim, { rules, asked, result });
      return result;
    },
    text,
    bill: (settlement, about, write) => {
      const known = bySettlement.get(settlement);
      if (known?.bill?.about === about) return known.bill.text;
      const written = gapped(write(mark), mark);
      if (known !== undefined) known.bill = { about, text: written };
      return written;
    },
    preview: (settlement, markOf) => {
      const known = bySettlement.get(settlement);
      if (known?.preview !== undefined && known.preview !== null) return known.preview;
      const preview = { settlement, previewHash: markOf(text(settlement)) };
      if (known !== undefined) known.preview = preview;
      return preview;
    },
    forget,
  };
}

function gapped({ input, before }: Bill, mark: string): BillText {
  const parts = { input: input.split(mark), before: before.split(mark) };
  return (number) => ({ input: parts.input.join(number), before: parts.before.join(number) });
}

function isAsTold({ id, period, value }: Asked, facts: Facts): boolean {
  return facts.before(id, period) === value;
}
