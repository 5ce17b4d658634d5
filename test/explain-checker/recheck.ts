// A second program: it recomputes a bill from the steps of its printed result and knows neither the engine nor the rule
// packs. What it cannot know are the numbers of the law (ratios, limits) and of the claim (prices, balances); everything
// else must follow from the steps before.

import type { PrintedResult } from "./printed-result.ts";
import { demand, DisagreementError, fenOf, sumOf, textOf } from "./printed-result.ts";
import type { RecheckedBenefit } from "./recheck-benefits.ts";
import { fundOf, recheckBenefits } from "./recheck-benefits.ts";
import type { RecheckedLine } from "./recheck-lines.ts";
import { begins, recheckLines } from "./recheck-lines.ts";
import { recheckPayment } from "./recheck-payment.ts";
import { readSteps } from "./step-reader.ts";

/**
 * Recomputes a settled bill from its steps.
 *
 * @param result  as it is printed, with its steps
 * @returns null when the bill follows from its steps; else the first thing that does not
 */
export function recheck(result: PrintedResult): string | null {
  try {
    recompute(result);
    return null;
  } catch (error) {
    if (error instanceof DisagreementError) return error.message;
    throw error;
  }
}

function recompute(result: PrintedResult): void {
  const steps = readSteps(result);
  const whole = { benefit: null, line: null };
  const lines = recheckLines(result, steps);
  const benefits = recheckBenefits(result, steps, lines);
  for (const line of lines) {
    const found = benefits.some((benefit) => benefit.id === line.benefit);
    demand(found, `nobody looked at the benefit of line ${line.id}`);
  }
  const total = begins(
    steps.take("total", whole),
    lines.map((line) => textOf(line.amount)),
  ).fen;
  const paid = benefits.flatMap((benefit) => benefit.paid.map((one) => textOf(one.fen)));
  const fundTotal = begins(steps.take("fundTotal", whole), paid.length === 0 ? ["0.00"] : paid).fen;
  const personal = begins(steps.take("personal", whole), [textOf(total), textOf(fundTotal)]).fen;
  const payment = recheckPayment(result, steps, { lines, benefits, personal });
  steps.close();
  demand(total === sumOf(lines.map((line) => line.amount)), "the total is not that of the lines");
  compareSplit(result, { ...sumsOf(lines, benefits), total, fundTotal, personal, ...payment });
}

function sumsOf(
  lines: readonly RecheckedLine[],
  benefits: readonly RecheckedBenefit[],
): Record<string, bigint> {
  const ofLines = (part: "ownPay" | "overLimit" | "selfPayFirst" | "inScope"): bigint =>
    sumOf(lines.map((line) => line[part]));
  const ofFund = (stage: string): bigint => sumOf(benefits.map((benefit) => fundOf(benefit, stage)));
  return {
    ownPay: ofLines("ownPay"),
    overLimit: ofLines("overLimit"),
    selfPayFirst: ofLines("selfPayFirst"),
    inScope: ofLines("inScope"),
    deductible: sumOf(benefits.map((benefit) => benefit.deductible)),
    basic: ofFund("basic"),
    majorMedical: ofFund("majorMedical"),
    supplementary: ofFund("supplementary"),
    assistance: ofFund("assistance"),
    // Funds that no step speaks of have paid nothing.
    civilServant: 0n,
    other: 0n,
  };
}

function compareSplit({ split }: PrintedResult, wanted: Readonly<Record<string, bigint>>): void {
  demand(Object.keys(split).length === Object.keys(wanted).length, "the split has other parts");
  for (const [name, fen] of Object.entries(wanted)) {
    demand(fenOf(split[name], name) === fen, `${name} is ${split[name] ?? ""}, its steps say ${textOf(fen)}`);
  }
  const parts = (names: readonly string[]): bigint => sumOf(names.map((name) => wanted[name] ?? 0n));
  const { total, fundTotal, personal } = wanted;
  demand(parts(["ownPay", "overLimit", "selfPayFirst", "inScope"]) === total, "the scopes do not add up");
  const funds = ["basic", "majorMedical", "supplementary", "civilServant", "assistance", "other"];
  demand(parts(funds) === fundTotal, "the funds do not add up");
  demand(parts(["fundTotal", "personal"]) === total, "fund and person do not add up");
  demand(parts(["account", "family", "cash"]) === personal, "the person's part does not add up");
}
