import { fractionOf, isEqual } from "./fraction.ts";
import { readFormula } from "./formula.ts";
import { hasForm } from "./forms.ts";
import type { PrintedResult, PrintedStep } from "./printed-result.ts";
import { demand, DisagreementError, fenOf } from "./printed-result.ts";

/** A step that stands for itself: its formula comes to its amount, its numbers are its inputs. */
export interface ReadStep {
  readonly stage: string;
  readonly benefit: string | null;
  readonly line: string | null;
  readonly fen: bigint;
  /** In the order of the formula. */
  readonly numbers: readonly string[];
  readonly inputs: Readonly<Record<string, string>>;
  /** How far each accumulator of the step moved, by id: fen, or a count. */
  readonly moves: ReadonlyMap<string, bigint>;
  readonly where: string;
}

/** The steps of a result in order, each looked at when its turn comes, and the accumulators up to there. */
export interface StepReader {
  /** The stage of the next step; null at the end. */
  readonly nextStage: () => string | null;
  /** The line and the benefit that the next step speaks of. */
  readonly nextLine: () => string | null;
  readonly nextBenefit: () => string | null;
  readonly take: (stage: string, about: Pick<ReadStep, "benefit" | "line">) => ReadStep;
  /** Whether all steps were taken and every accumulator stands where the result says. */
  readonly close: () => void;
}

const knownStatuses = new Set(["stated", "public", "unconfirmed"]);
/** Their numbers are amounts of earlier steps; to name them again would only repeat them. */
const sums = new Set(["benefitInScope", "total", "fundTotal"]);

export function readSteps(result: PrintedResult): StepReader {
  const { steps, accumulators } = result;
  const now = new Map(Object.entries(accumulators).map(([id, { before }]) => [id, before]));
  let at = 0;
  const take: StepReader["take"] = (stage, { benefit, line }) => {
    const step = steps[at];
    const where = `step ${at + 1}`;
    demand(step?.stage === stage, `${where} is ${step?.stage ?? "missing"}, not ${stage}`);
    demand(step.benefit === benefit, `${where} speaks of benefit ${step.benefit ?? "none"}`);
    demand(step.line === line, `${where} speaks of line ${step.line ?? "none"}`);
    at += 1;
    return readStep(step, now, `${where} (${stage})`);
  };
  const close = (): void => {
    demand(at === steps.length, `step ${at + 1} is one too many`);
    for (const [id, { after }] of Object.entries(accumulators)) {
      demand(now.get(id) === after, `accumulator ${id} ends at ${now.get(id) ?? "nothing"}, not ${after}`);
    }
  };
  return {
    nextStage: () => steps[at]?.stage ?? null,
    nextLine: () => steps[at]?.line ?? null,
    nextBenefit: () => steps[at]?.benefit ?? null,
    take,
    close,
  };
}

function readStep(step: PrintedStep, now: Map<string, string>, where: string): ReadStep {
  demand(step.clause.trim() !== "" && step.label.trim() !== "", `${where} has no clause or no label`);
  demand(knownStatuses.has(step.status), `${where} has status "${step.status}"`);
  const fen = fenOf(step.amount, where);
  const { value, numbers, form } = readOrDisagree(step.formula, where);
  demand(hasForm(step.stage, form), `${where}: ${step.formula} has not the form of its stage`);
  demand(isEqual(value, fractionOf(step.amount)), `${where}: ${step.formula} is not ${step.amount}`);
  demand(sums.has(step.stage) || areInputs(numbers, step.inputs), `${where}: inputs are not the formula's`);
  demand(!sums.has(step.stage) || Object.keys(step.inputs).length === 0, `${where}: a sum names no inputs`);
  checkAccumulatorInputs(step, now, where);
  const { stage, benefit, line, inputs } = step;
  const moves = moveAccumulators(step, now, where);
  for (const [id, moved] of moves) {
    const limit = inputs[`${id}.limit`];
    const within =
      limit === undefined || moved === 0n || heldOf(id, now.get(id) ?? "", where) <= fenOf(limit, where);
    demand(within, `${where}: ${id} comes to ${now.get(id) ?? ""}, above ${limit ?? ""}`);
  }
  return { stage, benefit, line, fen, numbers, inputs, moves, where };
}

function readOrDisagree(formula: string, where: string): ReturnType<typeof readFormula> {
  try {
    return readFormula(formula);
  } catch (error) {
    throw new DisagreementError(`${where}: ${String(error)}`);
  }
}

/** Whether the inputs are the numbers of the formula in the order in which they first appear. */
function areInputs(numbers: readonly string[], inputs: Readonly<Record<string, string>>): boolean {
  const named = Object.values(inputs);
  const seen = new Set<string>();
  let next = 0;
  for (const number of numbers) {
    if (number === named[next]) {
      seen.add(number);
      next += 1;
    } else if (!seen.has(number)) return false;
  }
  return next === named.length;
}

/** An input under the id of an accumulator is what it holds before the step, under `<id>.after` what it holds then. */
function checkAccumulatorInputs(step: PrintedStep, now: ReadonlyMap<string, string>, where: string): void {
  const { inputs } = step;
  for (const [name, value] of Object.entries(inputs)) {
    const held = now.get(name);
    demand(held === undefined || held === value, `${where}: ${name} holds ${held ?? ""}, not ${value}`);
    const id = name.replace(/\.(?:limit|after)$/u, "");
    if (id === name || id === "operation") continue;
    demand(inputs[id] !== undefined, `${where}: ${name} stands without ${id}`);
    if (!name.endsWith(".after")) continue;
    const after = step.accumulators.find((one) => one.id === id)?.after;
    demand(after === value, `${where}: ${id} comes to ${after ?? "nothing"}, not ${value}`);
  }
}

function moveAccumulators(
  { accumulators }: PrintedStep,
  now: Map<string, string>,
  where: string,
): ReadonlyMap<string, bigint> {
  const moves = new Map<string, bigint>();
  for (const { id, before, after } of accumulators) {
    demand(now.get(id) === before, `${where}: ${id} held ${now.get(id) ?? "nothing"}, not ${before}`);
    demand(!moves.has(id), `${where}: ${id} moves twice`);
    now.set(id, after);
    moves.set(id, heldOf(id, after, where) - heldOf(id, before, where));
  }
  return moves;
}

function heldOf(id: string, text: string, where: string): bigint {
  if (!id.startsWith("inpatient.stays.")) return fenOf(text, where);
  demand(/^\d+$/u.test(text), `${where}: "${text}" is no count`);
  return BigInt(text);
}
