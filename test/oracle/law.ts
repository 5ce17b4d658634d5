import type { Fraction } from "./fraction.ts";
import type { Visit } from "./visit.ts";

/** Reads and moves accumulators; whatever is read or moved counts as consulted. */
export type Book = {
  read(id: string): bigint;
  add(id: string, by: bigint): void;
};

/** A benefit that pays a share above a deductible. */
export type RatioRule = {
  readonly kind: "ratio";
  /** What the rule still asks of this person, and the accumulators the deductible is written to. */
  readonly asked: bigint;
  readonly askedIds: readonly string[];
  readonly stayId: string | null;
  /** A limit on the cost itself, not on the fund: what lies above is never shared. */
  readonly cost: { readonly id: string; readonly limit: bigint } | null;
  readonly ratio: Fraction | null;
  readonly fundId: string;
  readonly cap: bigint | null;
  readonly inYearlyCap: boolean;
};

/** A benefit that pays everything up to a limit; a fixed one also above what is in scope. */
export type LimitRule = {
  readonly kind: "limit";
  readonly limit: bigint;
  readonly fundId: string | null;
  readonly fixed: boolean;
};

export type Rule = RatioRule | LimitRule | "unknown";

/** Bands of the yearly excess over the line; the last one has no width. */
export type MajorRule = {
  readonly line: bigint;
  readonly bands: readonly { readonly width: bigint | null; readonly ratio: Fraction }[];
  readonly cap: bigint | null;
};

export type Share = { readonly ratio: Fraction; readonly cap: bigint };

export type Law = {
  readonly firstDay: string;
  readonly residents: boolean;
  rule(visit: Visit, book: Book, benefit: string): Rule;
  yearlyCap(visit: Visit): bigint | null;
  major(visit: Visit, benefit: string): MajorRule | null;
  supplementary(visit: Visit): Share | "none" | "unknown";
  assistance(visit: Visit, benefit: string): Share | null;
};

export function yuan(amount: number): bigint {
  return BigInt(amount) * 100n;
}

export type ByLevel = Readonly<Record<string, number>>;

/** Every level is listed in each table, so that a missing one is a slip of ours and not a rule. */
export function at(table: ByLevel, level: string): number {
  const value = table[level];
  if (value === undefined) throw new Error(`no figure for level ${level}`);
  return value;
}

const plainRatio: RatioRule = {
  kind: "ratio",
  asked: 0n,
  askedIds: [],
  stayId: null,
  cost: null,
  ratio: null,
  fundId: "",
  cap: null,
  inYearlyCap: false,
};

/** A ratio rule from the parts that matter; what is not named is absent from that rule. */
export function ratioRule(parts: Partial<RatioRule> & { readonly fundId: string }): RatioRule {
  return { ...plainRatio, ...parts };
}

export function limitRule(limitYuan: number, fundId: string | null, fixed = false): LimitRule {
  return { kind: "limit", limit: yuan(limitYuan), fundId, fixed };
}

/** A yearly deductible: what is left of it, written to outpatient.deductible. */
export function yearlyDeductible(book: Book, amountYuan: number): Pick<RatioRule, "asked" | "askedIds"> {
  const id = "outpatient.deductible";
  return { asked: yuan(amountYuan) - book.read(id), askedIds: [id] };
}
