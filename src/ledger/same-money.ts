import type { Settlement } from "../settle/settlement.ts";
import { splitNames } from "../settle/settlement.ts";

/** A settlement without its explanation, as text: what is confirmed, stored and compared. */
export function settlementText(settlement: Settlement): string {
  const { claimId, pack, packSha256, supplement, split, lines, benefits, movements, draws, notes } =
    settlement;
  // Lists in a fixed order: the same bytes for the same settlement, without sorting keys at every commit.
  return JSON.stringify([
    [claimId, pack, packSha256, supplement],
    splitNames.map((name) => split[name]),
    lines.map((one) => [
      one.id,
      one.benefit,
      one.amount,
      one.ownPay,
      one.overLimit,
      one.selfPayFirst,
      one.inScope,
    ]),
    benefits.map((one) => [
      one.id,
      one.total,
      one.inScope,
      one.deductible,
      one.basic,
      one.majorMedical,
      one.supplementary,
      one.assistance,
    ]),
    movements.map((one) => [one.id, one.period, one.before, one.after]),
    draws.map((one) => [one.member, one.relation, one.amount]),
    notes,
  ]);
}

/** Whether two settlements of a claim pay the same and move the accumulators by the same, wherever these stood. */
export function sameMoney(a: Settlement, b: Settlement): boolean {
  return moneyText(a) === moneyText(b);
}

function moneyText(settlement: Settlement): string {
  return settlementText({
    ...settlement,
    movements: settlement.movements.map((one) => ({ ...one, before: 0, after: one.after - one.before })),
  });
}
