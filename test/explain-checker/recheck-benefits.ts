import type { PrintedResult } from "./printed-result.ts";
import { demand, fenOf, sumOf, textOf } from "./printed-result.ts";
import { begins } from "./recheck-lines.ts";
import type { RecheckedLine } from "./recheck-lines.ts";
import type { ReadStep, StepReader } from "./step-reader.ts";

/** What a benefit paid as its steps make it, in fen. */
export interface RecheckedBenefit {
  readonly id: string;
  readonly inScope: bigint;
  readonly deductible: bigint;
  /** Amounts of its fund steps, in order. */
  readonly paid: readonly { readonly stage: string; readonly fen: bigint }[];
}

const upperStages = new Set(["majorMedical", "supplementary", "assistance"]);
const printedFunds = ["basic", "majorMedical", "supplementary", "assistance"] as const;

export function recheckBenefits(
  result: PrintedResult,
  steps: StepReader,
  lines: readonly RecheckedLine[],
): readonly RecheckedBenefit[] {
  return result.benefits.map((printed) => {
    const id = printed["id"] ?? "";
    const mine = lines.filter((line) => line.benefit === id);
    demand(mine.length > 0, `benefit ${id} has no line`);
    const benefit = recheckBenefit(steps, id, mine);
    const wanted: Readonly<Record<string, bigint>> = {
      total: sumOf(mine.map((line) => line.amount)),
      inScope: benefit.inScope,
      deductible: benefit.deductible,
      ...Object.fromEntries(printedFunds.map((fund) => [fund, fundOf(benefit, fund)])),
    };
    for (const [name, fen] of Object.entries(wanted)) {
      demand(printed[name] === textOf(fen), `benefit ${id}: ${name} is not ${textOf(fen)}`);
    }
    return benefit;
  });
}

/** What one fund paid of a benefit; every fund when none is named. */
export function fundOf(benefit: RecheckedBenefit, stage?: string): bigint {
  return sumOf(
    benefit.paid.filter((one) => stage === undefined || one.stage === stage).map((one) => one.fen),
  );
}

function recheckBenefit(steps: StepReader, id: string, lines: readonly RecheckedLine[]): RecheckedBenefit {
  const about = { benefit: id, line: null };
  const inScope = sumOf(lines.map((line) => line.inScope));
  const nothing = { id, inScope, deductible: 0n, paid: [] };
  if (steps.nextStage() !== "benefitInScope" || steps.nextBenefit() !== id) {
    // Account and cash need no rule, and a benefit without any may stand for lines with nothing in scope.
    demand(id === "accountOnly" || inScope === 0n, `benefit ${id} has no steps`);
    return nothing;
  }
  begins(
    steps.take("benefitInScope", about),
    lines.map((line) => textOf(line.inScope)),
  );
  let base = withinCaps(steps, id, [inScope]);
  const asked = steps.nextStage() === "stays" ? countedStay(steps.take("stays", about)) : null;
  let deductible = 0n;
  if (asked !== null || steps.nextStage() === "deductible") {
    deductible = takenDeductible(steps.take("deductible", about), base[0] ?? 0n, asked);
    base = withinCaps(steps, id, [...base, deductible]);
  }
  const total = sumOf(lines.map((line) => line.amount));
  const basic = basicFund(steps.take("basic", about), { base, inScope, total });
  const paid = [{ stage: "basic", fen: basic }];
  while (upperStages.has(steps.nextStage() ?? "")) {
    const step = steps.take(steps.nextStage() ?? "", about);
    const again = paid.some((one) => one.stage === step.stage);
    demand(!again, `${step.where}: this fund has paid`);
    // Its burden is what the basic fund left, whatever others pay of it then.
    demand(step.stage !== "majorMedical" || paid.length === 1, `${step.where}: it pays after the basic fund`);
    // The basic fund's part always stands in the formula, the others' only where they paid.
    const others = paid.slice(1).flatMap(({ fen }) => (fen > 0n ? [fen] : []));
    upperFund(step, [inScope, basic, ...others]);
    paid.push({ stage: step.stage, fen: step.fen });
  }
  return { id, inScope, deductible, paid };
}

/** Caps on cost. @returns what the next formula takes off from what */
function withinCaps(steps: StepReader, benefit: string, start: readonly bigint[]): readonly bigint[] {
  let base = start;
  while (steps.nextStage() === "withinCap" || steps.nextStage() === "capUsed") {
    const reckoned = reckonedUses(steps, benefit);
    const step = steps.take("withinCap", { benefit, line: null });
    // Each cap stands there with its limit and what it held, and counts what all of them let through, or was reckoned.
    begins(step, base.map(textOf), 2 * (step.moves.size + reckoned.length));
    demand(step.moves.size + reckoned.length > 0, `${step.where}: no cap counts it`);
    for (const used of reckoned)
      demand(step.numbers.includes(textOf(used)), `${step.where}: it leaves out ${textOf(used)}`);
    movesAll(step, step.fen);
    base = [step.fen];
  }
  return base;
}

