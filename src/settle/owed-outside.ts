import type { Fen } from "../base/money.ts";
import { addFen, formatFen, leftOf, minFen, proportion, subtractFen, zeroFen } from "../base/money.ts";
import type { Rest } from "./explain.ts";
import { explain, formatLeft, inputsOf } from "./explain.ts";
import type { BenefitShare, SettledLine } from "./settlement.ts";
import type { Working } from "./working.ts";

/** The lines of a bill, and what the funds paid of each benefit. */
export interface Shares {
  readonly lines: readonly SettledLine[];
  readonly benefits: readonly BenefitShare[];
}

/**
 * What the person owes on lines whose kind the account may not pay: own pay, over limit, self pay first, and the in-scope
 * part no fund paid — the fund money of a benefit is spread over its lines by in-scope, the remainder to the last.
 *
 * @source 十政办发〔2022〕61号 第十三条；domain §4 7
 */
export function owedOutside(working: Working, settled: Shares): Fen {
  const { bill, trace } = working;
  const payable = new Set<string>(bill.rules.account.value.pays[bill.claim.institution.type]);
  const outside = bill.lines.map((line) => !payable.has(line.item.kind));
  if (!outside.includes(true)) return zeroFen;
  const shares = spreadFunds(working, settled, outside);
  let sum = zeroFen;
  for (const [at, line] of settled.lines.entries()) {
    if (outside[at] !== true) continue;
    const share = shares.get(at) ?? zeroFen;
    const owed = owedOn(line, share);
    if (owed === 0) continue;
    sum = addFen(sum, owed);
    explain(trace, () => {
      const { ownPay, overLimit, selfPayFirst } = line;
      const others = inputsOf({ terms: { ownPay, overLimit, selfPayFirst } });
      return {
        stage: "owed",
        label: "不得由个人账户支付的项目，个人负担",
        benefit: line.benefit,
        line: line.id,
        source: bill.rules.account.source,
        inputs: { ...others, inScope: formatFen(line.inScope), share: formatFen(share) },
        formula: `${Object.values(others).join(" + ")} + ${formatLeft(line.inScope, share)}`,
        amount: owed,
      };
    });
  }
  return sum;
}

/** @param share  fund money that falls to the line, fen; a fixed sum can be more than is in scope */
function owedOn(line: SettledLine, share: Fen): Fen {
  const outOfScope = addFen(addFen(line.ownPay, line.overLimit), line.selfPayFirst);
  return addFen(outOfScope, leftOf(line.inScope, share));
}

/** Fund money by the place of the line, for the benefits that have a line outside. */
function spreadFunds(
  working: Working,
  settled: Shares,
  outside: readonly boolean[],
): ReadonlyMap<number, Fen> {
  const shares = new Map<number, Fen>();
  for (const benefit of settled.benefits) {
    const spread = spreadOver(settled.lines, benefit);
    for (const { at, share } of spread) shares.set(at, share.amount);
    const asked = spread.some(
      ({ line, at, share }) => outside[at] === true && owedOn(line, share.amount) > 0,
    );
    if (asked) explainSpread(working, spread);
  }
  return shares;
}

interface Spread {
  readonly line: SettledLine;
  readonly at: number;
  readonly share: Share;
}

function spreadOver(lines: readonly SettledLine[], benefit: BenefitShare): readonly Spread[] {
  const { id, inScope: benefitInScope } = benefit;
  const upper = addFen(addFen(benefit.majorMedical, benefit.supplementary), benefit.assistance);
  const fund = addFen(benefit.basic, upper);
  if (fund === 0) return [];
  const mine = lines.flatMap((line, at) => (line.benefit === id && line.inScope > 0 ? [{ line, at }] : []));
  let left = fund;
  return mine.map(({ line, at }, place) => {
    const last = place === mine.length - 1;
    const share = last ? shareOfLast(left) : shareOf({ fund, inScope: line.inScope, benefitInScope, left });
    left = subtractFen(left, share.amount);
    return { line, at, share };
  });
}

function explainSpread({ trace }: Working, spread: readonly Spread[]): void {
  for (const { line, share } of spread) {
    explain(trace, () => ({
      stage: "fundShare",
      label: "基金支付按符合范围金额分摊到各项，余数归最后一项",
      benefit: line.benefit,
      line: line.id,
      source: null,
      inputs: inputsOf(share),
      formula: share.formula(),
      amount: share.amount,
    }));
  }
}

interface Share extends Rest {
  readonly formula: () => string;
}

function shareOf(terms: Readonly<Record<"fund" | "inScope" | "benefitInScope" | "left", Fen>>): Share {
  const { fund, inScope, benefitInScope, left } = terms;
  return {
    amount: minFen(minFen(proportion(fund, inScope, benefitInScope), inScope), left),
    terms,
    formula: () => {
      const product = `${formatFen(fund)} × ${formatFen(inScope)} ÷ ${formatFen(benefitInScope)}`;
      return `min(round(${product}), ${formatFen(inScope)}, ${formatFen(left)})`;
    },
  };
}

function shareOfLast(left: Fen): Share {
  return { amount: left, terms: { left }, formula: () => formatFen(left) };
}
