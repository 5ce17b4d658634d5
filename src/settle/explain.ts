import { present } from "../base/assert.ts";
import type { Fen, Rounding } from "../base/money.ts";
import { formatFen, leftOf } from "../base/money.ts";
import type { Provenance } from "../rules/rules-in-force.ts";
import type { BenefitId } from "../rules/schema-parts.ts";
import type { AccumulatorId } from "./accumulator-id.ts";
import { formatUsed } from "./accumulator-id.ts";
import type { Note, Stage, Step } from "./settlement.ts";
import { noteOrder } from "./settlement.ts";

/** What a settlement writes down while it is computed. */
export interface Trace {
  /** null: the caller asked for no explanation, and no step is built. */
  readonly steps: Step[] | null;
  readonly notes: Set<Note>;
}

export interface StepParts {
  readonly stage: Stage;
  readonly label: string;
  readonly benefit?: BenefitId;
  readonly line?: string;
  readonly source: Provenance | null;
  readonly inputs: Readonly<Record<string, string>>;
  readonly formula: string;
  readonly amount: Fen;
  /** Fen, or a count of stays. */
  readonly accumulators?: readonly {
    readonly id: AccumulatorId;
    readonly before: number;
    readonly after: number;
  }[];
}

/** What needs no clause of a pack: the arithmetic of the bill itself. */
const arithmetic = "医保结算通用算术";

/** An empty trace. @param explained  false: no step will be built */
export function openTrace(explained: boolean): Trace {
  return { steps: explained ? [] : null, notes: new Set() };
}

/** Marks that a value was used, so that the bill says how sure it is. */
export function useValue(trace: Trace, source: Provenance, official: boolean): void {
  if (source.supplement !== null) trace.notes.add(official ? "SUPPLEMENT_USED" : "SUPPLEMENT_DEMO");
  else if (source.status === "unconfirmed") trace.notes.add("UNCONFIRMED_VALUE");
}

/** @param parts  built only when somebody asked for an explanation */
export function explain(trace: Trace, parts: () => StepParts): void {
  if (trace.steps !== null) writeStep(trace.steps, parts());
}

/** Writes one step down, for who has its parts at hand anyway. */
export function writeStep(steps: Step[], parts: StepParts): void {
  const { source, accumulators } = parts;
  steps.push({
    stage: parts.stage,
    label: parts.label,
    benefit: parts.benefit ?? null,
    line: parts.line ?? null,
    rule: source === null ? null : source.rule,
    clause: source === null ? arithmetic : source.clause,
    status: source === null ? "stated" : source.status,
    inputs: parts.inputs,
    formula: parts.formula,
    amount: formatFen(parts.amount),
    accumulators: accumulators === undefined ? [] : accumulators.map(formatMoved),
  });
}

function formatMoved({ id, before, after }: NonNullable<StepParts["accumulators"]>[number]) {
  return { id, before: formatUsed(id, before), after: formatUsed(id, after) };
}

/** The notes of a bill in their fixed order. */
export function notesOf(trace: Trace): Note[] {
  return noteOrder.filter((note) => trace.notes.has(note));
}

/** How a formula writes the rounding of a pack. */
export const roundWord: Readonly<Record<Rounding, string>> = { halfUp: "round", down: "floor", up: "ceil" };

/** What is left of an amount after others were taken off it, by name: a formula shows where its base comes from. */
export interface Rest {
  readonly amount: Fen;
  readonly terms: Readonly<Record<string, Fen>>;
}

/**
 * Takes amounts off the first one.
 *
 * @param terms  fen ≥ 0, by the name under which the explanation lists them
 * @returns fen, never below zero
 */
export function restOf(terms: Readonly<Record<string, Fen>>): Rest {
  let amount: Fen | null = null;
  for (const name of Object.keys(terms)) {
    const term = termOf(terms, name);
    amount = amount === null ? term : leftOf(amount, term);
  }
  return { amount: present(amount, "the first term"), terms };
}

function termOf(terms: Rest["terms"], name: string): Fen {
  return present(terms[name], name);
}

/** The inputs of a formula that has `formatRest` or `formatFactor` in it. */
export function inputsOf({ terms }: Pick<Rest, "terms">): Record<string, string> {
  const inputs: Record<string, string> = {};
  for (const name of Object.keys(terms)) inputs[name] = formatFen(termOf(terms, name));
  return inputs;
}

/** "800.00 − 500.00"; max(0, …) only where more was taken off than there was. */
export function formatRest({ terms }: Rest): string {
  let text = "";
  let left = 0;
  for (const name of Object.keys(terms)) {
    const term = termOf(terms, name);
    left = text === "" ? term : left - term;
    text = text === "" ? formatFen(term) : `${text} − ${formatFen(term)}`;
  }
  return left < 0 ? `max(0, ${text})` : text;
}

/** The same as one factor of a product: "(800.00 − 500.00)". */
export function formatFactor(rest: Rest): string {
  const text = formatRest(rest);
  return text.includes("−") && !text.startsWith("max") ? `(${text})` : text;
}

/** "3000.00 − 120.00" for what is left of a limit; max(0, …) only where more than the limit has been used. */
export function formatLeft(limit: Fen, before: Fen): string {
  const text = `${formatFen(limit)} − ${formatFen(before)}`;
  return before > limit ? `max(0, ${text})` : text;
}
