import type { Fen } from "../base/money.ts";
import { addFen, leftOf } from "../base/money.ts";

/** How far a desk may go without the centre. Amounts are what funds and accounts would pay. */
export interface Limits {
  readonly perSale: Fen;
  readonly perPersonDay: Fen;
  readonly perDesk: Fen;
  /** Sales in all that wait for the centre. */
  readonly count: number;
}

/** What the institution and its bureau have agreed on for an outage, set by a supervisor (domain §7 B). */
export interface Agreement {
  readonly fresh: Limits;
  /** For facts that are older than `freshDays`: freshness narrows, it does not close. */
  readonly old: Limits;
  readonly freshDays: number;
  /** Older than this, or a person nobody knows: cash. */
  readonly oldDays: number;
}

/** What is out already, and how old what it rests on is. */
export interface Standing {
  /** Of what a sale would have funds and accounts pay. */
  readonly personToday: Fen;
  readonly desk: Fen;
  readonly count: number;
  /** Of the person's facts, and since the centre was last there: the older; null: the person is not known. */
  readonly ageDays: number | null;
}

export type LimitName = keyof Limits | "age" | "person" | "agreement";

/** The limits that hold for facts of an age; else which one there is none for. */
function limitsFor(agreement: Agreement | null, { ageDays }: Pick<Standing, "ageDays">): Limits | LimitName {
  if (agreement === null) return "agreement";
  if (ageDays === null) return "person";
  if (ageDays <= agreement.freshDays) return agreement.fresh;
  return ageDays <= agreement.oldDays ? agreement.old : "age";
}

/**
 * Whether a sale may be split without the centre.
 *
 * @param amount  what funds and accounts would pay
 * @returns the limit that it would break; null: it may
 * @source domain §7 B
 */
export function brokenLimit(agreement: Agreement | null, standing: Standing, amount: Fen): LimitName | null {
  const limits = limitsFor(agreement, standing);
  if (typeof limits === "string") return limits;
  if (standing.count >= limits.count) return "count";
  if (amount > limits.perSale) return "perSale";
  if (addFen(standing.personToday, amount) > limits.perPersonDay) return "perPersonDay";
  return addFen(standing.desk, amount) > limits.perDesk ? "perDesk" : null;
}

/** What is left of the limits that hold for fresh facts; null: nothing was agreed. */
export function leftOfLimits(
  agreement: Agreement | null,
  { desk, count }: Pick<Standing, "desk" | "count">,
): { readonly perDesk: Fen; readonly count: number } | null {
  if (agreement === null) return null;
  const { perDesk, count: countMax } = agreement.fresh;
  return { perDesk: leftOf(perDesk, desk), count: Math.max(0, countMax - count) };
}
