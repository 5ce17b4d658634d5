import type { Json } from "../base/canonical-json.ts";
import { canonicalJson } from "../base/canonical-json.ts";
import type { Settlement } from "../settle/settlement.ts";
import { splitNames } from "../settle/settlement.ts";

/** A settlement without its explanation, as text: what is confirmed, stored and compared. */
export function settlementText(settlement: Settlement): string {
  const { claimId, pack, packSha256, supplement, split, lines, benefits, movements, draws, notes } =
    settlement;
  const parts: Json = {
    claimId,
    pack,
    packSha256,
    supplement,
    split: splitNames.map((name) => split[name]),
    lines: lines.map((line) => ({ ...line })),
    benefits: benefits.map((share) => ({ ...share })),
    movements: movements.map((one) => ({ ...one })),
    draws: draws.map((draw) => ({ ...draw })),
    notes,
  };
  return canonicalJson(parts);
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
