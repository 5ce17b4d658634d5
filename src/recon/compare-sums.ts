import type { Fen } from "../base/money.ts";
import type { Verdict } from "../wire/codes.ts";

/** What a total statement compares. */
export interface Sums {
  readonly count: number;
  readonly total: Fen;
  readonly fundTotal: Fen;
  readonly account: Fen;
}

export interface Comparison {
  readonly verdict: Verdict;
  /** Sums that are not the same, in the order of the statement. */
  readonly differing: readonly (keyof Sums)[];
}

const sumNames = ["count", "total", "fundTotal", "account"] as const;

/**
 * Compares the sums of a period: the centre's, which are the ledger's here, with the institution's.
 *
 * @returns the verdict by number of settlements first, and every sum that differs
 * @source 接口规范 3201
 */
export function compareSums(centre: Sums, institution: Sums): Comparison {
  const differing = sumNames.filter((name) => centre[name] !== institution[name]);
  return { verdict: verdictOf(centre.count - institution.count, differing.length), differing };
}

function verdictOf(more: number, differences: number): Verdict {
  if (differences === 0) return "equal";
  if (more === 0) return "different";
  return more > 0 ? "centreMore" : "institutionMore";
}
