import type { Fen } from "../base/money.ts";
import { addFen, minFen, negateFen, subtractFen, zeroFen } from "../base/money.ts";
import type { Tender } from "./terminal.ts";

/** How the cash of a bill was paid. */
export interface PaidCash {
  readonly cash: Fen;
  /** None where nobody told how: then it was all in cash. */
  readonly tenders: readonly Tender[];
}

/** The cash that stays was paid as before: the first tenders first, as far as they reach. */
export function sameTenders(before: readonly Tender[], cash: Fen): readonly Tender[] {
  const kept: Tender[] = [];
  let left = cash;
  for (const [at, { kind, amount: paid }] of before.entries()) {
    // The last one takes what is left: a remainder can need more cash than before when a cap was in play.
    const amount = at === before.length - 1 ? left : minFen(left, paid);
    if (amount > 0) kept.push({ kind, amount });
    left = subtractFen(left, amount);
  }
  return kept;
}

/** What was paid less what stays paid, by the way it was paid; where nobody told how, it was cash. */
export function backOf(paid: PaidCash, cash: Fen): readonly Tender[] {
  const inCash = (amount: Fen): readonly Tender[] => [{ kind: "cash", amount }];
  const isTold = paid.tenders.length > 0;
  const before = isTold ? paid.tenders : inCash(paid.cash);
  const kept = isTold ? sameTenders(paid.tenders, cash) : inCash(cash);
  return addUp([...before, ...kept.map(({ kind, amount }) => ({ kind, amount: negateFen(amount) }))]);
}

/** One sum for each way of paying, in the order in which they come; without those that come to nothing. */
export function addUp(tenders: readonly Tender[]): readonly Tender[] {
  const sums = new Map<Tender["kind"], Fen>();
  for (const { kind, amount } of tenders) sums.set(kind, addFen(sums.get(kind) ?? zeroFen, amount));
  return [...sums].flatMap(([kind, amount]) => (amount === 0 ? [] : [{ kind, amount }]));
}
