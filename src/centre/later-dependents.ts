import type { LaterEvent } from "../ledger/dependents.ts";
import { dependentsOf } from "../ledger/dependents.ts";
import type { Facts } from "../settle/tally.ts";
import type { Bench } from "./bench.ts";
import { settleAgain } from "./bench.ts";
import type { Later } from "./read-books.ts";
import { accumulatorKey, readOf } from "./read-books.ts";
import type { Stored } from "./settlement-body.ts";
import { readStored } from "./settlement-body.ts";

/**
 * Settlements of the person that would come out differently without this one.
 *
 * @param now  accumulators as they stand
 */
export function dependentsNow(bench: Bench, { row, settlement }: Stored, now: Facts): readonly string[] {
  const later = readOf(bench.read.later, { kind: "later", number: row.number });
  const first = new Map<string, number>();
  for (const one of later.postings) {
    const key = accumulatorKey(one.plan, one.period, one.accumulator);
    if (!first.has(key)) first.set(key, one.before_value);
  }
  const before: Facts = {
    before: (id, period) => first.get(accumulatorKey(row.plan, period, id)) ?? now.before(id, period),
  };
  return dependentsOf(settlement, before, eventsOf(bench, later, row.plan));
}

/** Sales of the plan that still stand, and what else was told of the person, in order. */
function eventsOf(bench: Bench, { settlements, postings }: Later, plan: string): readonly LaterEvent[] {
  const reversed = new Set(settlements.map(({ reverses }) => reverses));
  const sales = settlements.filter(
    (one) => one.kind === "sale" && one.plan === plan && !reversed.has(one.number),
  );
  const openings = postings.filter((one) => one.kind === "opening" && one.plan === plan);
  const events = [
    ...sales.map((row) => {
      const { claim, settlement } = readStored(row);
      const again = (facts: Facts) => settleAgain(bench, { row, claim, facts });
      return {
        number: row.number,
        event: { kind: "sale" as const, id: row.settlement_id, settlement, again },
      };
    }),
    ...openings.map(({ number, kind, period, accumulator, before_value: from, after_value: to }) => {
      const posting = { kind, period, accumulator, before: from, after: to };
      return { number, event: { kind: "posting" as const, posting } };
    }),
  ];
  return events.toSorted((a, b) => a.number - b.number).map(({ event }) => event);
}