/** What is used of caps that nobody counts: of what the fund has paid, at a ratio. */
function reckonedUses(steps: StepReader, benefit: string): readonly bigint[] {
  const uses: bigint[] = [];
  while (steps.nextStage() === "capUsed") {
    const step = steps.take("capUsed", { benefit, line: null });
    const paid = Object.keys(step.inputs).some((name) => name.endsWith(".fund"));
    demand(
      paid && step.inputs["ratio"] === step.numbers.at(-1),
      `${step.where}: it is not what a fund has paid`,
    );
    demand(step.moves.size === 0, `${step.where}: it moves something`);
    uses.push(step.fen);
  }
  return uses;
}

function countedStay(step: ReadStep): bigint {
  demand(step.moves.size === 1, `${step.where}: a stay counts once`);
  movesAll(step, 1n);
  return step.fen;
}

/** The last number is what it is taken from; the first, after a counted stay, what that stay asks. */
function takenDeductible(step: ReadStep, looked: bigint, asked: bigint | null): bigint {
  demand(step.numbers.at(-1) === textOf(looked), `${step.where}: it is not taken from ${textOf(looked)}`);
  if (asked !== null) {
    demand(step.inputs["asked"] === textOf(asked), `${step.where}: the stay asks ${textOf(asked)}`);
  }
  movesAll(step, step.fen);
  return step.fen;
}

function basicFund(
  step: ReadStep,
  of: { readonly base: readonly bigint[]; readonly inScope: bigint; readonly total: bigint },
): bigint {
  const { inputs } = step;
  movesAll(step, step.fen);
  if (inputs["ratio"] !== undefined) {
    const terms = of.base.map(textOf);
    demand(inputs["ratio"] === step.numbers[terms.length], `${step.where}: the ratio stands elsewhere`);
    begins(step, terms, step.numbers.length - terms.length);
    return step.fen;
  }
  // A limit pays what is in scope, a fixed sum the bill whatever its classes.
  const ceiling = inputs["total"] === undefined ? of.inScope : of.total;
  begins(step, [textOf(ceiling)], step.numbers.length - 1);
  return step.fen;
}

/** @param terms  what is in scope, and what the funds before this one paid of it */
function upperFund(step: ReadStep, terms: readonly bigint[]): void {
  const rest = terms.reduce((left, taken) => left - taken);
  const open = rest > 0n ? rest : 0n;
  const burden = [...step.moves.keys()].find((id) => id.endsWith(".burden"));
  for (const [id, moved] of step.moves) {
    const wanted = id === burden ? open : step.fen;
    demand(moved === wanted, `${step.where}: ${id} moves by ${moved}, not ${wanted}`);
  }
  demand(step.moves.has(fundIdOf(step.stage)), `${step.where}: its fund does not count it`);
  if (burden === undefined) {
    const texts = terms.map(textOf);
    begins(step, texts, step.numbers.length - texts.length);
    demand(step.inputs["ratio"] === step.numbers[texts.length], `${step.where}: the ratio stands elsewhere`);
  } else {
    checkBands(step, burden);
  }
}

function fundIdOf(stage: string): string {
  return stage === "majorMedical" ? "major.fund" : `${stage}.fund`;
}

/** Each band takes what lies above its line, after less before; it begins where the one before it ends. */
function checkBands(step: ReadStep, burden: string): void {
  const { inputs, where } = step;
  const wanted: (string | undefined)[] = [];
  let start = inputs["line"];
  for (let band = 1; band === 1 || inputs[`line.${band}`] !== undefined; band += 1) {
    const name = (what: string): string => (band === 1 ? what : `${what}.${band}`);
    const line = inputs[name("line")];
    demand(line === start, `${where}: band ${band} does not follow the one before`);
    const width = inputs[name("width")];
    const sides = [inputs[`${burden}.after`], inputs[burden]];
    for (const sum of sides) wanted.push(sum, line, ...(width === undefined ? [] : [width]));
    wanted.push(inputs[name("ratio")]);
    start = width === undefined ? undefined : textOf(fenOf(line, where) + fenOf(width, where));
  }
  const fund = fundIdOf(step.stage);
  if (inputs[fund] !== undefined) wanted.push(inputs[`${fund}.limit`], inputs[fund]);
  begins(
    step,
    wanted.map((text) => text ?? "missing"),
  );
}

function movesAll(step: ReadStep, wanted: bigint): void {
  for (const [id, moved] of step.moves) {
    demand(moved === wanted, `${step.where}: ${id} moves by ${moved}, not ${wanted}`);
  }
}
