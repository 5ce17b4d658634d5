import type { PrintedResult } from "./printed-result.ts";
import { demand, textOf } from "./printed-result.ts";
import type { ReadStep, StepReader } from "./step-reader.ts";

/** A line as its steps make it, in fen. */
export interface RecheckedLine {
  readonly id: string;
  readonly benefit: string;
  readonly amount: bigint;
  readonly ownPay: bigint;
  readonly overLimit: bigint;
  readonly selfPayFirst: bigint;
  readonly inScope: bigint;
}

const parts = ["amount", "ownPay", "overLimit", "selfPayFirst", "inScope"] as const;

export function recheckLines(result: PrintedResult, steps: StepReader): readonly RecheckedLine[] {
  return result.lines.map((printed) => {
    const line = recheckLine(steps, { benefit: printed["benefit"] ?? "", line: printed["id"] ?? "" });
    for (const part of parts) {
      demand(printed[part] === textOf(line[part]), `line ${line.id}: ${part} is not ${textOf(line[part])}`);
    }
    return line;
  });
}

function recheckLine(
  steps: StepReader,
  about: { readonly benefit: string; readonly line: string },
): RecheckedLine {
  const priced = steps.take("lineAmount", about);
  const line = {
    id: about.line,
    benefit: about.benefit,
    amount: priced.fen,
    ownPay: 0n,
    overLimit: 0n,
    selfPayFirst: 0n,
    inScope: 0n,
  };
  const amount = textOf(priced.fen);
  if (steps.nextStage() === "ownPay") {
    return { ...line, ownPay: begins(steps.take("ownPay", about), [amount]).fen };
  }
  const taken = [amount];
  let [overLimit, selfPayFirst] = [0n, 0n];
  if (steps.nextStage() === "overLimit") {
    const over = steps.take("overLimit", about);
    const [price, , qty] = over.numbers;
    demand(
      price === priced.numbers[0] && qty === priced.numbers[1],
      `${over.where}: price × quantity differ`,
    );
    overLimit = over.fen;
    taken.push(textOf(overLimit));
  }
  if (steps.nextStage() === "selfPayFirst") {
    selfPayFirst = begins(steps.take("selfPayFirst", about), taken, 1).fen;
    taken.push(textOf(selfPayFirst));
  }
  const inScope = begins(steps.take("inScope", about), taken).fen;
  demand(inScope === priced.fen - overLimit - selfPayFirst, `line ${about.line}: its parts do not add up`);
  return { ...line, overLimit, selfPayFirst, inScope };
}

/** The numbers of a step begin with these, and `more` others follow that only the law knows. */
export function begins(step: ReadStep, wanted: readonly string[], more = 0): ReadStep {
  const begun = wanted.every((text, at) => step.numbers[at] === text);
  demand(
    begun,
    `${step.where}: its numbers ${step.numbers.join(", ")} do not begin with ${wanted.join(", ")}`,
  );
  demand(
    step.numbers.length === wanted.length + more,
    `${step.where}: its numbers are not all accounted for`,
  );
  return step;
}
