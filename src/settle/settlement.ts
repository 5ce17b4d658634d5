import type { Fen } from "../base/money.ts";
import type { BenefitId, ValueStatus } from "../rules/schema-parts.ts";
import type { AccumulatorId } from "./accumulator-id.ts";

/** Parts of a bill in the order in which they are shown. National names in GLOSSARY.md. */
export const splitNames = [
  "total",
  "ownPay",
  "overLimit",
  "selfPayFirst",
  "inScope",
  "deductible",
  "basic",
  "majorMedical",
  "supplementary",
  "civilServant",
  "assistance",
  "other",
  "fundTotal",
  "personal",
  "account",
  "family",
  "cash",
] as const;

/** A bill in parts, in fen; the identities between them stand in identities.ts. */
export type Split = Readonly<Record<(typeof splitNames)[number], Fen>>;

/** Makes a table of the split's parts, one value each. */
export function splitOf<T>(valueOf: (name: keyof Split) => T): Readonly<Record<keyof Split, T>> {
  return {
    total: valueOf("total"),
    ownPay: valueOf("ownPay"),
    overLimit: valueOf("overLimit"),
    selfPayFirst: valueOf("selfPayFirst"),
    inScope: valueOf("inScope"),
    deductible: valueOf("deductible"),
    basic: valueOf("basic"),
    majorMedical: valueOf("majorMedical"),
    supplementary: valueOf("supplementary"),
    civilServant: valueOf("civilServant"),
    assistance: valueOf("assistance"),
    other: valueOf("other"),
    fundTotal: valueOf("fundTotal"),
    personal: valueOf("personal"),
    account: valueOf("account"),
    family: valueOf("family"),
    cash: valueOf("cash"),
  };
}

/** Makes the parts of a line, one value each. */
export function linePartsOf<T>(valueOf: (name: keyof LineParts) => T): Readonly<Record<keyof LineParts, T>> {
  return {
    amount: valueOf("amount"),
    ownPay: valueOf("ownPay"),
    overLimit: valueOf("overLimit"),
    selfPayFirst: valueOf("selfPayFirst"),
    inScope: valueOf("inScope"),
  };
}

type ShareAmount = Exclude<keyof BenefitShare, "id">;

/** Makes the amounts of a benefit's share, one value each. */
export function shareAmountsOf<T>(valueOf: (name: ShareAmount) => T): Readonly<Record<ShareAmount, T>> {
  return {
    total: valueOf("total"),
    inScope: valueOf("inScope"),
    deductible: valueOf("deductible"),
    basic: valueOf("basic"),
    majorMedical: valueOf("majorMedical"),
    supplementary: valueOf("supplementary"),
    assistance: valueOf("assistance"),
  };
}

/** One line in parts: amount = ownPay + overLimit + selfPayFirst + inScope. */
export interface LineParts {
  readonly amount: Fen;
  readonly ownPay: Fen;
  readonly overLimit: Fen;
  readonly selfPayFirst: Fen;
  readonly inScope: Fen;
}

export interface SettledLine extends LineParts {
  readonly id: string;
  readonly benefit: BenefitId;
}

/** What one benefit paid on its lines of the bill. */
export interface BenefitShare {
  readonly id: BenefitId;
  readonly total: Fen;
  readonly inScope: Fen;
  readonly deductible: Fen;
  readonly basic: Fen;
  readonly majorMedical: Fen;
  readonly supplementary: Fen;
  readonly assistance: Fen;
}

/** How an accumulator moved: fen, or a count of stays. `period` is the year it belongs to, "" when it outlives years. */
export interface Movement {
  readonly id: AccumulatorId;
  readonly period: string;
  readonly before: number;
  readonly after: number;
}

/** Money taken from one personal account; `member` counts the family members of the claim from 0, null is the person. */
export interface AccountDraw {
  readonly member: number | null;
  readonly relation: string | null;
  readonly amount: Fen;
}

export const stages = [
  "lineAmount",
  "ownPay",
  "overLimit",
  "selfPayFirst",
  "inScope",
  "benefitInScope",
  "capUsed",
  "withinCap",
  "deductible",
  "basic",
  "majorMedical",
  "supplementary",
  "assistance",
  "stays",
  "total",
  "fundTotal",
  "personal",
  "fundShare",
  "owed",
  "accountLimit",
  "account",
  "family",
  "cash",
] as const;
export type Stage = (typeof stages)[number];

/**
 * One step of the computation. `formula` is arithmetic on numbers only (+ − × ÷ ( ) min max, and round, floor, ceil to
 * the fen), so that anyone can recompute `amount` from it.
 *
 * `inputs` names the numbers of the formula in the order in which they first appear: under the id of an accumulator what
 * it held before the step, under `<id>.after` what it holds after it, under `<id>.limit` the most it may hold. The sums
 * `benefitInScope`, `total` and `fundTotal` name none: their numbers are amounts of earlier steps, in order.
 */
export interface Step {
  readonly stage: Stage;
  readonly label: string;
  readonly benefit: BenefitId | null;
  readonly line: string | null;
  readonly rule: string | null;
  readonly clause: string;
  readonly status: ValueStatus;
  readonly inputs: Readonly<Record<string, string>>;
  readonly formula: string;
  readonly amount: string;
  readonly accumulators: readonly {
    readonly id: AccumulatorId;
    readonly before: string;
    readonly after: string;
  }[];
}

/** Stable codes that a bill carries, in the order in which they are listed. */
export const noteOrder = [
  "TRIAL_EXPIRED",
  "SUPPLEMENT_DEMO",
  "SUPPLEMENT_USED",
  "UNCONFIRMED_VALUE",
  "LOWEST_READING",
  "YEARLY_CAP_UNKNOWN",
  "SAME_DAY_STAY",
  "SUPPLEMENTARY_MANUAL",
  "ASSISTANCE_MANUAL",
  "CASH_SALE",
  "REVERSAL",
] as const;
export type Note = (typeof noteOrder)[number];

/** A settled bill: what each pays, how every accumulator moved, and why. */
export interface Settlement {
  readonly claimId: string;
  /** plan@first day of the pack */
  readonly pack: string;
  readonly packSha256: string;
  readonly supplement: string | null;
  readonly split: Split;
  readonly lines: readonly SettledLine[];
  readonly benefits: readonly BenefitShare[];
  readonly movements: readonly Movement[];
  readonly draws: readonly AccountDraw[];
  /** Empty when the caller asked for no explanation. */
  readonly steps: readonly Step[];
  readonly notes: readonly Note[];
}
