import type { Facts } from "../settle/tally.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { Posting } from "./fold.ts";
import { openFold } from "./fold.ts";
import { sameMoney } from "./same-money.ts";

/** What happened to a person's accumulators since a settlement, in order. */
export type LaterEvent =
  | { readonly kind: "posting"; readonly posting: Posting }
  | {
      readonly kind: "sale";
      readonly id: string;
      readonly settlement: Settlement;
      /** Settles the same claim again from other accumulators; null when it would now be refused. */
      readonly again: (facts: Facts) => Settlement | null;
    };

/**
 * Settlements that would have come out differently without an earlier one: these must be reversed first.
 *
 * @param taken   the settlement that is to be reversed; its movements say where its accumulators stood before it
 * @param before  accumulators as they stood just before it, for those it did not move
 * @param later   what came after it, without what has been reversed since
 * @source domain §6
 */
export function dependentsOf(
  taken: Settlement,
  before: Facts,
  later: readonly LaterEvent[],
): readonly string[] {
  const without = openFold();
  const known = new Set<string>();
  const facts: Facts = {
    before: (id, period) =>
      known.has(`${period} ${id}`) ? without.valueOf(id, period) : before.before(id, period),
  };
  const set = (id: string, period: string, value: number): void => {
    known.add(`${period} ${id}`);
    without.set(id, period, value);
  };
  for (const one of taken.movements) set(one.id, one.period, one.before);
  const depending: string[] = [];
  for (const event of later) {
    if (event.kind === "posting") {
      set(event.posting.accumulator, event.posting.period, event.posting.after);
      continue;
    }
    const again = event.again(facts);
    if (again === null || !sameMoney(again, event.settlement)) depending.push(event.id);
    for (const { id, period, before: from, after } of event.settlement.movements)
      set(id, period, facts.before(id, period) + after - from);
  }
  return depending;
}
