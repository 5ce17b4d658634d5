import type { PrintedResult } from "./printed-result.ts";

/** A printed bill with one thing changed that the bill does not allow. */
export interface Tampered {
  readonly what: string;
  readonly result: PrintedResult;
}

/** An open copy of a printed bill: whoever forges it may write anywhere. */
type Open<T> = { -readonly [Key in keyof T]: Open<T[Key]> };
type Change = (copy: Open<PrintedResult>) => void;

/** Every forgery of one number, one dropped step, and swaps of two steps: each with its neighbour and one further. */
export function* tamper(result: PrintedResult): Generator<Tampered> {
  for (const [what, change] of changes(result)) {
    const copy = structuredClone(result) as Open<PrintedResult>;
    change(copy);
    yield { what, result: copy };
  }
}

function* changes(result: PrintedResult): Generator<readonly [string, Change]> {
  yield* ofAmounts(result);
  yield* ofSteps(result);
  yield* ofOrder(result);
}

function* ofAmounts(result: PrintedResult): Generator<readonly [string, Change]> {
  for (const name of Object.keys(result.split)) {
    yield [`split.${name}`, ({ split }) => (split[name] = oneMore(split[name]))];
  }
  for (const list of ["lines", "benefits"] as const) {
    for (const [at, one] of result[list].entries()) {
      for (const name of Object.keys(one)) {
        if (name === "id" || name === "benefit") continue;
        yield [
          `${list}[${at}].${name}`,
          (copy) => changeAt(copy[list], at, (row) => (row[name] = oneMore(row[name]))),
        ];
      }
    }
  }
  for (const at of result.accounts.keys()) {
    yield [
      `accounts[${at}]`,
      ({ accounts }) => changeAt(accounts, at, (row) => (row.amount = oneMore(row.amount))),
    ];
  }
  for (const [id, held] of Object.entries(result.accumulators)) {
    for (const side of ["before", "after"] as const) {
      const change: Change = ({ accumulators }) => {
        accumulators[id] = { ...held, [side]: oneMore(held[side]) };
      };
      yield [`accumulators.${id}.${side}`, change];
    }
  }
}

function* ofSteps(result: PrintedResult): Generator<readonly [string, Change]> {
  for (const [at, step] of result.steps.entries()) {
    const where = `steps[${at}] ${step.stage}`;
    const inStep = (what: string, change: (one: Open<PrintedResult["steps"][number]>) => void) =>
      [`${where} ${what}`, (copy: Open<PrintedResult>) => changeAt(copy.steps, at, change)] as const;
    yield inStep("amount", (one) => (one.amount = oneMore(one.amount)));
    yield inStep("clause", (one) => (one.clause = ""));
    yield inStep("label", (one) => (one.label = " "));
    yield inStep("status", (one) => (one.status = "unknown"));
    for (const name of Object.keys(step.inputs)) {
      yield inStep(`inputs.${name}`, (one) => (one.inputs[name] = oneMore(one.inputs[name])));
    }
    for (const { index, 0: number } of step.formula.matchAll(/\d+(?:\.\d+)?/gu)) {
      const end = index + number.length;
      const changed = `${step.formula.slice(0, index)}${oneMore(number)}${step.formula.slice(end)}`;
      yield inStep(`formula at ${index}`, (one) => (one.formula = changed));
    }
    for (const [place, { id }] of step.accumulators.entries()) {
      for (const side of ["before", "after"] as const) {
        yield inStep(`${id}.${side}`, ({ accumulators }) =>
          changeAt(accumulators, place, (held) => (held[side] = oneMore(held[side]))),
        );
      }
    }
  }
}

function* ofOrder(result: PrintedResult): Generator<readonly [string, Change]> {
  const count = result.steps.length;
  for (let at = 0; at < count; at += 1) {
    yield [`steps[${at}] dropped`, ({ steps }) => steps.splice(at, 1)];
    for (const other of new Set([at + 1, at + 7])) {
      if (other >= count) continue;
      const swap: Change = ({ steps }) => {
        const [first, second] = [steps[at], steps[other]];
        if (first === undefined || second === undefined) throw new Error("no such step");
        steps[at] = second;
        steps[other] = first;
      };
      yield [`steps[${at}] and steps[${other}] swapped`, swap];
    }
  }
}

function changeAt<T>(list: T[], at: number, change: (one: T) => void): void {
  const one = list[at];
  if (one === undefined) throw new Error(`nothing at ${at}`);
  change(one);
}

/** One more in the last place: a fen for an amount, one for a count. */
function oneMore(text: string | undefined): string {
  const [whole = "", decimals] = (text ?? "").split(".");
  const digits = (BigInt(whole + (decimals ?? "")) + 1n).toString();
  if (decimals === undefined) return digits;
  const padded = digits.padStart(decimals.length + 1, "0");
  return `${padded.slice(0, -decimals.length)}.${padded.slice(-decimals.length)}`;
}
