import type { Settlement } from "../../src/settle/settlement.ts";
import type { Bill } from "./generated-bill.ts";
import { answerOf, usedAfter } from "./generated-bill.ts";

/** A bill settled whole, and settled in two parts one after the other. */
export interface SplitBill {
  readonly whole: Settlement;
  readonly first: { readonly settlement: Settlement };
  readonly second: { readonly settlement: Settlement };
  /** The deductible of a benefit: whole, in parts, and between which amounts the law puts the parts. */
  readonly asked: (benefit: string) => Asked;
}

export interface Asked {
  readonly id: string;
  readonly whole: number;
  readonly parts: number;
  readonly least: number;
  readonly most: number;
}

/** @returns null when a part has no line, or one of the three is refused */
export function splitBill(
  bill: Bill,
  isSecond: (at: number) => boolean,
  sameVisit: boolean,
): SplitBill | null {
  const { claim } = bill;
  const [kept, later] = [false, true].map((side) => claim.items.filter((_item, at) => isSecond(at) === side));
  if (kept === undefined || later === undefined || kept.length === 0 || later.length === 0) return null;
  const whole = answerOf(claim, bill.used);
  const first = answerOf({ ...claim, items: kept }, bill.used);
  if (!whole.ok || !first.ok) return null;
  const visit = sameVisit ? {} : { visitId: "another-visit" };
  const second = answerOf({ ...claim, ...visit, items: later }, usedAfter(bill.used, first.settlement));
  if (!second.ok) return null;
  return {
    whole: whole.settlement,
    first,
    second,
    asked: (id) => {
      const parts = { whole: whole.settlement, first: first.settlement, second: second.settlement };
      return askedOf(id, parts, { visit: visitAmount(bill), sameVisit });
    },
  };
}

/** Fen that one outpatient visit asks where the law asks by the visit; 0 elsewhere. */
function visitAmount({ claim }: Bill): number {
  const { plan, person, institution } = claim;
  if (plan === "jingmen") return person.population === "resident" ? 5000 : 0;
  if (plan !== "hengyang") return 0;
  const amounts: Readonly<Record<string, number>> = { "2": 5000, "3": 10_000, provincial: 10_000 };
  return amounts[institution.level] ?? 0;
}

function askedOf(
  id: string,
  parts: Readonly<Record<"whole" | "first" | "second", Settlement>>,
  { visit, sameVisit }: { readonly visit: number; readonly sameVisit: boolean },
): Asked {
  const of = ({ benefits }: Settlement) => benefits.find((benefit) => benefit.id === id);
  const [whole, first, second] = [of(parts.whole), of(parts.first), of(parts.second)];
  const asked = whole?.deductible ?? 0;
  const sum = (first?.deductible ?? 0) + (second?.deductible ?? 0);
  const known = { id, whole: asked, parts: sum };
  if (id !== "inpatient") return { ...known, least: asked, most: sameVisit ? asked : asked + visit };
  // The first stay asks what the whole asked, as far as its own cost goes. A whole that stayed below its cost asked all
  // that a first stay may ask, and a repeat never asks more.
  const start = Math.min(asked, first?.inScope ?? 0);
  const repeat = second?.inScope ?? 0;
  const full = asked < (whole?.inScope ?? 0);
  return { ...known, least: start, most: start + (full ? Math.min(repeat, asked) : repeat) };
}
