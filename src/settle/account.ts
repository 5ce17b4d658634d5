import type { Fen } from "../base/money.ts";
import { addFen, formatFen, leftOf, minFen, proportion, subtractFen, zeroFen } from "../base/money.ts";
import type { Rest } from "./explain.ts";
import { explain, formatLeft, inputsOf } from "./explain.ts";
import type { AccountDraw, BenefitShare, SettledLine } from "./settlement.ts";
import type { Working } from "./working.ts";
import { note } from "./working.ts";

/**
 * What the personal accounts pay of the personal part: own balance first, then the family's in the order given.
 *
 * @param personal  fen that no fund pays, ≥ 0
 * @returns draws in the order taken; together at most `personal` less what is owed on lines the account may not pay
 * @source 十政办发〔2022〕61号 第十二条、第十三条；domain §4 7
 */
export function drawAccounts(working: Working, personal: Fen, settled: Shares): AccountDraw[] {
  const { account } = working.bill.claim;
  if (!account.use) return [];
  const owed = owedOutside(working, settled);
  const payable = leftOf(personal, owed);
  const rule = working.bill.rules.account;
  note(working, rule.source);
  const limit = account.requested === undefined ? payable : minFen(payable, account.requested);
  explainLimit(working, { personal, owed, limit });
  let left = limit;
  const draws: AccountDraw[] = [];
  const sources = [
    { member: null, relation: null, balance: account.balance },
    ...account.family.map((one, member) => ({ member, relation: one.relation, balance: one.balance })),
  ];
  for (const { member, relation, balance } of sources) {
    const amount = minFen(left, balance);
    if (amount === 0) continue;
    draws.push({ member, relation, amount });
    const open = left;
    explain(working.trace, () => ({
      stage: member === null ? "account" : "family",
      label: relation === null ? "本人个人账户支付" : `家庭共济账户支付（${relation}）`,
      source: rule.source,
      inputs: { left: formatFen(open), balance: formatFen(balance) },
      formula: `min(${formatFen(open)}, ${formatFen(balance)})`,
      amount,
    }));
    left = subtractFen(left, amount);
  }
  return draws;
}

function explainLimit(
  { bill, trace }: Working,
  { personal, owed, limit }: Readonly<Record<"personal" | "owed" | "limit", Fen>>,
): void {
  const { requested } = bill.claim.account;
  explain(trace, () => {
    const payable = `max(0, ${formatFen(personal)} − ${formatFen(owed)})`;
    const inputs = { personal: formatFen(personal), owed: formatFen(owed) };
    return {
      stage: "accountLimit",
      label: "个人账户可支付额（扣除不得由账户支付的项目）",
      source: bill.rules.account.source,
      ...(requested === undefined
        ? { inputs, formula: payable }
        : {
            inputs: { ...inputs, requested: formatFen(requested) },
            formula: `min(${payable}, ${formatFen(requested)})`,
          }),
      amount: limit,
    };
  });
}

/**
 * What the person owes on lines whose kind the account may not pay: own pay, over limit, self pay first, and the in-scope
 * part no fund paid — the fund money of a benefit is spread over its lines by in-scope, the remainder to the last.
 */
function owedOutside(working: Working, settled: Shares): Fen {
  const { bill, trace } = working;
  const payable = new Set<string>(bill.rules.account.value.pays[bill.claim.institution.type]);
  const outside = bill.lines.map((line) => !payable.has(line.item.kind));
  if (!outside.includes(true)) return zeroFen;
  const paid = spreadFunds(working, settled, outside);
  let sum = zeroFen;
  for (const [at, line] of settled.lines.entries()) {
    if (outside[at] !== true) continue;
    const share = paid.get(at) ?? zeroFen;
    const own = addFen(addFen(line.ownPay, line.overLimit), line.selfPayFirst);
    const owed = addFen(own, leftOf(line.inScope, share));
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

interface Shares {
  readonly lines: readonly SettledLine[];
  readonly benefits: readonly BenefitShare[];
}

/**
 * Fund money by the place of the line, spread over the lines of its benefit.
 *
 * @param outside  lines that the account may not pay: only for them anybody asks how the money was spread
 */
function spreadFunds(
  { trace }: Working,
  settled: Shares,
  outside: readonly boolean[],
): ReadonlyMap<number, Fen> {
  const shares = new Map<number, Fen>();
  for (const benefit of settled.benefits) {
    const upper = addFen(addFen(benefit.majorMedical, benefit.supplementary), benefit.assistance);
    const fund = addFen(benefit.basic, upper);
    const mine = settled.lines.flatMap((line, at) =>
      line.benefit === benefit.id && line.inScope > 0 ? [{ line, at }] : [],
    );
    if (fund === 0 || !mine.some(({ at }) => outside[at] === true)) continue;
    let left = fund;
    for (const { line, at } of mine) {
      const shown =
        at === mine.at(-1)?.at
          ? shareOfLast(left)
          : shareOf({ fund, inScope: line.inScope, benefitInScope: benefit.inScope, left });
      explain(trace, () => ({
        stage: "fundShare",
        label: "基金支付按符合范围金额分摊到各项，余数归最后一项",
        benefit: benefit.id,
        line: line.id,
        source: null,
        inputs: inputsOf(shown),
        formula: shown.formula(),
        amount: shown.amount,
      }));
      shares.set(at, shown.amount);
      left = subtractFen(left, shown.amount);
    }
  }
  return shares;
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
