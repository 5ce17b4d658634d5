import type { PackBook } from "../../src/rules/pack-book.ts";
import { parseClaim } from "../../src/settle/claim.ts";
import { claimInvalid } from "../../src/settle/preconditions.ts";
import type { Refusal } from "../../src/settle/refusal.ts";
import type { Settlement } from "../../src/settle/settlement.ts";
import { settle } from "../../src/settle/settle.ts";

export type Answer =
  { readonly ok: true; readonly settlement: Settlement } | { readonly ok: false; readonly refusal: Refusal };

/** Settles claims one after another the way the command line does with --carry. */
export function createDesk(
  book: PackBook,
  options: { carry: boolean; explain?: boolean },
): (claim: unknown) => Answer {
  const state = new Map<string, number>();
  return (json) => {
    const parsed = parseClaim(json);
    if (!parsed.ok) return { ok: false, refusal: claimInvalid(parsed.faults) };
    const { claim } = parsed;
    const key = (id: string, period: string): string => `${claim.plan}|${claim.person.psnNo}|${period}|${id}`;
    const facts = { before: (id: string, period: string) => state.get(key(id, period)) ?? 0 };
    const answer = settle(claim, facts, book.rulesOn(claim.plan, claim.serviceDate), {
      explain: options.explain ?? true,
    });
    if (answer.ok && options.carry) {
      for (const { id, period, after } of answer.settlement.movements) state.set(key(id, period), after);
    }
    return answer;
  };
}
