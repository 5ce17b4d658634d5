import type { ClaimJson } from "./claim-json.ts";
import type { OracleAnswer } from "./oracle.ts";

/** What a run of bills has met, each with its number of bills. */
export type Coverage = {
  readonly claims: number;
  readonly settled: number;
  readonly codes: ReadonlyMap<string, number>;
  readonly benefits: ReadonlyMap<string, number>;
  readonly medTypes: ReadonlyMap<string, number>;
  readonly plans: ReadonlyMap<string, number>;
  readonly notes: ReadonlyMap<string, number>;
  readonly funds: ReadonlyMap<string, number>;
};

const fundFields = [
  "deductible",
  "basic",
  "majorMedical",
  "supplementary",
  "assistance",
  "account",
  "family",
  "cash",
];

/** Settles the bills and counts; benefits, notes and funds count in settled bills only. */
export function coverageOf(
  claims: Iterable<ClaimJson>,
  settle: (claim: ClaimJson) => OracleAnswer,
): Coverage {
  const codes = new Map<string, number>();
  const benefits = new Map<string, number>();
  const medTypes = new Map<string, number>();
  const plans = new Map<string, number>();
  const notes = new Map<string, number>();
  const funds = new Map<string, number>();
  let count = 0;
  let settled = 0;
  for (const claim of claims) {
    count += 1;
    bump(medTypes, claim.medType);
    bump(plans, claim.plan);
    const answer = settle(claim);
    if (!answer.ok) {
      bump(codes, answer.code);
      continue;
    }
    settled += 1;
    for (const benefit of new Set(answer.lines.map((line) => line.benefit))) bump(benefits, benefit);
    for (const note of answer.notes) bump(notes, note);
    for (const field of fundFields) if (answer.split[field] !== "0.00") bump(funds, field);
  }
  return { claims: count, settled, codes, benefits, medTypes, plans, notes, funds };
}

function bump(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
