import type { Fen } from "../base/money.ts";
import { addFen, formatFen, subtractFen, zeroFen } from "../base/money.ts";
import { drawAccounts } from "./account.ts";
import { explain, formatRest, inputsOf, restOf } from "./explain.ts";
import type { AccountDraw, BenefitShare, SettledLine, Split, Stage } from "./settlement.ts";
import type { Working } from "./working.ts";

/**
 * The bill as a whole: funds added up, the person's part by subtraction, of it the accounts, and cash the rest.
 *
 * @source domain §4 6, 7
 */
export function addUp(
  working: Working,
  lines: readonly SettledLine[],
  benefits: readonly BenefitShare[],
): { readonly split: Split; readonly draws: readonly AccountDraw[] } {
  const total = sumOf(lines, "amount");
  const basic = sumOf(benefits, "basic");
  const major = sumOf(benefits, "majorMedical");
  const extra = sumOf(benefits, "supplementary");
  const helped = sumOf(benefits, "assistance");
  const fundTotal = [basic, major, extra, helped].reduce((sum, part) => addFen(sum, part), zeroFen);
  const personal = subtractFen(total, fundTotal);
  explainSums(working, { lines, total, fundTotal, personal });
  const draws = drawAccounts(working, personal, { lines, benefits });
  const account = sumOf(
    draws.filter((draw) => draw.member === null),
    "amount",
  );
  const family = sumOf(
    draws.filter((draw) => draw.member !== null),
    "amount",
  );
  const cash = subtractFen(subtractFen(personal, account), family);
  const { use } = working.bill.claim.account;
  explain(working.trace, () => ({
    stage: "cash",
    label: "个人现金支付",
    source: null,
    ...restShown(use ? { personal, account, family } : { personal }),
    amount: cash,
  }));
  const split: Split = {
    total,
    ownPay: sumOf(lines, "ownPay"),
    overLimit: sumOf(lines, "overLimit"),
    selfPayFirst: sumOf(lines, "selfPayFirst"),
    inScope: sumOf(lines, "inScope"),
    deductible: sumOf(benefits, "deductible"),
    basic,
    majorMedical: major,
    supplementary: extra,
    civilServant: zeroFen,
    assistance: helped,
    other: zeroFen,
    fundTotal,
    personal,
    account,
    family,
    cash,
  };
  return { split, draws };
}

function sumOf<Key extends string>(parts: readonly Readonly<Record<Key, Fen>>[], key: Key): Fen {
  let sum = zeroFen;
  for (const part of parts) sum = addFen(sum, part[key]);
  return sum;
}

interface Sums {
  readonly lines: readonly SettledLine[];
  readonly total: Fen;
  readonly fundTotal: Fen;
  readonly personal: Fen;
}

function explainSums({ trace }: Working, { lines, total, fundTotal, personal }: Sums): void {
  if (trace.steps === null) return;
  const funds = trace.steps.filter((step) => fundStages.has(step.stage)).map((step) => step.amount);
  const sum = (stage: Stage, label: string, terms: readonly string[], amount: Fen): void => {
    const formula = terms.length === 0 ? formatFen(zeroFen) : terms.join(" + ");
    explain(trace, () => ({ stage, label, source: null, inputs: {}, formula, amount }));
  };
  const lineAmounts = lines.map((line) => formatFen(line.amount));
  sum("total", "医疗费总额", lineAmounts, total);
  sum("fundTotal", "基金支付合计", funds, fundTotal);
  explain(trace, () => ({
    stage: "personal",
    label: "个人负担",
    source: null,
    ...restShown({ total, fundTotal }),
    amount: personal,
  }));
}

const fundStages: ReadonlySet<Stage> = new Set<Stage>([
  "basic",
  "majorMedical",
  "supplementary",
  "assistance",
]);

/** "800.00 − 150.00" and its inputs. */
function restShown(terms: Readonly<Record<string, Fen>>): {
  inputs: Record<string, string>;
  formula: string;
} {
  const rest = restOf(terms);
  return { inputs: inputsOf(rest), formula: formatRest(rest) };
}
